-- What calls cost, run by the driver.
local time = dofile(os.getenv("BENCH_TIMING"))
local host = bench.host
local N = 1000000

local function f(a, b) return a + b end
local max, rawequal, kind, file = math.max, rawequal, io.type, io.stdout
local object = setmetatable({}, { __index = { get = function() return 7 end } })
local point, cell = host.point(), host.cell()
local nothing, add, echo, two, fail = host.nothing, host.add, host.echo, host.two, host.fail
local long = ("0123456789"):rep(20)

time("loop", N, function(n) for _ = 1, n do end end)
time("lua function", N, function(n) for i = 1, n do f(i, 1) end end)
time("lua method", N, function(n) for _ = 1, n do object:get() end end)
time("c function", N, function(n) for i = 1, n do max(i, 1) end end)
time("c rawequal", N, function(n) for i = 1, n do rawequal(i, 1) end end)
time("c function of an object", N, function(n) for _ = 1, n do kind(file) end end)
time("nothing", N, function(n) for _ = 1, n do nothing() end end)
time("add", N, function(n) for i = 1, n do add(i, 1) end end)
time("method", N, function(n) for _ = 1, n do point:get() end end)
time("method beside properties", N, function(n) for _ = 1, n do cell:get() end end)
time("property", N, function(n) for _ = 1, n do local _ = cell.value end end)
time("element", N, function(n) for i = 1, n do local _ = cell[i] end end)
time("length", N, function(n) for _ = 1, n do local _ = #cell end end)
time("two results", N, function(n) for _ = 1, n do two() end end)
time("short string", N, function(n) for _ = 1, n do echo("abc") end end)
time("long string", N, function(n) for _ = 1, n do echo(long) end end)
time("new object", N // 10, function(n) for _ = 1, n do host.point() end end)
time("lua error", N // 10, function(n) for _ = 1, n do pcall(error, "refused") end end)
time("error", N // 10, function(n) for _ = 1, n do pcall(fail) end end)

-- Growth: the same for ten times as much.
for _, size in ipairs { 10000, 100000 } do
  local numbers = host.range(size)
  local times = 1000000 // size
  time("list in " .. size, times, function(n) for _ = 1, n do host.sum(numbers) end end)
  time("list out " .. size, times, function(n) for _ = 1, n do host.range(size) end end)
  time("objects " .. size, 1, function()
    local kept = {}
    for i = 1, size do kept[i] = host.point() end
  end)
end
