#!/usr/bin/env python3
"""Splits every triangle of a mesh in four, some times over.

usage: split_mesh.py GOLDEN TIMES OUTPUT.npz OUTPUT.ply
"""
import gzip
import json
import sys

import numpy as np


def split(vertices, faces):
    """Halves every edge; the new vertex is shared by the faces on both sides."""
    sides = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    sides.sort(axis=1)
    edges, place = np.unique(sides, axis=0, return_inverse=True)
    ab, bc, ca = (place.reshape(-1) + len(vertices)).reshape(3, -1)
    a, b, c = faces.T
    corners = [(a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca)]
    middles = vertices[edges].mean(axis=1)
    return np.concatenate([vertices, middles]), np.concatenate([np.stack(corner, axis=1) for corner in corners])


def write_ply(path, vertices, faces):
    """Binary PLY with double coordinates, so that both programs read the same numbers."""
    header = (
        "ply\nformat binary_little_endian 1.0\n"
        f"element vertex {len(vertices)}\nproperty double x\nproperty double y\nproperty double z\n"
        f"element face {len(faces)}\nproperty list uchar int vertex_indices\nend_header\n"
    )
    rows = np.empty(len(faces), dtype=[("count", "u1"), ("corners", "<i4", 3)])
    rows["count"] = 3
    rows["corners"] = faces
    with open(path, "wb") as file:
        file.write(header.encode())
        file.write(vertices.astype("<f8").tobytes())
        file.write(rows.tobytes())


def main(arguments):
    """Splits one mesh."""
    source, times, arrays, ply = arguments
    with gzip.open(source) as file:
        case = json.load(file)["input"]
    vertices = np.array(case["vertices"], dtype=float)
    faces = np.array(case["faces"], dtype=np.int64)
    for _ in range(int(times)):
        vertices, faces = split(vertices, faces)
    np.savez(arrays, vertices=vertices, faces=faces)
    write_ply(ply, vertices, faces)


if __name__ == "__main__":
    main(sys.argv[1:])
