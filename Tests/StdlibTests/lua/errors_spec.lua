local test = require "karst.test"
local errors = require "karst.errors"
local describe, it, expect = test.describe, test.it, test.expect

describe("errors.raise", function()
  it("carries code, message, details and the caller's position", function()
    local function strict(value)
      if value ~= 1 then errors.raise("odd", "not one", { value = value }) end
    end
    local problem = expect(function() strict(2) end):to_raise { code = "odd", value = 2 }
    expect(tostring(problem)):to_equal("not one")
    expect(problem.where):to_match("errors_spec.lua:%d+$")
  end)
end)

describe("errors.message and errors.code", function()
  it("find something to say in any value", function()
    expect(errors.message("text")):to_equal("text")
    expect(errors.message(nil)):to_equal("nil")
    expect(errors.message(errors.new("c", "m"))):to_equal("m")
    local broken = setmetatable({}, { __tostring = function() error("no") end })
    expect(errors.message(broken)):to_contain("cannot be described")
    expect(errors.code(errors.new("c", "m"))):to_equal("c")
    expect(errors.code("text")):to_equal(nil)
    expect(errors.code({ code = 5 })):to_equal(nil)
  end)
end)

describe("errors.options", function()
  it("fills defaults in and refuses what is unknown", function()
    local known = { size = 3, name = false }
    expect(errors.options(nil, known, "f")):to_equal { size = 3 }
    expect(errors.options({ name = "x" }, known, "f")):to_equal { size = 3, name = "x" }
    expect(function() errors.options({ nam = 1 }, known, "f") end)
      :to_raise { code = "bad_argument", message = "f: unknown option 'nam' (known: name, size)" }
    expect(function() errors.options(5, known, "f") end):to_raise { code = "bad_argument" }
  end)

  it("lets false stand as a value", function()
    expect(errors.options({ generate = false }, { generate = true }, "f").generate):to_equal(false)
  end)
end)

describe("errors.bad_argument", function()
  it("reads as Lua's own", function()
    expect(function() errors.bad_argument(1, "ids", "table expected, got nil") end)
      :to_raise { code = "bad_argument", message = "bad argument #1 'ids' (table expected" }
  end)
end)

describe("errors.check", function()
  local function strict(value, expected)
    return function() errors.check(2, "thing", value, expected) end
  end

  it("lets the right types through", function()
    strict("x", "string")()
    strict(5, "integer")()
    strict(5, "number")()
    strict(5.5, "number")()
    strict(nil, "string?")()
  end)

  it("names the argument, what was expected and what came", function()
    expect(strict(5, "string")):to_raise "bad argument #2 'thing' (string expected, got number)"
    expect(strict(nil, "table")):to_raise "(table expected, got no value)"
    expect(strict(5.5, "integer")):to_raise "(integer expected, got 5.5)"
  end)
end)

describe("each function of the library", function()
  -- Called with nothing and with a wrong type, it names its first argument.
  local functions = {
    ["poll.wait"] = "check", ["poll.skeletons"] = "client", ["poll.count"] = "statuses",
    ["retry.call"] = "action", ["ids.from_text"] = "text", ["ids.from_arguments"] = "arguments",
    ["ids.from_stream"] = "stream", ["ids.unique"] = "list", ["csv.format_row"] = "values",
    ["csv.format"] = "columns", ["csv.parse"] = "text", ["csv.parse_records"] = "text",
    ["report.columns"] = "rows", ["report.csv"] = "rows", ["report.text"] = "rows",
    ["report.write"] = "path", ["progress.open"] = "label",
    ["progress.format_duration"] = "seconds", ["complete.candidates"] = "line",
    ["task.map"] = "list", ["task.timeout"] = "seconds", ["task.every"] = "seconds",
    ["task.sleep"] = "seconds",
  }
  for path, name in pairs(functions) do
    it(path .. " refuses nothing and wrong types", function()
      local module, field = path:match("(%w+)%.([%w_]+)")
      local call = karst[module][field]
      local wanted = { code = "bad_argument", message = ("bad argument #1 '%s'"):format(name) }
      expect(function() call() end):to_raise(wanted)
      expect(function() call(true, true) end):to_raise(wanted)
      local problem = expect(function() call(true) end):to_raise()
      expect(problem.where):to_match("errors_spec.lua:%d+$")
    end)
  end
end)
