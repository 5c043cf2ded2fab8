"""Makes the HDF5 files here with h5py and MeshParty (`pip install h5py meshparty`).

All hold one skeleton: vertex i at (i, i / 4, -i) * 8, a child of vertex (i - 1) // 2, with radius i + 0.5 and
compartment 2 + i % 2; level-2 node k lies on vertex k % 60 and has the id 2^57 + k.
"""

import json

import h5py
import numpy as np

N = 60
VERTICES = np.array([[i, i / 4, -i] for i in range(N)]) * 8
EDGES = np.array([[i, (i - 1) // 2] for i in range(1, N)], dtype=np.int64)
RADIUS = [i + 0.5 for i in range(N)]
COMPARTMENT = [2 + i % 2 for i in range(N)]


def fill(file, mesh_nodes=90, edge_type="<i8", vertices={}, edges={}, mesh={}):
    map_ = np.arange(mesh_nodes) % N
    file.attrs["file_version"] = 2
    file.create_dataset("vertices", data=VERTICES, **vertices)
    file.create_dataset("edges", data=EDGES.astype(edge_type), **edges)
    file.create_dataset("mesh_to_skel_map", data=map_, **mesh)
    file.create_dataset("lvl2_ids", data=np.arange(mesh_nodes) + (1 << 57))
    file.create_dataset("root", data=0)
    file.create_dataset("meta", data=np.bytes_(json.dumps({"root_id": 864691135463333789})))
    group = file.create_group("vertex_properties")
    group.create_dataset("radius", data=json.dumps(RADIUS))
    group.create_dataset("compartment", data=json.dumps(COMPARTMENT))


def make(name, libver, extra=0, **options):
    with h5py.File(name + ".h5", "w", libver=libver) as file:
        fill(file, **options)
        for i in range(extra):
            file.create_dataset(f"extra{i:02}", data=i)


gzip = {"compression": "gzip"}
for libver, name in [("earliest", "default"), ("latest", "latest")]:
    make(name + "-plain", libver)
    make(name + "-gzip", libver, vertices=gzip, edges=gzip, mesh=gzip)
    small = {"chunks": (7, 2), "compression": "gzip", "shuffle": True}
    make(name + "-chunks", libver, mesh_nodes=1100, vertices=small, edges={"chunks": (16, 2)}, mesh={"chunks": (1,)})
    make(name + "-types", libver, edge_type="<u2", mesh_nodes=1)
make("default-many", "earliest", extra=40)
make("default-growing", "earliest", vertices={"chunks": (7, 2), "maxshape": (None, 3)})
make("unread-growing", "latest", vertices={"chunks": (7, 2), "maxshape": (None, 3)})
make("unread-many", "latest", extra=40)
make("unread-lzf", "earliest", vertices={"compression": "lzf"})
make("unread-fletcher32", "earliest", vertices={"fletcher32": True})
make("unread-big-endian", "earliest", edge_type=">i8")
with h5py.File("unread-link.h5", "w") as file:
    fill(file)
    del file["edges"]
    file["edges"] = h5py.SoftLink("/vertices")
with h5py.File("unread-rank.h5", "w") as file:
    fill(file)
    del file["vertices"]
    file.create_dataset("vertices", data=VERTICES.reshape((N, 3, 1)))

from meshparty import skeleton, skeleton_io  # noqa: E402

made = skeleton.Skeleton(
    VERTICES,
    EDGES,
    root=0,
    mesh_to_skel_map=np.arange(90) % N,
    vertex_properties={"radius": np.array(RADIUS), "compartment": np.array(COMPARTMENT)},
    remove_zero_length_edges=False,
)
skeleton_io.write_skeleton_h5(made, "meshparty.h5")
