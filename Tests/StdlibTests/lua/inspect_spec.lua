-- luacheck: globals print
local test = require "karst.test"
local inspect = require "karst.inspect"
local describe, it, expect = test.describe, test.it, test.expect

-- The clock stands still unless a case moves it: no result depends on how busy the machine is.
local function show(value, options)
  local settings = { now = function() return 0 end }
  for name, option in pairs(options or {}) do settings[name] = option end
  return inspect.format(value, settings)
end

describe("inspect.format of single values", function()
  it("keeps integers exact and floats readable as floats", function()
    expect(show(864691135463333789)):to_equal("864691135463333789")
    expect(show(1.0)):to_equal("1.0")
    expect(show(0.1)):to_equal("0.1")
    expect(show(2.0 ^ 53)):to_equal("9007199254740992.0")
    expect(show(1e300)):to_equal("1e+300")
    expect(show(0 / 0)):to_equal("nan")
    expect(show(-math.huge)):to_equal("-inf")
  end)

  it("escapes what is no readable text", function()
    expect(show("a\n\0é\xFF\"")):to_equal([["a\n\x00é\xFF\""]])
    expect(show("")):to_equal('""')
  end)

  it("cuts long strings, never inside a character, and says how long they are", function()
    expect(show(("x"):rep(300))):to_equal('"' .. ("x"):rep(200) .. '"… (300 bytes)')
    expect(show("aé", { string_length = 2 })):to_equal('"a"… (3 bytes)')
  end)

  it("shows nil, booleans and functions", function()
    expect(show(nil)):to_equal("nil")
    expect(show(true)):to_equal("true")
    expect(show(print)):to_match("^function: ")
  end)
end)

describe("inspect.format of tables", function()
  it("shows the list, then sorted keys", function()
    expect(show { 1, "two", b = 1, a = 2, [10] = 3, ["end"] = 4, [true] = 5 })
      :to_equal('{ 1, "two", [10] = 3, a = 2, b = 1, ["end"] = 4, [true] = 5 }')
    expect(show {}):to_equal("{}")
  end)

  it("marks cycles and repetitions", function()
    local loop = {}
    loop.self = loop
    expect(show(loop)):to_equal("<1> { self = <1> }")
    local twice = { 1 }
    expect(show { twice, twice }):to_equal("{ <2> { 1 }, <table 2> }")
  end)

  it("stops at depth and number of items", function()
    expect(show({ { { { {} } } } }, { depth = 2 })):to_equal("{ { {…} } }")
    local many = {}
    for i = 1, 100 do many[i] = i end
    expect(show(many)):to_contain("… 60 more")
    local keyed = {}
    for i = 1, 100 do keyed["k" .. i] = i end
    expect(show(keyed)):to_contain("… 60 more")
  end)

  it("puts long lists into columns", function()
    local list = {}
    for i = 1, 40 do list[i] = i end
    local text = show(list, { width = 40 })
    local _, lines = text:gsub("\n", "")
    expect(lines < 10):to_equal(true)
    for line in text:gmatch("[^\n]+") do expect(#line <= 40):to_equal(true) end
  end)

  it("respects __tostring, __pairs and __name", function()
    expect(show(setmetatable({}, { __tostring = function() return "me" end }))):to_equal("me")
    expect(show(setmetatable({ x = 1 }, { __name = "Point" }))):to_equal("Point { x = 1 }")
    local proxy = setmetatable({}, { __pairs = function() return next, { y = 2 } end })
    expect(show(proxy)):to_equal("{ y = 2 }")
  end)

  it("survives metamethods that raise", function()
    local function raise() error("no", 0) end
    expect(show(setmetatable({}, { __tostring = raise }))):to_contain("tostring fails: no")
    expect(show(setmetatable({}, { __pairs = raise }))):to_contain("__pairs fails: no")
    expect(show(setmetatable({ 1 }, { __index = raise, __len = raise }))):to_equal("{ 1 }")
  end)

  it("ends in time and within its length, whatever it is given", function()
    local time = 0
    local function now()
      time = time + 0.001
      return time
    end
    local huge = {}
    for i = 1, 1000 do huge[i] = { i, { i }, ("x"):rep(1000) } end
    expect(#show(huge, { now = now, items = 1000000 }) < 25000):to_equal(true)
    expect(#show(huge, { length = 500 }) < 2000):to_equal(true)
  end)
end)

describe("inspect.format of records", function()
  it("shows a list of equal records as a table", function()
    expect(show { { id = 5, word = "cached" }, { id = 1000, word = "x" } })
      :to_equal("  id  word\n   5  cached\n1000  x")
  end)

  it("shows other lists as lists", function()
    expect(show { { a = 1 }, { b = 1 } }):to_equal("{ { a = 1 }, { b = 1 } }")
  end)
end)

describe("colour", function()
  it("is there when asked for, and not otherwise", function()
    expect(show({ 1, a = "x" }, { colour = true })):to_contain("\27[33m1\27[0m")
    expect(show({ 1, a = "x" }):find("\27")):to_equal(nil)
  end)
end)

describe("inspect.print", function()
  it("gives its argument back", function()
    local real, printed = print, nil
    _G.print = function(text) printed = text end
    local value = { 1 }
    local same = inspect.print(value, { now = function() return 0 end })
    _G.print = real
    expect(same):to_be(value)
    expect(printed):to_equal("{ 1 }")
  end)
end)
