-- luacheck: globals print
local test = require "karst.test"
local inspect = require "karst.inspect"
local describe, it, expect = test.describe, test.it, test.expect

-- The clock stands still unless a case moves it: no result depends on how busy the machine is.
local function show(value, options)
  local settings = { now = function() return 0 end, utf8 = true }
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
    expect(show { twice, twice }):to_equal("{ <1> { 1 }, <table 1> }")
    local other = { twice, loop }
    expect(show { a = other, b = other, c = twice })
      :to_equal("{ a = <2> { <3> { 1 }, <1> { self = <1> } }, b = <table 2>, c = <table 3> }")
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
    expect(show { { id = 5, word = "cached" }, { id = 1000, word = "x" } }):to_equal([[
┌──────┬────────┐
│   id │ word   │
├──────┼────────┤
│    5 │ cached │
│ 1000 │ x      │
└──────┴────────┘]])
  end)

  it("keeps ids exact and puts them first, and leaves cells empty that a record lacks", function()
    local text = show {
      { a = 1.0, b = true, root_id = 864691135463333789 },
      { a = 0.5, root_id = 1, b = false, c = "n\n" },
    }
    expect(text):to_match("│            root_id │   a │ b     │ c   │")
    expect(text):to_match("│ 864691135463333789 │ 1.0 │ true  │     │")
    expect(text):to_match("│                  1 │ 0.5 │ false │ n\\n │")
  end)

  it("is plain where the terminal is", function()
    expect(show({ { id = 5 }, { id = 6 } }, { utf8 = false }))
      :to_equal("+----+\n| id |\n+----+\n|  5 |\n|  6 |\n+----+")
  end)

  it("says how many rows there are", function()
    local list = {}
    for i = 1, 100 do list[i] = { id = i } end
    expect(show(list)):to_match("40 of 100 rows$")
    expect(show(list, { items = 3 })):to_match("│  3 │\n└────┘\n3 of 100 rows$")
  end)

  it("shows other lists as lists", function()
    expect(show { { a = 1 }, { b = 1 } }):to_equal("{ { a = 1 }, { b = 1 } }")
    expect(show { { a = {} }, { a = {} } }):to_equal("{ { a = {} }, { a = {} } }")
    expect(show { { a = 1 }, { a = 2 }, n = 2 }):to_equal("{ { a = 1 }, { a = 2 }, n = 2 }")
    expect(show { { a = 1 } }):to_equal("{ { a = 1 } }")
  end)
end)

describe("inspect.format of what the host gives", function()
  it("shows an array by its kind, its size and its first numbers", function()
    local array = karst.array.float64 { 1, 2.5, 3 }
    expect(show(array)):to_equal("Float64Array (3) { 1.0, 2.5, 3.0 }")
    local list = {}
    for i = 1, 100 do list[i] = i end
    expect(show(karst.array.int64(list), { array_items = 3 }))
      :to_equal("Int64Array (100) { 1, 2, 3, … 97 more }")
    expect(show { a = karst.array.float64 {} }):to_equal("{ a = Float64Array (0) }")
  end)

  it("draws a skeleton under what it says of itself", function()
    local skeleton = karst.swc.parse("1 1 0 0 0 1 -1\n2 3 40 0 0 1 1\n3 3 40 20 0 1 2\n")
    local lines = {}
    for line in show(skeleton):gmatch("[^\n]+") do lines[#lines + 1] = line end
    expect(lines[1]):to_equal(tostring(skeleton))
    expect(lines[2]):to_match("⠉")
    expect(lines[#lines - 1]):to_equal("1 soma, 2 dendrite")
    expect(lines[#lines]):to_equal("x 40 to the right, y 20 down, z 0 away")
    expect(show(skeleton, { utf8 = false }):find("[\x80-\xFF]")):to_equal(nil)
    expect(show(skeleton, { sketch = false })):to_equal(tostring(skeleton))
    expect(show { skeleton }):to_equal("{ " .. tostring(skeleton) .. " }")
  end)
end)

describe("inspect.format within the screen", function()
  it("breaks tables where the screen ends, names included", function()
    local value = { a_rather_long_name = { 1, 2, 3, 4, 5, 6, 7 }, b = { c = { 10, 11, 12, 13 } } }
    for _, width in ipairs { 30, 40, 60, 200 } do
      for line in show(value, { width = width }):gmatch("[^\n]+") do
        expect(utf8.len(line) <= width):to_equal(true)
      end
    end
  end)

  it("cannot be made to move the cursor", function()
    local object = setmetatable({}, { __tostring = function() return "\27[2Jx\a\xFF" end })
    expect(show(object)):to_equal("\\x1B[2Jx\\x07\\xFF")
    expect(show("\xC2\x9B31m")):to_equal('"\\u{9B}31m"')
    expect(show(setmetatable({ 1 }, { __name = "\27c" }))):to_equal("\\x1Bc { 1 }")
  end)
end)

describe("time", function()
  it("ends what walks a table that never ends", function()
    local time = 0
    local function now()
      time = time + 0.001
      return time
    end
    local endless = setmetatable({}, {
      __pairs = function()
        local i = 0
        return function()
          i = i + 1
          return i, i
        end
      end,
    })
    expect(show(endless, { now = now })):to_match("…\n?}$")
  end)
end)

describe("inspect.set", function()
  it("holds until it is taken back", function()
    inspect.set("items", 2)
    expect(inspect.settings().items):to_equal(2)
    local text = show { 1, 2, 3 }
    inspect.set("items")
    expect(text):to_equal("{ 1, 2, … 1 more }")
    expect(show { 1, 2, 3 }):to_equal("{ 1, 2, 3 }")
  end)

  it("refuses what is no setting", function()
    expect(function() inspect.set("itms", 2) end)
      :to_raise("there is no setting 'itms' (known: array_items, ")
    expect(function() inspect.set("items", "2") end):to_raise("number expected, got string")
    expect(function() inspect.set("items", 0) end):to_raise("a number above 0 expected, got 0")
    expect(function() inspect.set("now", 1) end):to_raise("there is no setting 'now'")
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
