"""The same calls as driver.lua, into Python, through lupa."""
import sys

from lupa.lua54 import LuaRuntime


class Point:
    """An object with a method and an attribute."""

    value = 7

    def get(self):
        """The number."""
        return self.value


def fail():
    """Raises."""
    raise ValueError("refused")


def main():
    """Prints "name<tab>nanoseconds" for each case."""
    lua = LuaRuntime()
    time = lua.execute(open(sys.argv[1], encoding="utf-8").read())
    measure = lua.eval("""
    function(time, host, point)
      local N = 200000
      local nothing, add, echo, fail = host.nothing, host.add, host.echo, host.fail
      time("nothing", N, function(n) for _ = 1, n do nothing() end end)
      time("add", N, function(n) for i = 1, n do add(i, 1) end end)
      time("method", N, function(n) for _ = 1, n do point.get() end end)
      time("property", N, function(n) for _ = 1, n do local _ = point.value end end)
      time("short string", N, function(n) for _ = 1, n do echo("abc") end end)
      time("new object", N // 10, function(n) for _ = 1, n do host.point() end end)
      time("error", N // 10, function(n) for _ = 1, n do pcall(fail) end end)
      local numbers = {}
      for i = 1, 10000 do numbers[i] = i + 0.5 end
      time("list in 10000", 100, function(n) for _ = 1, n do host.sum(numbers) end end)
      time("list out 10000", 100, function(n) for _ = 1, n do host.range(10000) end end)
    end
    """)
    host = lua.table_from({
        "nothing": lambda: None,
        "add": lambda a, b: a + b,
        "echo": lambda text: text,
        "fail": fail,
        "point": Point,
        "sum": lambda numbers: sum(numbers.values()),
        "range": lambda n: lua.table_from([i + 0.5 for i in range(n)]),
    })
    measure(time, host, Point())


main()
