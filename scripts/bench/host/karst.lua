-- What calls on the objects of karst itself cost.
local time = dofile(os.getenv("BENCH_TIMING"))
local skeleton = karst.swc.parse("1 1 0 0 0 1 -1\n2 2 1000 0 0 1 1\n3 2 2000 0 0 1 2\n")
local now = karst.task.now
local N = 1000000

time("c function", N, function(n) local max = math.max for i = 1, n do max(i, 1) end end)
time("karst.task.now()", N, function(n) for _ = 1, n do now() end end)
time("#skeleton", N, function(n) for _ = 1, n do local _ = #skeleton end end)
time("skeleton.root", N, function(n) for _ = 1, n do local _ = skeleton.root end end)
local x, mask = skeleton.x, skeleton.x:gt(0)
time("skeleton.x", N, function(n) for _ = 1, n do local _ = skeleton.x end end)
time("x[2]", N, function(n) for _ = 1, n do local _ = x[2] end end)
time("x[mask]", N // 10, function(n) for _ = 1, n do local _ = x[mask] end end)
time("skeleton:vertex(2)", N, function(n) for _ = 1, n do skeleton:vertex(2) end end)
