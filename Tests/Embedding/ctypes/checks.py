"""Everything of karst.py, used rightly and wrongly: `python3 checks.py LIBRARY FOLDER`."""

import pathlib
import sys
import threading

import karst

ROOT_ID = 864691135463333789
SWC = "1 1 0 0 0 2 -1\n2 3 3 4 0 1 1\n3 3 3 4 12 1 2\n4 2 0 0 -5 1 1\n"


def failure(action):
    try:
        action()
    except karst.KarstError as error:
        return error
    raise AssertionError("no error")


def check_values(engine):
    values = [ROOT_ID, 0.1, True, None, "text", b"\x00\xff", [1, [2]], {"name": "cell", "id": ROOT_ID}]
    assert engine.run("return ...", *values) == values
    assert engine.run("return { [864691135463333789] = 'cell' }, {}") == [{ROOT_ID: "cell"}, []]
    assert isinstance(engine.run("return 1")[0], int) and isinstance(engine.run("return 1.0")[0], float)
    try:
        engine.run("return ...", 2**63)
        raise AssertionError("no error")
    except OverflowError:
        pass


def check_errors(engine):
    error = failure(lambda: engine.run("return karst.swc.read('/no/such.swc')"))
    assert error.code == "not_found" and error.where == "python:1"
    assert str(error) == "/no/such.swc: no such file or directory"
    assert failure(lambda: engine.run("x = = 1")).code == "syntax"
    assert failure(lambda: engine.call("nothing")).code == "not_found"


def check_skeletons(engine, folder):
    skeleton = engine.call("karst.swc.parse", SWC)[0]
    assert list(skeleton.x) == [0, 3, 3, 0] and list(skeleton.z) == [0, 0, 12, -5]
    assert list(skeleton.parents) == [-1, 0, 1, 0] and list(skeleton.types) == [1, 3, 3, 2]
    assert list(skeleton.ids) == [1, 2, 3, 4] and list(skeleton.radii) == [2, 1, 1, 1]
    assert skeleton.edges == [(1, 0), (2, 1), (3, 0)]
    assert skeleton.measure("cable_length") == 22 and skeleton.measure("tips") == 2
    assert {"cable_length", "strahler_max"} <= set(engine.library.measures())
    assert "known: nodes" in str(failure(lambda: skeleton.measure("size")))
    skeleton.write(folder / "python.swc")
    again = engine.call("karst.swc.read", str(folder / "python.swc"))[0]
    assert engine.run("local a, b = ... return a == b", skeleton, again) == [True]
    x = engine.call("karst.swc.parse", SWC)[0].x  # the handle is gone, the column holds on to it
    assert list(x) == [0, 3, 3, 0]


def check_callbacks(engine):
    output, steps = [], []
    engine.on_output(lambda stream, content: output.append((stream, content)))
    engine.on_progress(lambda *step: steps.append(step))
    engine.run("print('hello') io.stderr:write('there')"
               "local bar <close> = karst.progress.open('counting', 2) bar:add(1) bar:add(1)")
    assert output == [(1, b"hello\n"), (2, b"there")], output
    assert steps[:2] == [("counting", 1, 2), ("counting", 2, 2)], steps


def check_cancel(engine):
    timer = threading.Timer(0.05, engine.cancel)
    timer.start()
    assert failure(lambda: engine.run("while true do pcall(karst.task.sleep, 1000) end")).status == 7
    timer.join()


def check_two_engines(path):
    """Each has a thread and globals of its own."""
    results = []

    def work(number):
        with karst.Engine(path) as engine:
            engine.run("own = ...", number)
            engine.run("for i = 1, 1e5 do own = own + 1 end")
            results.append(engine.run("return own")[0] - number)

    threads = [threading.Thread(target=work, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [100000, 100000], results


def main(path, folder):
    with karst.Engine(path) as engine:
        check_values(engine)
        check_errors(engine)
        check_skeletons(engine, pathlib.Path(folder))
        check_callbacks(engine)
        check_cancel(engine)
        thread = threading.Thread(target=lambda: statuses.append(failure(lambda: engine.run("")).status))
        statuses = []
        thread.start()
        thread.join()
        assert statuses == [3], statuses
    assert failure(lambda: engine.run("return 1")).status == 1
    check_two_engines(path)
    print("all checks hold with", karst.Library(path).version())


main(*sys.argv[1:])
