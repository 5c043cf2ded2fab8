local about = require "karst.about"
local test = require "karst.test"
local describe, it, expect = test.describe, test.it, test.expect
local TEST_FOLDER = _G.TEST_FOLDER

describe("about.describe", function()
  it("names types in a few words", function()
    expect(about.describe(1)):to_equal("integer")
    expect(about.describe(1.0)):to_equal("float")
    expect(about.describe("ab\0")):to_equal("string of 3 bytes")
    expect(about.describe({ 1, x = 2 })):to_equal("table with 1 list item and 1 field")
    expect(about.describe({ 1, 2 })):to_equal("table with 2 list items and 0 fields")
    expect(about.describe(setmetatable({}, { __name = "Own" }))):to_match("^Own, a table with ")
    expect(about.describe(print)):to_equal("function(...), built in")
    expect(about.describe(karst.swc.parse("1 1 0 0 0 1 -1\n"))):to_equal("Skeleton")
    expect(about.describe(nil)):to_equal("nil")
  end)
end)

describe("about.methods", function()
  it("follows tables behind __index, and runs nothing", function()
    local base = { a = function() end, n = 1 }
    local value = setmetatable({ b = print, a = function(x) return x end }, { __index = base })
    local list = about.methods(value)
    expect(#list):to_equal(2)
    expect(list[1]):to_equal { name = "a", signature = "(x)", summary = "" }
    expect(list[2]):to_equal { name = "b", signature = "(...)", summary = "" }
    expect(#about.methods(setmetatable({}, { __index = error, __pairs = error }))):to_equal(0)
  end)

  it("knows what objects publish", function()
    local found
    for _, method in ipairs(about.methods(karst.swc.parse("1 1 0 0 0 1 -1\n"))) do
      if method.name == "reroot" then found = method end
    end
    expect(found.signature):to_match("^%(")
    expect(found.summary):to_match("%.$")
  end)
end)

describe("about.source", function()
  local text = "-- Adds.\n-- Two numbers.\nfunction add(a, b)\n  return a + b\nend\n"

  it("finds a function in a text by its chunk's name, with the comment above it", function()
    local env = {}
    load(text, "=[3]", "t", env)()
    local source = about.source(env.add, { ["[3]"] = text })
    expect(table.concat(source.lines, "|", source.first, source.last))
      :to_equal("function add(a, b)|  return a + b|end")
    expect(source.place):to_equal("[3]:3")
    expect(about.comment(env.add, { ["[3]"] = text })):to_equal("Adds.\nTwo numbers.")
    expect(about.parameters(env.add)):to_equal("a, b")
    expect(about.place(env.add)):to_equal("defined at [3]:3")
    expect(function() about.source(env.add) end):to_raise("the entry is no longer kept")
  end)

  it("finds a function in its file", function()
    local path, env = TEST_FOLDER .. "/add.lua", {}
    karst.fs.write(path, text)
    loadfile(path, "t", env)()
    expect(about.source(env.add).first):to_equal(3)
    karst.fs.remove(path)
    expect(function() about.source(env.add) end):to_raise("cannot read ")
    expect(about.comment(env.add)):to_equal("")
  end)

  it("says why there is none", function()
    expect(function() about.source(print) end):to_raise("this function is not written in Lua")
    expect(function() about.source({}) end):to_raise("only functions have a source; this is: table")
    expect(function() about.source(about.source) end):to_raise("is part of karst")
  end)
end)
