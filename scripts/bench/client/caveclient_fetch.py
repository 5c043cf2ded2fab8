"""Times caveclient's fetch_skeletons: seconds, peak memory, and the decoding of one large flatdict."""
import gzip
import json
import resource
import sys
import time

import numpy as np
from caveclient import CAVEclient

port, count, large = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
client = CAVEclient("bench", server_address=f"http://127.0.0.1:{port}", auth_token="abcd1234", write_server_cache=False)
ids = [864691135000000001 + i for i in range(count)]
client.skeleton.fetch_skeletons(ids[:1])
for form in ("dict", "swc"):
    start, cpu = time.perf_counter(), time.process_time()
    found = {}
    for begin in range(0, count, 500):
        found.update(client.skeleton.fetch_skeletons(ids[begin:begin + 500], output_format=form))
    assert len(found) == count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"caveclient {form} {time.perf_counter() - start:.3f} {time.process_time() - cpu:.3f} {memory:.0f}")
    del found

packed = open(large, "rb").read()
best = float("inf")
for _ in range(5):
    start = time.process_time()
    # What get_skeleton does with the service's answer.
    cell = json.loads(gzip.decompress(packed).decode())
    for name in ("edges", "mesh_to_skel_map", "vertices", "lvl2_ids", "radius", "compartment"):
        cell[name] = np.array(cell[name])
    best = min(best, time.process_time() - start)
print(f"caveclient decode {best:.4f} {best:.4f} 0")
