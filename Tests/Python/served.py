"""A `karst serve` process on a folder of its own, for tests."""

import gzip
import json
import pathlib
import shutil
import subprocess
import tempfile

TOKEN = "0123456789abcdef0123456789abcdef"
DATASTACK = "demo_stack"


class Service:
    """Imports what it is given and serves it; `with` ends the process and removes the folder."""

    def __init__(self, karst):
        self.karst = karst
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="karst-python-"))
        self.data = self.folder / "data"
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process:
            self.process.terminate()
            self.process.communicate(timeout=60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *words):
        return subprocess.run(
            [self.karst, *words, "--data", self.data], check=True, capture_output=True, text=True
        ).stdout

    def import_skeleton(self, flatdict_gzip, root_id, datastack=DATASTACK):
        """Puts a finished skeleton into the cache, from the body that the service answered."""
        path = self.folder / f"{root_id}.json"
        path.write_bytes(gzip.decompress(flatdict_gzip))
        self.run("import", str(path), "--datastack", datastack)

    def import_graph(self, path, root_ids, datastack=DATASTACK):
        """Puts copies of a level-2 graph under other root ids, so that there is something to make."""
        lines = pathlib.Path(path).read_text().splitlines()
        header = json.loads(lines[0])
        for root_id in root_ids:
            header["root_id"] = root_id
            copy = self.folder / f"{root_id}.l2.jsonl"
            copy.write_text("\n".join([json.dumps(header), *lines[1:]]) + "\n")
            self.run("import", str(copy), "--datastack", datastack)

    def refuse(self, root_ids, datastack=DATASTACK):
        self.run("import", "--refuse", *map(str, root_ids), "--datastack", datastack)

    def serve(self, *options):
        """Starts the server and gives its address."""
        command = [self.karst, "serve", "--port", "0", "--data", self.data, *options]
        with open(self.folder / "serve.log", "w") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise RuntimeError(f"karst serve said {line!r}: " + (self.folder / "serve.log").read_text())
        return line.removeprefix("listening on ").strip().rstrip("/")
