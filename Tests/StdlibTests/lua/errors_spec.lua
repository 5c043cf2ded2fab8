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
