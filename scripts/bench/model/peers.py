"""Times one operation of one Python peer on one file, and prints a line of JSON.

usage: peers.py PEER OP FILE

One thread everywhere: the caller sets the variables for that. `maxrss_mb` is the peak of the whole process with its
imports, `base_mb` what it was before the timed work.
"""
import importlib.metadata
import json
import logging
import os
import statistics
import sys
import time
import warnings

DISTRIBUTIONS = {"fastcore": "navis-fastcore"}


def files_of(folder):
    """The paths of a folder's SWC files."""
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".swc")]


def columns(path):
    """Ids, parents, places, radii and types of an SWC file."""
    import numpy as np

    rows = np.loadtxt(path)
    return (rows[:, 0].astype(np.int32), rows[:, 6].astype(np.int32), np.ascontiguousarray(rows[:, 2:5]), rows[:, 5],
            rows[:, 1].astype(int))


def navis_work(op, path, out):
    """navis keeps what it has computed: each run starts from a neuron without that."""
    import navis

    navis.set_pbars(hide=True)
    navis.set_loggers("ERROR")
    if op == "read":
        return lambda: navis.read_swc(path)
    if op == "read_many":
        return lambda: navis.read_swc(path, parallel=False)
    neuron = navis.read_swc(path)
    neuron.soma = None

    def fresh():
        neuron._clear_temp_attr()
        return neuron

    last = int(neuron.nodes.node_id.max())
    return {
        "write": lambda: navis.write_swc(neuron, out),
        "cable_length": lambda: fresh().cable_length,
        "strahler": lambda: navis.strahler_index(fresh()),
        "reroot": lambda: navis.reroot_skeleton(fresh(), last, inplace=False),
        "prune_twigs": lambda: navis.prune_twigs(fresh(), 20, inplace=False),
        "prune_strahler": lambda: navis.prune_by_strahler(fresh(), 1, inplace=False),
        "resample": lambda: navis.resample_skeleton(fresh(), 2.0, inplace=False),
        "downsample": lambda: navis.downsample_neuron(fresh(), 5, inplace=False),
        "smooth": lambda: navis.smooth_skeleton(fresh(), window=5, inplace=False),
        "dist_to_root": lambda: navis.dist_to_root(fresh(), weight="weight"),
        "geodesic_leaves": lambda: navis.geodesic_matrix(
            fresh(), from_=neuron.nodes.node_id[neuron.nodes.type == "end"].values),
        "long_segments": lambda: fresh().segments,
        "segments": lambda: fresh().small_segments,
        "section_tortuosity_mean": lambda: navis.tortuosity(fresh()),
        "persistence": lambda: navis.persistence_points(fresh()),
    }.get(op)


def fastcore_work(op, path, out):
    """fastcore starts from arrays."""
    if op in ("read", "read_many", "write"):
        return None
    import navis_fastcore as fastcore
    import numpy as np

    fastcore.set_num_threads(1)
    ids, parents, places, _, _ = columns(path)
    lengths = fastcore.parent_dist(ids, parents, places, root_dist=0)
    tips = ids[~np.isin(ids, parents)]
    last = np.array([ids.max()], dtype=ids.dtype)
    return {
        "cable_length": lambda: fastcore.parent_dist(ids, parents, places, root_dist=0).sum(),
        "strahler": lambda: fastcore.strahler_index(ids, parents),
        "reroot": lambda: fastcore.reroot(ids, parents, last),
        "prune_twigs": lambda: fastcore.prune_twigs(ids, parents, 20.0, weights=lengths),
        "resample": lambda: fastcore.resample_skeleton(ids, parents, places, 2.0),
        "dist_to_root": lambda: fastcore.dist_to_root(ids, parents, weights=lengths),
        "geodesic_leaves": lambda: fastcore.geodesic_matrix(
            ids, parents, sources=tips, targets=tips, weights=lengths),
        "long_segments": lambda: fastcore.generate_segments(ids, parents, weights=lengths),
        "segments": lambda: fastcore.break_segments(ids, parents),
    }.get(op)


def morphio_work(op, path, out):
    """MorphIO reads and writes."""
    import morphio
    import morphio.mut

    morphio.set_maximum_warnings(0)
    if op == "write":
        cell = morphio.mut.Morphology(path)
        return lambda: cell.write(out)
    return {
        "read": lambda: morphio.Morphology(path),
        "read_many": lambda: [morphio.Morphology(name) for name in files_of(path)],
    }.get(op)


def neurom_work(op, path, out):
    """NeuroM works on MorphIO's sections."""
    import neurom

    if op == "read":
        return lambda: neurom.load_morphology(path)
    features = {
        "cable_length": "total_length", "strahler": "section_strahler_orders", "dist_to_root": "segment_path_lengths",
        "section_tortuosity_mean": "section_tortuosity", "partition_asymmetry_mean": "partition_asymmetry",
        "local_bifurcation_angle_mean": "local_bifurcation_angles", "frusta_volume_all_edges": "total_volume",
        "frusta_area_all_edges": "total_area",
    }
    if op not in features:
        return None
    cell = neurom.load_morphology(path)
    return lambda: neurom.get(features[op], cell)


def swcgeom_work(op, path, out):
    """swcgeom keeps trees in data frames."""
    import swcgeom

    if op == "read":
        return lambda: swcgeom.Tree.from_swc(path)
    if op == "read_many":
        return lambda: [swcgeom.Tree.from_swc(name) for name in files_of(path)]
    if op not in ("write", "cable_length", "segments"):
        return None
    tree = swcgeom.Tree.from_swc(path)
    return {"write": lambda: tree.to_swc(out), "cable_length": tree.length, "segments": tree.get_branches}[op]


def osteoid_work(op, path, out):
    """osteoid parses text and keeps vertices and edges."""
    import osteoid

    def read(name):
        with open(name, encoding="utf-8") as file:
            return osteoid.Skeleton.from_swc(file.read())

    def write(skeleton):
        with open(out, "w", encoding="utf-8") as file:
            file.write(skeleton.to_swc())

    if op == "read":
        return lambda: read(path)
    if op == "read_many":
        return lambda: [read(name) for name in files_of(path)]
    if op not in ("write", "cable_length", "segments"):
        return None
    skeleton = read(path)
    return {
        "write": lambda: write(skeleton), "cable_length": skeleton.cable_length, "segments": skeleton.interjoint_paths,
    }[op]


WORK = {
    "navis": navis_work, "fastcore": fastcore_work, "morphio": morphio_work, "neurom": neurom_work,
    "swcgeom": swcgeom_work, "osteoid": osteoid_work,
}


def megabytes():
    """The peak of this process; not getrusage's, which begins with that of the process that started this one."""
    with open("/proc/self/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM")) / 1024


def measured(work):
    """Times of several runs: nine, or as many as go into four seconds, three at least."""
    times, start = [], time.perf_counter()
    while len(times) < 3 or (len(times) < 9 and time.perf_counter() - start < 4):
        before = time.perf_counter()
        work()
        times.append(time.perf_counter() - before)
        if time.perf_counter() - start > 15:
            break
    return times


def main():
    """Prints what one peer takes; what it prints itself goes nowhere."""
    peer, op, path = sys.argv[1:]
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    results = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.setrecursionlimit(100000)
    record = {}
    try:
        record["version"] = importlib.metadata.version(DISTRIBUTIONS.get(peer, peer))
        work = WORK[peer](op, path, f"{path.rstrip('/')}.{peer}.swc")
        if work is None:
            record["skip"] = True
        else:
            record["base_mb"] = megabytes()
            times = measured(work)
            record.update(seconds_min=min(times), seconds_median=statistics.median(times), repeats=len(times),
                          maxrss_mb=megabytes())
    except Exception as error:  # Whatever a peer raises is its result.
        record["error"] = f"{type(error).__name__}: {str(error)[:120]}"
    os.write(results, (json.dumps(record) + "\n").encode())
    os._exit(0)


if __name__ == "__main__":
    main()
