local explain = require "karst.explain"
local test = require "karst.test"
local describe, it, expect = test.describe, test.it, test.expect
local TEST_FOLDER = _G.TEST_FOLDER

-- What an entry raises, and what is said under it.
local function explained(source, scope)
  local environment = setmetatable(scope or {}, { __index = _G })
  local chunk = load(source, "=[1]", "t", environment)
  local _, problem = pcall(chunk)
  local message = type(problem) == "string" and problem or problem.message
  setmetatable(environment, nil)
  local scopes = { environment, _G, karst }
  return explain.lines(message, { sources = { ["[1]"] = source }, scopes = scopes })
end

describe("explain.lines", function()
  local sk = karst.swc.parse("1 1 0 0 0 1 -1\n")

  it("shows the line and marks the name", function()
    expect(explained("x = 1\nprnt(x)")):to_equal {
      "  2 | prnt(x)", "    | ^^^^ did you mean 'print'?",
    }
    expect(explained("return strin.rep")):to_equal {
      "  1 | return strin.rep", "    |        ^^^^^ did you mean 'string'?",
    }
  end)

  it("knows what an object has", function()
    expect(explained("return sk:cabel_length()", { sk = sk })):to_equal {
      "  1 | return sk:cabel_length()", "    |           ^^^^^^^^^^^^ did you mean 'cable_length'?",
    }
    expect(explained("return t.nmae.x", { t = { name = {} } })):to_equal {
      "  1 | return t.nmae.x", "    |          ^^^^ did you mean 'name'?",
    }
    expect(explained("return karst.swc.reed('x')")):to_equal {
      "  1 | return karst.swc.reed('x')", "    |                  ^^^^ did you mean 'read'?",
    }
  end)

  it("says so where a field is called", function()
    expect(explained("return sk:unit()", { sk = sk })[2])
      :to_equal("    |           ^^^^ 'unit' is a field: write .unit")
  end)

  it("guesses where the value is a local", function()
    expect(explained("local s = sk\ns:cabel_length()", { sk = sk })):to_equal {
      "  2 | s:cabel_length()", "    |   ^^^^^^^^^^^^ did you mean 'cable_length'?",
    }
  end)

  it("reads files", function()
    local path = TEST_FOLDER .. "/script.lua"
    karst.fs.write(path, "local a = 1\n\tprnt(a)\n")
    local _, message = pcall(loadfile(path))
    -- The folder's name may be so long that Lua shortens it.
    expect(explain.lines(message, { paths = { path } }))
      :to_equal { "  2 |  prnt(a)", "    |  ^^^^ did you mean 'print'?" }
    expect(explain.lines(path .. ":77: x")):to_equal {}
  end)

  it("has nothing to say of what it does not know", function()
    expect(explain.lines("no place at all")):to_equal {}
    expect(explain.lines("[7]:1: something")):to_equal {}
    expect(explain.lines("")):to_equal {}
    expect(explain.lines("\0:1: x\xFF")):to_equal {}
  end)

  it("shows other errors' lines as they are", function()
    expect(explained("error('own')")):to_equal { "  1 | error('own')" }
  end)
end)
