local test = require "karst.test"
local complete = require "karst.complete"
local describe, it, expect = test.describe, test.it, test.expect

local function texts(line, scopes)
  local found, first = complete.candidates(line, scopes)
  local list = {}
  for _, candidate in ipairs(found) do list[#list + 1] = candidate.text end
  return table.concat(list, " "), first
end

describe("complete.candidates", function()
  it("offers globals and keywords for the beginning of a name", function()
    expect(texts("for")):to_equal("for")
    expect(texts("x = tos")):to_equal("tostring")
    expect((select(2, texts("x = tos")))):to_equal(5)
  end)

  it("follows fields", function()
    expect(texts("string.re")):to_equal("rep reverse")
    expect(texts("print(string.re")):to_equal("rep reverse")
    local scope = { a = { b = { deep = 1, depth = 2 } } }
    expect(texts("a.b.de", { scope })):to_equal("deep depth")
    expect(texts("a[\"b\"].de", { scope })):to_equal("deep depth")
    expect(texts("t[1].n", { { t = { { name = 1 } } } })):to_equal("name")
  end)

  it("offers only what can be called after a colon", function()
    local object = { run = print, name = "x" }
    expect(texts("o:", { { o = object } })):to_equal("run")
    expect(texts("o.", { { o = object } })):to_equal("name run")
    expect(texts("s:rev", { { s = "text" } })):to_equal("reverse")
    expect(texts("f:se", { { f = io.stdout } })):to_equal("seek setvbuf")
  end)

  it("prefers the nearer scope", function()
    expect(texts("v.", { { v = { near = 1 } }, { v = { far = 1 } } })):to_equal("near")
  end)

  it("hides private names until an underscore is typed", function()
    local scope = { t = { _hidden = 1, shown = 2 } }
    expect(texts("t.", { scope })):to_equal("shown")
    expect(texts("t._", { scope })):to_equal("_hidden")
  end)

  it("never calls anything", function()
    local touched = false
    local function touch() touched = true end
    local trap = setmetatable({}, { __index = touch, __pairs = touch, __len = touch })
    expect(texts("trap.", { { trap = trap } })):to_equal("")
    expect(texts("trap.x.", { { trap = trap } })):to_equal("")
    expect(texts("f().", { { f = touch } })):to_equal("")
    expect(touched):to_equal(false)
  end)

  it("follows __index tables, also in a circle", function()
    local base = { inherited = print }
    local object = setmetatable({ own = 1 }, { __index = base })
    expect(texts("o.", { { o = object } })):to_equal("inherited own")
    local circle = {}
    setmetatable(circle, { __index = circle })
    expect(texts("c.x", { { c = circle } })):to_equal("")
  end)

  it("uses what objects publish about themselves", function()
    local list = { { name = "measure", kind = "method" }, { name = "unit", kind = "property" } }
    local object = setmetatable({}, { __dir = list })
    expect(texts("o.", { { o = object } })):to_equal("measure unit")
    expect(texts("o:", { { o = object } })):to_equal("measure")
  end)

  it("stays silent in strings and comments, after numbers and concatenations", function()
    expect(texts('print("str')):to_equal("")
    expect(texts("-- str")):to_equal("")
    expect(texts("a..tostr")):to_equal("tostring")
  end)

  it("offers nothing where a path leads nowhere", function()
    expect(texts("nothing.here.")):to_equal("")
    expect(texts("string.rep.x")):to_equal("")
  end)
end)

describe("completion of modules", function()
  it("knows karst's, loaded or not", function()
    expect(texts("karst.ca")):to_equal("cave")
    expect(texts("require \"karst.sw")):to_equal("karst.swc")
    expect(texts("karst.swc.pa")):to_equal("parse")
    expect(texts("fs.rea", { karst })):to_equal("read")
    expect(texts("fs", { karst })):to_equal("fs")
  end)

  it("knows the methods and properties of a skeleton", function()
    local text = "1 1 0 0 0 1 -1\n2 3 1 0 0 1 1\n"
    local scope = { sk = karst.swc.parse(text) }
    expect(texts("sk:reroo", { scope })):to_equal("reroot")
    expect(texts("sk.uni", { scope })):to_equal("unit")
    expect(texts("sk:uni", { scope })):to_equal("")
  end)
end)
