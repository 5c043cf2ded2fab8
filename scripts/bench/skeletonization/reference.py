#!/usr/bin/env python3
"""Makes skeletons as the hosted service does, with meshparty and pcg-skel, and prints what that cost.

usage: reference.py graph FILE [RUNS] [RESULT]   a level-2 graph (.l2.jsonl)
       reference.py mesh FILE                    a triangle mesh (.npz with vertices and faces)

Runs in the environment that `run` makes. The CAVE services behind the reference are answered from memory, so that
what is measured is the reference's own work: from the level-2 edges to radius and compartments. Imports and the reading
of the file are left out. Prints one JSON object; with RESULT the skeleton is written there as JSON.
"""
import json
import resource
import sys
import time
import warnings

import numpy as np
import pandas as pd
import pcg_skel
from meshparty import skeletonize, trimesh_io


class Neuron:
    """The records of a level-2 graph file, and the answers that the reference's CAVE client gives from them."""

    datastack_name = "local"

    def __init__(self, path):
        self.level2 = {}
        self.edges = []
        self.synapses = {"pre": [], "post": []}
        self.soma = None
        with open(path, "rb") as file:
            for line in file:
                self.add(json.loads(line))
        # The parts of a CAVE client, all in one.
        self.chunkedgraph = self.l2cache = self.materialize = self.info = self

    def add(self, record):
        """Takes in one line."""
        kind = record["t"]
        if kind == "header":
            self.root_id = int(record["root_id"])
            self.soma = record.get("soma_pt")
            self.synapse_table = "synapses" if record.get("synapse_table", True) else None
        elif kind == "n":
            names = {"p": "rep_coord_nm", "v": "size_nm3", "a": "area_nm2", "max_dt": "max_dt_nm", "mean_dt": "mean_dt_nm"}
            self.level2[record["id"]] = {names[key]: value for key, value in record.items() if key in names}
        elif kind == "e":
            self.edges.append((record["a"], record["b"]))
        else:
            self.synapses[record["side"]].append((record.get("id", 0), record["l2"], record.get("partner", 0)))

    def level2_chunk_graph(self, _root_id):
        """The edge list."""
        return self.edges

    def has_cache(self):
        """There is a level-2 cache."""
        return True

    def get_l2data(self, ids, attributes):
        """The attributes of level-2 ids, by decimal text."""
        return {str(node): {name: self.level2[int(node)].get(name) for name in attributes} for node in ids}

    def live_live_query(self, table, filter_equal_dict, **_options):
        """The rows of one side's synapses; a supervoxel id is the level-2 id itself."""
        column = next(iter(filter_equal_dict[table]))
        side, other = ("pre", "post") if column.startswith("pre") else ("post", "pre")
        rows = self.synapses[side]
        return pd.DataFrame({
            "id": [row[0] for row in rows],
            f"{side}_pt_supervoxel_id": [row[1] for row in rows],
            f"{side}_pt_root_id": self.root_id,
            f"{other}_pt_root_id": [row[2] for row in rows],
        })

    def get_roots(self, supervoxels, **_options):
        """The level-2 ids of supervoxels."""
        return supervoxels


def generate(neuron):
    """The steps of the service's version 4, with its parameters."""
    meshwork = pcg_skel.pcg_meshwork(
        neuron.root_id,
        neuron.datastack_name,
        neuron,
        root_point=neuron.soma,
        root_point_resolution=[1, 1, 1],
        collapse_soma=True,
        collapse_radius=7500,
        timestamp=pd.Timestamp(0, tz="UTC").to_pydatetime(),
        require_complete=True,
        synapses="all",
        synapse_table=neuron.synapse_table,
    )
    if neuron.synapse_table:
        pcg_skel.features.add_is_axon_annotation(
            meshwork, pre_anno="pre_syn", post_anno="post_syn", annotation_name="is_axon",
            threshold_quality=0.5, extend_to_segment=True, n_times=1,
        )
    pcg_skel.features.add_volumetric_properties(meshwork, neuron)
    pcg_skel.features.add_segment_properties(meshwork)
    radii = meshwork.anno.segment_properties.df.sort_values(by="mesh_ind")["r_eff"].values
    radius = meshwork.mesh_property_to_skeleton(radii, aggfunc="mean")
    compartment = None
    if neuron.synapse_table:
        is_axon = meshwork.mesh_property_to_skeleton(meshwork.anno.is_axon.mesh_mask, aggfunc="median")
        compartment = np.where(is_axon == 1, 2, 3)
        if meshwork.skeleton.root:
            compartment[meshwork.skeleton.root] = 1
    return meshwork.skeleton, radius, compartment


def graph(path, runs, result):
    """Measures version 4 of one neuron, the best of some runs."""
    neuron = Neuron(path)
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        skeleton, radius, compartment = generate(neuron)
        seconds.append(time.process_time() - start)
    if result:
        with open(result, "w", encoding="utf-8") as file:
            json.dump({
                "vertices": skeleton.vertices.tolist(), "edges": skeleton.edges.tolist(), "root": int(skeleton.root),
                "radius": radius.tolist(), "compartment": None if compartment is None else compartment.tolist(),
            }, file)
    return {"nodes": len(neuron.level2), "vertices": len(skeleton.vertices), "cpu": min(seconds)}


def mesh(path):
    """Measures the skeleton of a mesh, without radii, which the reference draws at random."""
    data = np.load(path)
    start = time.process_time()
    surface = trimesh_io.Mesh(vertices=data["vertices"], faces=data["faces"])
    skeleton = skeletonize.skeletonize_mesh(
        surface, invalidation_d=12000, cc_vertex_thresh=100, compute_radius=False, verbose=False,
    )
    seconds = time.process_time() - start
    return {"nodes": len(data["vertices"]), "vertices": len(skeleton.vertices), "cpu": seconds,
            "tips": int(skeleton.n_end_points)}


def main(arguments):
    """Measures what the command line names."""
    warnings.simplefilter("ignore")  # a neuron without a clear axon is no fault
    kind, path, *rest = arguments
    if kind == "mesh":
        figures = mesh(path)
    else:
        figures = graph(path, int(rest[0]) if rest else 1, rest[1] if len(rest) > 1 else None)
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


if __name__ == "__main__":
    main(sys.argv[1:])
