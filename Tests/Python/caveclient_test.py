"""Drives every method of the real caveclient against a real `karst serve`.

    python caveclient_test.py KARST RECORDINGS GRAPH

RECORDINGS holds what caveclient returned from the reference service, one file a call; GRAPH is a level-2 graph from
which the ids that the recordings call missing can be made. What is compared is values, types of elements, columns,
kinds of keys, and the errors that are raised.
"""

import base64
import contextlib
import http.client
import io
import json
import logging
import pathlib
import subprocess
import sys
import time
import unittest
import warnings

import numpy as np
from caveclient import CAVEclient
from caveclient.auth import AuthClient
from caveclient.skeletonservice import SkeletonClient
from requests.adapters import HTTPAdapter

import recorded
from served import DATASTACK, TOKEN, Service

CACHED = [864691135000000001, 864691135000000002]
REFUSED, UNKNOWN, SUPERVOXEL = 864691135000000777, 864691135000000404, 72057594037927936
# Valid, with something to make skeletons of, and without one when first asked for.
MISSING = [864691135000000000 + number for number in (31, 32, 41, 43, 51, *range(60, 77))]


class Redirected(HTTPAdapter):
    """Sends what is meant for Google's storage to the service, which also serves its files directly."""

    def __init__(self, base):
        super().__init__()
        self.base = base

    def send(self, request, **options):
        request.url = request.url.replace("https://storage.googleapis.com", self.base)
        return super().send(request, **options)


class CaveClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(Service(KARST))
        for root_id in CACHED:
            cls.service.import_skeleton(cls.flatdict(root_id), root_id)
        cls.service.import_graph(GRAPH, MISSING)
        cls.service.refuse([REFUSED])
        cls.service.refuse([864691135000000778], "other_stack")
        tokens = cls.service.folder / "tokens"
        tokens.write_text(f"{TOKEN} {DATASTACK}\n")
        # Nothing is made until a test wants it: `worker` starts what makes it.
        cls.base = cls.service.serve("--workers", "0", "--token", str(tokens))
        cls.client = cls.connect()

    @classmethod
    def connect(cls):
        return CAVEclient(DATASTACK, server_address=cls.base, auth_token=TOKEN, write_server_cache=False)

    @staticmethod
    def recording(name):
        return json.loads((RECORDINGS / f"{name}.json").read_text())

    @classmethod
    def flatdict(cls, root_id):
        """The body of a skeleton as the reference answered it."""
        for path in sorted(RECORDINGS.glob("*.json")):
            for exchange in json.loads(path.read_text()).get("exchanges", []):
                if exchange["request"]["path"].split("?")[0].endswith(f"/4/{root_id}/flatdict"):
                    return base64.b64decode(exchange["response"]["body_base64"])
        # Recorded in bulk only.
        bulk = cls.recording("get_bulk_skeletons_dict")["exchanges"][-1]["response"]["body"]
        return bytes.fromhex(json.loads(bulk)[str(root_id)])

    def check(self, name, call):
        """What the call returns or raises is what it did when it was recorded."""
        recording = self.recording(name)
        with self.subTest(name), contextlib.redirect_stdout(io.StringIO()):
            if "raises" in recording:
                with self.assertRaises(Exception) as caught:
                    call()
                self.assertEqual(type(caught.exception).__name__, recording["raises"]["type"])
                message = recording["raises"]["message"].replace("{BASE}", self.base)
                # Blanks in JSON and capitals in the status line are no part of what is promised.
                self.assertEqual(self.squeezed(str(caught.exception)), self.squeezed(message))
            else:
                ours = recorded.plain(call())
                found = recorded.differences(ours, recorded.recorded(recording["returns"]))
                self.assertEqual(found, [], "\n".join(found))

    @staticmethod
    def squeezed(text):
        return "".join(text.lower().split())

    @property
    def skeleton(self):
        return self.client.skeleton

    # The methods, in the order of caveclient's documentation.

    def test_starting(self):
        self.assertEqual(self.recording("bootstrap_caveclient")["returns"].replace("{BASE}", self.base), repr(self.client))
        bare = SkeletonClient(self.base, datastack_name=DATASTACK, auth_client=AuthClient(token=TOKEN))
        self.assertEqual(str(bare.get_version()), self.recording("bootstrap_bare_skeleton_client")["returns"])
        self.assertEqual(bare.skeletons_exist(root_ids=CACHED), dict.fromkeys(CACHED, True))
        self.assertEqual(self.client.info.get_datastacks(), [DATASTACK, "other_stack"])
        self.check("l2cache_has_cache", lambda: self.client.l2cache.has_cache())
        self.check("is_valid_nodes", lambda: self.client.chunkedgraph.is_valid_nodes([CACHED[0], UNKNOWN]))
        volume = self.client.info.segmentation_cloudvolume()
        self.assertEqual(volume.meta.decode_layer_id(np.uint64(CACHED[0])), volume.meta.n_layers)

    def test_versions(self):
        self.assertEqual(str(self.skeleton.get_version()), self.recording("get_version")["returns"]["repr"])
        self.check("get_versions", self.skeleton.get_versions)

    def test_get_skeleton(self):
        for name, version in [("m1", -1), ("0", 0), ("1", 1), ("2", 2), ("3", 3), ("4", 4)]:
            self.check(
                f"get_skeleton_dict_v{name}",
                lambda: self.skeleton.get_skeleton(CACHED[0], skeleton_version=version),
            )
        self.check("get_skeleton_swc_v4", lambda: self.skeleton.get_skeleton(CACHED[0], output_format="swc"))
        self.check(
            "get_skeleton_swc_v2",
            lambda: self.skeleton.get_skeleton(CACHED[0], skeleton_version=2, output_format="swc"),
        )

    def test_get_skeleton_errors(self):
        get = self.skeleton.get_skeleton
        self.check("get_skeleton_bad_format", lambda: get(CACHED[0], output_format="json"))
        self.check("get_skeleton_bad_version", lambda: get(CACHED[0], skeleton_version=9))
        self.check("get_skeleton_invalid_id", lambda: get(UNKNOWN))
        self.check("get_skeleton_wrong_layer", lambda: get(SUPERVOXEL))
        self.check("get_skeleton_refused", lambda: get(REFUSED))

    def test_get_skeleton_that_has_to_be_made(self):
        with self.worker():
            made = recorded.plain(self.skeleton.get_skeleton(MISSING[0]))
        theirs = recorded.recorded(self.recording("get_skeleton_blocking_generation")["returns"])
        found = recorded.differences(recorded.shape(made), recorded.shape(theirs))
        # Where a soma is unknown its place is null and not a number.
        self.assertEqual([line for line in found if "soma_" not in line], [])

    def test_get_bulk_skeletons(self):
        get = self.skeleton.get_bulk_skeletons
        self.check("get_bulk_skeletons_dict", lambda: get(CACHED))
        self.check("get_bulk_skeletons_swc", lambda: get(CACHED, output_format="swc"))
        self.check("get_bulk_skeletons_v2", lambda: get(CACHED[:1], skeleton_version=2))
        self.check("get_bulk_skeletons_missing", lambda: get([CACHED[0], MISSING[2], REFUSED, UNKNOWN]))

    def test_fetch_skeletons(self):
        fetch = self.skeleton.fetch_skeletons
        self.check("fetch_skeletons_dict", lambda: fetch([CACHED[0], MISSING[1]]))
        self.check("fetch_skeletons_swc", lambda: fetch(CACHED[:1], output_format="swc"))
        self.check(
            "fetch_skeletons_generate_missing",
            lambda: fetch([CACHED[1], MISSING[3]], generate_missing_skeletons=True),
        )
        self.assertIn(str(MISSING[3]), self.service.run("queue", "status"))

    def test_fetch_skeletons_directly(self):
        self.skeleton.session.mount("https://storage.googleapis.com", Redirected(self.base))
        missing = 864691135000000050
        self.check("fetch_skeletons_gcs", lambda: self.skeleton.fetch_skeletons([CACHED[0], missing], method="gcs"))

    def test_skeletons_exist(self):
        exist = self.skeleton.skeletons_exist
        missing = MISSING[1]
        self.check("skeletons_exist_empty", lambda: exist(root_ids=[]))
        self.check("skeletons_exist_many", lambda: exist(root_ids=[*CACHED, missing], skeleton_version=0))
        self.check("skeletons_exist_missing", lambda: exist(root_ids=missing))
        self.check("skeletons_exist_ndarray", lambda: exist(root_ids=np.array([CACHED[0], missing])))
        self.check("skeletons_exist_one_int", lambda: exist(root_ids=CACHED[0]))
        self.check("skeletons_exist_one_list", lambda: exist(root_ids=CACHED[:1]))

    def test_get_cache_contents(self):
        contents = self.skeleton.get_cache_contents
        self.check("get_cache_contents_one", lambda: contents(root_id_prefixes=CACHED[0]))
        self.check("get_cache_contents_v2", lambda: contents(skeleton_version=2, root_id_prefixes=8646))
        # What else the cache held when these were recorded is not here: the first names are the same.
        some = contents(root_id_prefixes="86469113500000000", limit=2)
        self.assertEqual(some["files"], self.recording("get_cache_contents_prefix_limit")["returns"]["files"])
        self.assertGreaterEqual(some["num_found"], 2)
        both = contents(root_id_prefixes=[CACHED[0], "86469113500000000"])
        names = self.recording("get_cache_contents_mixed")["returns"]["files"]
        self.assertEqual(both["files"][:3], names[:3])

    def test_get_precomputed_skeleton_info(self):
        for version in (1, 2, 3, 4):
            self.check(
                f"get_precomputed_skeleton_info_v{version}",
                lambda: self.skeleton.get_precomputed_skeleton_info(version),
            )
        # The reference answers an internal error; what 0 means elsewhere is 2.
        info = self.skeleton.get_precomputed_skeleton_info(0)
        self.assertEqual(info, self.recording("get_precomputed_skeleton_info_v2")["returns"])

    def test_get_refusal_list(self):
        refused = self.skeleton.get_refusal_list()
        theirs = self.recording("get_refusal_list")["returns"]["dataframe"]
        self.assertEqual(list(refused.columns), theirs["columns"])
        self.assertEqual([str(kind) for kind in refused.dtypes], theirs["dtypes"])
        rows = refused.values.tolist()
        self.assertEqual(rows[:2], theirs["rows"][:2])

    def test_generate_and_poll_until_all_are_there(self):
        root_ids = MISSING[5:]
        seconds = self.skeleton.generate_bulk_skeletons_async([*root_ids, CACHED[0], REFUSED, SUPERVOXEL])
        self.assertIsInstance(seconds, float)
        self.assertGreater(seconds, 0)
        self.assertEqual(sum(self.skeleton.skeletons_exist(root_ids=root_ids).values()), 0)
        with self.worker():
            deadline = time.monotonic() + 60
            while not all(self.skeleton.skeletons_exist(root_ids=root_ids).values()):
                self.assertLess(time.monotonic(), deadline, self.service.run("queue", "status"))
                time.sleep(0.1)
        fetched = self.skeleton.fetch_skeletons(root_ids)
        self.assertEqual(set(fetched), set(map(str, root_ids)))
        for root_id in root_ids:
            self.assertEqual(fetched[str(root_id)]["meta"]["root_id"], root_id)
        self.check("generate_bulk_skeletons_async_all_cached", lambda: self.generate(CACHED[:1]))
        self.assertEqual(self.generate(root_ids), 0.0)

    def generate(self, root_ids):
        return self.skeleton.generate_bulk_skeletons_async(root_ids)

    def test_a_connection_goes_on_or_says_that_it_ends(self):
        line = http.client.HTTPConnection(self.base.removeprefix("http://"), timeout=60)
        headers = {"Authorization": f"Bearer {TOKEN}"}
        for path in (f"async/get_skeleton/4/{MISSING[4]}/swc", f"async/get_skeleton/4/{REFUSED}/swc", "exists/4/5"):
            with self.worker():
                # http.client opens a new connection only when the answer before said that the old one ends.
                line.request("GET", f"/skeletoncache/api/v1/{DATASTACK}/precomputed/skeleton/exists/4/5", headers=headers)
                line.getresponse().read()
                line.request("GET", f"/skeletoncache/api/v1/{DATASTACK}/{path}", headers=headers)
                line.getresponse().read()
        line.close()

    def test_a_wrong_token_is_an_error(self):
        stranger = CAVEclient(DATASTACK, server_address=self.base, auth_token="ff" * 16, write_server_cache=False)
        with self.assertRaisesRegex(Exception, "401 Client Error.*invalid_token"):
            stranger.skeleton.skeletons_exist(root_ids=CACHED)

    def test_an_unknown_datastack_is_an_error(self):
        with self.assertRaisesRegex(Exception, "404 Client Error"):
            CAVEclient("nothing_here", server_address=self.base, auth_token=TOKEN, write_server_cache=False)

    @contextlib.contextmanager
    def worker(self):
        """A process that makes what waits, as long as it is wanted."""
        process = subprocess.Popen(
            [KARST, "worker", "--data", self.service.data, "--threads", "2"], stderr=subprocess.DEVNULL
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=60)


if __name__ == "__main__":
    KARST, RECORDINGS, GRAPH = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    unittest.main(argv=sys.argv[:1], verbosity=2)
