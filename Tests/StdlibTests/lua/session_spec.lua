local test = require "karst.test"
local session = require "karst.session"
local describe, it, expect = test.describe, test.it, test.expect

--- A session with globals of its own, and a function that runs entries in it.
local function open()
  local globals = setmetatable({}, { __index = _G })
  local opened = session.open(globals)
  local number, shown = 0, {}
  globals.print = function(...) shown[#shown + 1] = table.concat({ ... }, "\t") end
  local function run(text, names)
    number = number + 1
    local entry = assert(load(text, "=[" .. number .. "]"))
    opened:prepare(entry, names or {})
    opened:remember(number, text)
    return opened:run(entry, number, text:find("^return") ~= nil)
  end
  return opened, run, globals, shown
end

local function value_of(opened, name)
  return opened.env.fields[name]
end

describe("a session", function()
  it("keeps declared locals apart from the globals", function()
    local opened, run, globals = open()
    run("x = 1", { "x" })
    run("y = x + 1")
    expect(rawget(globals, "x")):to_equal(nil)
    expect(rawget(globals, "y")):to_equal(2)
    expect(value_of(opened, "x")):to_equal(1)
  end)

  it("lets a local without a value hide a global", function()
    local opened, run = open()
    run("y = 5")
    run("y = nil", { "y" })
    run("z = y == nil")
    expect(value_of(opened, "z")):to_equal(true)
  end)

  it("keeps the last hundred results, and big ones only for a while", function()
    local opened, run = open()
    for index = 1, 105 do run("return " .. index) end
    local out = value_of(opened, "_out")
    local count = 0
    for _ in pairs(out) do count = count + 1 end
    expect(count):to_equal(100)
    expect(out[5]):to_equal(nil)
    expect(out[6]):to_equal(6)
    for _ = 1, 11 do run("return {}") end
    collectgarbage()
    expect(out[106]):to_equal(nil)
    expect(type(out[116])):to_equal("table")
  end)

  it("refuses changes of the results", function()
    local opened = open()
    local done, problem = pcall(function() value_of(opened, "_out")[1] = 2 end)
    expect(done):to_equal(false)
    expect(problem):to_match("_out is made by the prompt and cannot be changed$")
  end)

  it("completes its locals", function()
    local opened, run = open()
    run("my_long_name = 1", { "my_long_name" })
    local replaced, candidate = opened:complete("print(my_lo")
    expect(replaced):to_equal(5)
    expect(candidate):to_equal("my_long_name")
  end)
end)

describe("session.describe", function()
  it("names types in a few words", function()
    expect(session.describe(1)):to_equal("integer")
    expect(session.describe(1.0)):to_equal("float")
    expect(session.describe("ab\0")):to_equal("string of 3 bytes")
    expect(session.describe({ 1, x = 2 })):to_equal("table with 1 list items and 1 fields")
    expect(session.describe(print)):to_equal("function(...), built in")
    expect(session.describe(nil)):to_equal("nil")
  end)
end)

describe("session.methods", function()
  it("follows tables behind __index, and runs nothing", function()
    local base = { a = function() end, n = 1 }
    local value = setmetatable({ b = print }, { __index = base })
    local names = {}
    for _, method in ipairs(session.methods(value)) do names[#names + 1] = method.name end
    expect(names):to_equal { "a", "b" }
    expect(#session.methods(setmetatable({}, { __index = error, __pairs = error }))):to_equal(0)
  end)
end)

describe("session.time", function()
  --- A clock by which each call of `step` takes so many seconds.
  local function clock(seconds)
    local time, calls = 0, 0
    return function() return time end, function()
      time, calls = time + seconds, calls + 1
    end, function() return calls end
  end

  it("calls what is slow once", function()
    local now, step, calls = clock(0.75)
    expect(session.time(step, now)):to_equal("750 ms, ran once")
    expect(calls()):to_equal(1)
  end)

  it("repeats what is quick, and gives its mean", function()
    local now, step, calls = clock(2 ^ -10)
    expect(session.time(step, now)):to_match("^977 µs ± 0 ns, best 977 µs %(7 rounds of %d+%)$")
    expect(calls() > 700):to_equal(true)
  end)

  it("writes seconds in the unit that reads best", function()
    expect(session.format_seconds(12.5)):to_equal("12.5 s")
    expect(session.format_seconds(0.0125)):to_equal("12.5 ms")
    expect(session.format_seconds(1.25e-5)):to_equal("12.5 µs")
    expect(session.format_seconds(0)):to_equal("0 ns")
  end)
end)
