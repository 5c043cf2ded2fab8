"""Loads files that `karst swc convert --profile` wrote in the programs they are for.

Each program's own length is compared with that of the file, worked out here from its rows: of all edges, or of those
with neither end in the soma, as each program counts. Run as `verify.py PROGRAM FILE...`; one line for each file.
"""

import collections
import math
import sys
import warnings

warnings.filterwarnings("ignore")


def rows(path):
    with open(path, encoding="ascii") as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    return {int(r[0]): (int(r[1]), tuple(map(float, r[2:5])), float(r[5]), int(r[6])) for r in lines}


def cable(path, soma=True, wires=False):
    """The length of all edges, or without those that touch the soma.

    With wires, those that lead from the soma to a section of one node stay, as NEURON counts them: a tip, or a fork in
    the second row (one in a later row begins the section of its first child).
    """
    nodes = rows(path)
    children = collections.Counter(parent for _, _, _, parent in nodes.values())

    def is_wire(i):
        return children[i] == 0 or (i == list(nodes)[1] and children[i] > 1)

    def counts(i):
        kind, _, _, parent = nodes[i]
        return soma or (kind != 1 and (nodes[parent][0] != 1 or (wires and is_wire(i))))

    ends = [(i, node[3]) for i, node in nodes.items() if node[3] in nodes and counts(i)]
    return math.fsum(math.dist(nodes[i][1], nodes[parent][1]) for i, parent in ends)


def lines_of_obj(path):
    points, total = [], []
    for line in open(path, encoding="ascii"):
        word, *rest = line.split()
        if word == "v":
            points.append(tuple(map(float, rest)))
        elif word == "l":
            way = [points[int(i) - 1] for i in rest]
            total += map(math.dist, way, way[1:])
    return math.fsum(total)


def navis_length(path):
    import navis

    neuron = navis.read_swc(path)
    assert len(neuron.nodes) == len(rows(path)), "nodes were lost"
    return float(getattr(neuron.cable_length, "magnitude", neuron.cable_length)), cable(path)


def caveclient_length(path):
    import numpy as np
    import pandas as pd

    # As caveclient reads the service's answer.
    frame = pd.read_csv(path, sep=" ", names=["id", "type", "x", "y", "z", "radius", "parent"], index_col=None)
    points = frame[["x", "y", "z"]].to_numpy()
    child = frame["parent"].to_numpy() >= 0
    ends = points[frame["parent"].to_numpy()[child]]
    assert (frame["id"] == np.arange(len(frame))).all(), "ids do not count from 0"
    return float(np.linalg.norm(points[child] - ends, axis=1).sum()), cable(path)


def osteoid_length(path):
    import osteoid

    return float(osteoid.Skeleton.from_swc(open(path).read()).cable_length()), cable(path)


def morphio_length(path):
    import morphio
    import numpy as np

    morphio.set_maximum_warnings(0)
    cell = morphio.Morphology(path)
    total = sum(float(np.linalg.norm(np.diff(s.points.astype(float), axis=0), axis=1).sum()) for s in cell.iter())
    return total, cable(path, soma=False)


def neurom_length(path):
    import neurom

    cell = neurom.load_morphology(path)
    return float(neurom.get("total_length", cell)), cable(path, soma=False)


def neuron_length(path):
    from neuron import h

    h.load_file("import3d.hoc")
    cell = h.Import3d_SWC_read()
    cell.quiet = 1
    cell.input(path)
    h.Import3d_GUI(cell, False).instantiate(None)
    return sum(s.L for s in h.allsec() if "soma" not in s.name()), cable(path, soma=False, wires=True)


def arbor_length(path):
    import arbor

    tree = arbor.load_swc_arbor(path).segment_tree
    ends = [((s.prox.x, s.prox.y, s.prox.z), (s.dist.x, s.dist.y, s.dist.z)) for s in tree.segments]
    return math.fsum(math.dist(*end) for end in ends), cable(path)


def blender_length(path):
    import bpy

    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.wm.obj_import(filepath=path)
    (made,) = bpy.context.scene.objects
    at = [v.co for v in made.data.vertices]
    return math.fsum((at[e.vertices[0]] - at[e.vertices[1]]).length for e in made.data.edges), lines_of_obj(path)


def main():
    check = globals()[sys.argv[1] + "_length"]
    failed = 0
    for path in sys.argv[2:]:
        name = path.rsplit("/", 1)[-1]
        try:
            found, expected = check(path)
        except Exception as error:
            failed += 1
            print(f"FAILED {sys.argv[1]} {name}: {type(error).__name__}: {str(error)[:300]}")
            continue
        difference = abs(found - expected) / max(expected, 1e-9) if max(found, expected) > 1e-9 else 0
        # Most of them work in single precision.
        verdict = "ok    " if difference < 5e-5 else "DIFFERS"
        failed += verdict != "ok    "
        print(f"{verdict} {sys.argv[1]} {name}: {found:.6g} of {expected:.6g}, off by {difference:.1e}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
