"""A skeleton service that costs next to nothing: every answer is made before the first request.

Prints its port. Arguments: how many ids, how many vertices each has.
"""
import gzip
import http.server
import json
import random
import sys

COUNT, VERTICES = int(sys.argv[1]), int(sys.argv[2])
FIRST = 864691135000000000
DATASTACK = "bench"
PREFIX = f"/skeletoncache/api/v1/{DATASTACK}/bulk/get_cached_skeletons/4/"


def neuron(seed):
    """A tree of random branches, as the service writes it: flatdict and SWC."""
    draw = random.Random(seed)
    points = [[draw.uniform(1e5, 1e6) for _ in range(3)]]
    edges, parents = [], [-1]
    for child in range(1, VERTICES):
        parent = child - 1 if draw.random() < 0.95 else draw.randrange(child)
        points.append([round(x + draw.uniform(-500, 500), 6) for x in points[parent]])
        edges.append([child, parent])
        parents.append(parent)
    radius = [round(draw.uniform(80, 400), 7) for _ in points]
    flatdict = {
        "meta": {"datastack": DATASTACK, "skeleton_version": 4}, "edges": edges,
        "mesh_to_skel_map": list(range(VERTICES)), "root": 0, "vertices": points,
        "compartment": [1] + [3] * (VERTICES - 1), "radius": radius,
        "lvl2_ids": [160000000000000000 + 17 * i for i in range(VERTICES)],
    }
    lines = [
        f"{i} {1 if i == 0 else 3} {x / 1000:.3f} {y / 1000:.3f} {z / 1000:.3f} {r / 1000:.3f} {p}\n"
        for i, ((x, y, z), r, p) in enumerate(zip(points, radius, parents))
    ]
    packed = gzip.compress(json.dumps(flatdict, separators=(",", ":")).encode(), 6)
    return packed.hex().encode(), "".join(lines).encode().hex().encode()


KINDS = [neuron(seed) for seed in range(8)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        ids = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["root_ids"]
        form = 0 if self.path[len(PREFIX):].startswith("flatdict") else 1
        parts, before = [], b"{"
        for i in ids:
            parts += [b'%b"%d": "' % (before, i), KINDS[i % len(KINDS)][form], b'"']
            before = b", "
        self.answer(*parts, b"}")

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.startswith("/info/api/v2/datastack/full/"):
            record = {
                "aligned_volume": {"name": "bench", "id": 1}, "local_server": base,
                "segmentation_source": f"graphene://{base}/segmentation/table/bench",
            }
            self.answer(json.dumps(record).encode())
        elif self.path == "/skeletoncache/api/versions":
            self.answer(b"[-1,0,1,2,3,4]")
        elif self.path.endswith("/version"):
            self.answer(b'"0.23.11"')
        else:
            self.send_error(404)

    def answer(self, *parts):
        """Sends the parts as they lie: joining 100 MB would cost more than what is to be measured."""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {sum(map(len, parts))}\r\n\r\n"
        left = [memoryview(head.encode()), *map(memoryview, parts)]
        while left:
            sent = self.connection.sendmsg(left[:1000])
            while left and sent >= len(left[0]):
                sent -= len(left.pop(0))
            if left:
                left[0] = left[0][sent:]


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
