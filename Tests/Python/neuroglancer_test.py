"""Neuroglancer, in a browser without a window, fetches a skeleton from `karst serve` and draws it.

    python neuroglancer_test.py KARST GRAPH BROWSER
"""

import io
import os
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import neuroglancer
import numpy as np
from PIL import Image

from served import DATASTACK, Service

ROOT_ID = 864691135000000031
SIZE = 400


class NeuroglancerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = cls.enterClassContext(Service(KARST))
        cls.service.import_graph(GRAPH, [ROOT_ID])
        cls.base = cls.service.serve("--workers", "1")
        cls.source = f"{cls.base}/skeletoncache/api/v1/{DATASTACK}/precomputed/skeleton"
        neuroglancer.set_server_bind_address("127.0.0.1")
        cls.viewer = neuroglancer.Viewer()
        cls.profile = cls.enterClassContext(tempfile.TemporaryDirectory())
        command = [
            BROWSER, "--headless", "--no-sandbox", "--disable-dev-shm-usage", "--use-angle=swiftshader",
            "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", f"--user-data-dir={cls.profile}",
            f"--window-size={SIZE},{SIZE}", "--remote-debugging-port=0", cls.viewer.get_viewer_url(),
        ]
        with open(cls.service.folder / "browser.log", "w") as log:
            cls.browser = subprocess.Popen(command, stdout=log, stderr=log)

    @classmethod
    def tearDownClass(cls):
        cls.browser.terminate()
        cls.browser.wait(timeout=60)
        neuroglancer.stop()

    @classmethod
    def points(cls):
        """The skeleton's vertices in nm."""
        with urllib.request.urlopen(f"{cls.source}/4/{ROOT_ID}/swc") as answer:
            return np.loadtxt(io.BytesIO(answer.read()))[:, 2:5] * 1000

    def fetches(self):
        """How many skeletons the service has answered so far."""
        with urllib.request.urlopen(f"{self.base}/metrics") as answer:
            lines = answer.read().decode().splitlines()
        counts = [line for line in lines if line.startswith('karst_requests_total{route="get_skeleton"')]
        return sum(float(line.split()[-1]) for line in counts)

    def picture(self, segments):
        """What the viewer shows, once it has loaded all that it wants."""
        points = self.points()
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        with self.viewer.txn() as state:
            state.dimensions = neuroglancer.CoordinateSpace(names=["x", "y", "z"], units="nm", scales=[1, 1, 1])
            state.layers["neuron"] = neuroglancer.SegmentationLayer(
                source=f"precomputed://{self.source}", segments=segments, skeleton_rendering={"lineWidth3d": 4}
            )
            state.layout = "3d"
            state.show_axis_lines = False
            state.show_slices = False
            state.position = middle
            state.projection_scale = float(np.ptp(points, axis=0).max()) * 1.4
            state.projection_background_color = "#000000"
        shot = self.viewer.screenshot(size=[SIZE, SIZE]).screenshot
        return np.asarray(Image.open(io.BytesIO(shot.image)).convert("RGB")).astype(int)

    def drawn(self, picture):
        """The pixels in a colour: what is not drawn is black, and what belongs to the viewer is grey."""
        return np.ptp(picture, axis=2) > 40

    def test_a_skeleton_is_fetched_and_drawn(self):
        empty = self.drawn(self.picture([]))
        before = self.fetches()
        deadline = time.monotonic() + 60
        while True:
            shown = self.drawn(self.picture([ROOT_ID]))
            if self.fetches() > before and shown.sum() > empty.sum() or time.monotonic() > deadline:
                break
            time.sleep(0.5)
        if "KARST_TEST_PICTURE" in os.environ:
            Image.fromarray(self.picture([ROOT_ID]).astype("uint8")).save(os.environ["KARST_TEST_PICTURE"])
        self.assertGreater(self.fetches(), before, "the browser fetched no skeleton")
        self.assertLess(empty.sum(), 50, "something else is drawn")
        self.assertGreater(shown.sum(), 200, "no skeleton is drawn")
        # It reaches far across the picture in at least one direction, as the neuron does.
        rows, columns = np.nonzero(shown)
        self.assertGreater(max(np.ptp(rows), np.ptp(columns)), SIZE // 3)


if __name__ == "__main__":
    KARST, GRAPH, BROWSER = sys.argv[1:]
    unittest.main(argv=sys.argv[:1], verbosity=2)
