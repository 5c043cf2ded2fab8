local test = require "karst.test"
local session = require "karst.session"
local describe, it, expect = test.describe, test.it, test.expect

--- A session with globals of its own, and a function that runs entries in it.
local function open()
  local globals = setmetatable({}, { __index = _G })
  local opened = session.open { globals = globals, commands = { help = "topic", set = "setting" } }
  local number, shown = 0, {}
  globals.print = function(...) shown[#shown + 1] = table.concat({ ... }, "\t") end
  local function run(text, names)
    number = number + 1
    opened:declare(names or {})
    opened:remember(number, text)
    local entry = assert(load(text, "=[" .. number .. "]", "t", opened.fields))
    return opened:run(entry, number, text:find("^return") ~= nil)
  end
  return opened, run, globals, shown
end

local function value_of(opened, name)
  return opened.fields[name]
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

  it("completes the prompt's commands and settings", function()
    local opened = open()
    local replaced, candidate = opened:complete(":he")
    expect(replaced):to_equal(2)
    expect(candidate):to_equal("help")
    expect(select(2, opened:complete(":set spi"))):to_equal("spinner")
    expect(select(2, opened:complete(":set array_i"))):to_equal("array_items")
  end)

  it("explains errors of its entries", function()
    local opened, run = open()
    run("my_long_name = 1\nlocal t = {}", { "my_long_name" })
    local call = "attempt to call a nil value (global 'my_lon_name')"
    local first, second = opened:explain("[1]:1: " .. call)
    expect(first):to_equal("  1 | my_long_name = 1")
    expect(second):to_equal("  did you mean 'my_long_name'?")
    opened:remember(2, "x = strin.y")
    first, second = opened:explain("[2]:1: attempt to index a nil value (global 'strin')")
    expect(first):to_equal("  1 | x = strin.y")
    expect(second):to_equal("    |     ^^^^^ did you mean 'string'?")
    expect(opened:explain("[2]:1: something else")):to_equal(nil)
  end)

  it("shows error values that say nothing themselves", function()
    local opened = open()
    expect(opened:error_text { code = "odd" }):to_equal('{ code = "odd" }')
    expect(opened:error_text("a text")):to_equal(nil)
    local spoken = setmetatable({}, { __tostring = function() return "own" end })
    expect(opened:error_text(spoken)):to_equal(nil)
    expect(opened:error_text { message = "own" }):to_equal(nil)
  end)
end)
