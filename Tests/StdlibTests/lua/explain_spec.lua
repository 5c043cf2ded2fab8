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

  it("finds the file of a module whose name Lua has shortened", function()
    local folder, path = TEST_FOLDER .. "/" .. ("long"):rep(20), package.path
    karst.fs.mkdir(folder)
    karst.fs.write(folder .. "/explained.lua", "return function(t)\n  return t.nmae.x\nend\n")
    package.path = folder .. "/?.lua"
    local _, message = pcall(require "explained", {})
    expect(message):to_match("^%.%.%.")
    expect(explain.lines(message)):to_equal { "  2 |   return t.nmae.x", "    |            ^^^^" }
    package.path, package.loaded.explained = path, nil
  end)

  it("has nothing to say of what it does not know", function()
    expect(explain.lines("no place at all")):to_equal {}
    expect(explain.lines("[7]:1: something")):to_equal {}
    expect(explain.lines("")):to_equal {}
    expect(explain.lines("\0:1: x\xFF")):to_equal {}
  end)

  it("shows other errors' lines as they are, unless they have just been seen", function()
    expect(explained("error('own')")):to_equal {}
    expect(explained("x = 1\nerror('own')")):to_equal { "  2 | error('own')" }
  end)

  --- What is said under a message of the first line of a text of two.
  local function under(message, line, width)
    local options = { sources = { ["[1]"] = line .. "\n" }, width = width }
    return explain.lines("[1]:1: " .. message, options)
  end

  it("marks what Lua names", function()
    for _, case in ipairs {
      { "attempt to index a nil value (global 'skel')", "  x = skel.y", "^^^^", 7 },
      { "attempt to call a nil value (method 'go')", "sk:go()", "^^", 4 },
      { "attempt to call a nil value (field 'rpe')", "print(s.rpe('rpe'))", "^^^", 9 },
      { "attempt to index a nil value (local 'x')", "x.y = 1", "^", 1 },
      { "attempt to index a nil value (upvalue 'x')", "t.x = x.y", "^", 7 },
      { "attempt to index a nil value (global 'x')", "y = 'x' .. x.z -- x", "^", 12 },
      { "attempt to index a nil value (field 'x')", "y = [[x]] .. t.x.z --[[x]]", "^", 16 },
      { "unexpected symbol near '}'", "a = }", "^", 5 },
      { "syntax error near 'b'", "abc b", "^", 5 },
      { "unexpected symbol near '\"x\"'", "  \"x\"", "^^^", 3 },
    } do
      local lines = under(case[1], case[2])
      expect(lines[1]):to_equal("  1 | " .. case[2])
      expect(lines[2]:match("^    | ( *%^+)")):to_equal((" "):rep(case[4] - 1) .. case[3])
    end
  end)

  it("marks nothing where it is not clear what", function()
    for _, message in ipairs {
      "(global 'x')", "syntax error near 'x'", "no name at all", "(field '?')",
      "unexpected symbol near <eof>", "(for iterator 'for iterator')", "(global '')",
      "attempt to do a thing (metamethod 'add')",
    } do
      expect(under(message, "x = x + add")[1]):to_equal("  1 | x = x + add")
      expect((under(message, "x = x + add")[2] or ""):find("^", 1, true)):to_equal(nil)
    end
  end)

  it("keeps to the width", function()
    local long = ("a + "):rep(30) .. "strin.x" .. (" + b"):rep(30)
    for width = 16, 60 do
      local lines = under("attempt to index a nil value (global 'strin')", long, width)
      local column = lines[2]:find("^", 1, true)
      for _, line in ipairs(lines) do
        local is_remark = line:find("did you mean", 1, true) ~= nil
        expect(is_remark or karst.text.width(line) <= width):to_equal(true)
      end
      -- "…" is one column of three bytes.
      expect(lines[1]:sub(column + 2, column + 6)):to_equal("strin")
    end
  end)

  it("marks behind letters of several bytes and what is escaped", function()
    expect(under("attempt to index a nil value (global 'x')", "y = 'ü神' .. x.z")[2])
      :to_equal("    |              ^")
    expect(under("attempt to index a nil value (global 'x')", "y = '\27' .. x.z")[2])
      :to_equal("    |               ^")
  end)
end)
