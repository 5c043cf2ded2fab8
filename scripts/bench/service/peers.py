"""Python's part of the service's work; prints rows for the table of `run`."""

import gzip
import json
import logging
import os
import sys
import tempfile
import time
import warnings


def best(action, times=10):
    """The shortest of several runs, in ms."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return f"{min(seconds) * 1000:.1f}"


def row(what, name, action):
    print(json.dumps([what, name, best(action)]), flush=True)


def meshparty(files):
    """Reading a file of the cache, and making SWC of it, as the service does for every request."""
    from meshparty import skeleton_io

    for name, path in files.items():
        with tempfile.TemporaryDirectory() as folder:
            plain = os.path.join(folder, "skeleton.h5")

            def read():
                with open(plain, "wb") as file, open(path, "rb") as stored:
                    file.write(gzip.decompress(stored.read()))
                return skeleton_io.read_skeleton_h5(plain)

            row("MeshParty: read the cached file", name, read)
            row(
                "MeshParty: read the cached file, write SWC",
                name,
                lambda: read().export_to_swc(os.path.join(folder, "skeleton.swc"), xyz_scaling=1000),
            )


def caveclient(base, ids):
    """A whole call of the client, and the request alone that it is for."""
    import requests
    from caveclient import CAVEclient

    client = CAVEclient("bench", server_address=base, auth_token="ff" * 16, write_server_cache=False)
    session = requests.Session()
    for name, root_id in ids.items():
        row("caveclient: get_skeleton from karst serve", name, lambda: client.skeleton.get_skeleton(root_id))
        address = f"{base}/skeletoncache/api/v1/bench/async/get_skeleton/4/{root_id}/flatdict"
        row("requests: the same answer without caveclient", name, lambda: session.get(address).content)
    row("caveclient: skeletons_exist of 1000", "–", lambda: client.skeleton.skeletons_exist(root_ids=list(range(1, 1001))))


def main():
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    given = json.loads(sys.argv[1])
    for part, arguments in ((meshparty, [given["files"]]), (caveclient, [given["base"], given["ids"]])):
        try:
            part(*arguments)
        except ImportError as error:
            print(f"{part.__name__} is not installed: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
