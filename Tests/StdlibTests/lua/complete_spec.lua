local test = require "karst.test"
local complete = require "karst.complete"
local describe, it, expect = test.describe, test.it, test.expect

local TEST_FOLDER = _G.TEST_FOLDER

local commands = {
  help = "topic", doc = "topic", set = "setting", load = "file", time = "lua", reload = "module",
}

-- The clock stands still: no result depends on how busy the machine is.
local function texts(line, scopes)
  local options = { now = function() return 0 end, commands = commands, settings = { "items" } }
  local found, first = complete.candidates(line, scopes, options)
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

describe("completion after host objects", function()
  local client = karst.cave.client("lab", { server_address = "embedded", data = TEST_FOLDER })
  local scopes = { { client = client, karst = karst, sk = karst.swc.parse("1 1 0 0 0 1 -1\n") } }

  it("follows fields by what is published of them", function()
    expect(texts("client.ske", scopes)):to_equal("skeleton")
    expect(texts("client.skeleton:get_sk", scopes)):to_equal("get_skeleton")
    expect(texts("client.skeleton.nothing.x", scopes)):to_equal("")
    expect(texts("sk.radius:me", scopes)):to_equal("mean")
  end)

  it("never reads a field to find out", function()
    local read = 0
    local object = setmetatable({}, {
      __dir = { { name = "data", kind = "property", signature = "Skeleton" } },
      __index = function() read = read + 1 end,
    })
    expect(texts("o.data:rero", { { o = object } })):to_equal("reroot")
    expect(read):to_equal(0)
  end)
end)

describe("completion of texts' methods", function()
  it("knows them after texts in quotes", function()
    expect(texts("(\"abc\"):rev")):to_equal("reverse")
    expect(texts("('abc'):rep")):to_equal("rep")
    expect(texts("x = ([[abc]]):rev")):to_equal("reverse")
    expect(texts("print(\"abc\"):rev")):to_equal("")
  end)
end)

describe("completion of options", function()
  local sk = karst.swc.parse("1 1 0 0 0 1 -1\n")
  local scopes = { { karst = karst, swc = karst.swc, sk = sk }, _G }

  it("names them inside the braces of a known function", function()
    expect(texts("karst.swc.read(path, { ", scopes)):to_equal("extra_fields mode unit")
    expect(texts("swc.read(\"a.swc\", { mo", scopes)):to_match("^mode")
    local line = "swc.read(\"a.swc\", { mode = \"strict\", u"
    expect(texts(line, scopes)):to_match("unit")
    expect(texts("sk:cable_length{ ", scopes)):to_equal("type")
    expect(texts("sk:cable_length({ ", scopes)):to_equal("type")
    expect(texts("karst.grid.format(columns, { wid", scopes)):to_equal("widest width")
    expect(texts("unknown{ mo", scopes)):to_equal("")
  end)

  it("knows their values", function()
    expect(texts("swc.read(\"a.swc\", { mode = \"", scopes)):to_equal("lenient strict")
    expect(texts("swc.read(\"a.swc\", { mode = \"st", scopes)):to_equal("strict")
    expect(texts("swc.read(\"a.swc\", { mode = ", scopes)):to_contain('"lenient" "strict"')
    expect(texts("karst.cave.client('lab', { server_address = \"", scopes)):to_equal("embedded")
    expect(texts("sk:preview{ utf8 = t", scopes)):to_contain("true")
    expect(texts("sk:reroot(\"", scopes)):to_equal("largest_radius soma")
  end)

  it("knows those of methods of fields", function()
    local client = karst.cave.client("lab", { server_address = "embedded", data = TEST_FOLDER })
    local line = "client.skeleton:get_skeleton{ root_id = id, output_format = \"j"
    expect(texts(line, { { client = client } })):to_equal("json jsoncompressed")
  end)
end)

describe("completion inside texts", function()
  karst.fs.mkdir(TEST_FOLDER .. "/cells")
  karst.fs.write(TEST_FOLDER .. "/cells/one.swc", "")
  karst.fs.write(TEST_FOLDER .. "/cells/two words.swc", "")
  karst.fs.write(TEST_FOLDER .. "/cells/.hidden", "")

  it("knows files", function()
    local folder = TEST_FOLDER .. "/cells/"
    local line = "swc.read(\"" .. folder
    local found, first = texts(line, { karst })
    expect(found):to_equal(folder .. "one.swc " .. folder .. "two words.swc")
    expect(first):to_equal(#"swc.read(\"" + 1)
    expect(texts("x = \"" .. folder .. "o")):to_equal(folder .. "one.swc")
    expect(texts("x = '" .. TEST_FOLDER .. "/cel")):to_equal(folder)
    expect(texts("x = '" .. folder .. ".h")):to_equal(folder .. ".hidden")
    expect(texts("x = '" .. TEST_FOLDER .. "/none/")):to_equal("")
  end)

  it("knows the keys of tables", function()
    local scope = { t = { ["two words"] = 1, three = 2, [4] = 5 } }
    expect(texts("t[\"t", { scope })):to_equal("three two words")
    expect(texts("t['th", { scope })):to_equal("three")
  end)

  it("ends with the text", function()
    expect(texts("x = 'a\\'b' tos")):to_equal("tostring")
    expect(texts("x = [[a]] tos")):to_equal("tostring")
    expect(texts("x = [[tos")):to_equal("")
    expect(texts("x = 1 -- tos")):to_equal("")
  end)
end)

describe("completion of the prompt's commands", function()
  it("knows them and what they take", function()
    expect(texts(":he")):to_equal("help")
    expect(texts(":zz", nil)):to_equal("")
    expect(texts(":help sta")):to_match("^start .*statuses$")
    expect(texts(":help Skeleton:rer")):to_equal("Skeleton:reroot")
    expect(texts(":doc karst.swc.re")):to_equal("read repair")
    expect(texts(":set ite")):to_equal("items")
    expect(texts(":load " .. TEST_FOLDER .. "/cells/o")):to_equal(TEST_FOLDER .. "/cells/one.swc")
    expect(texts(":time string.rev")):to_equal("reverse")
    expect(texts(":reload karst.sw")):to_equal("karst.swc")
    expect(#complete.candidates(":he")):to_equal(0)
  end)
end)

describe("completion of ids and datastacks", function()
  it("offers what this machine has files of", function()
    local known = karst.cave.known()
    expect(type(known.datastacks)):to_equal("table")
    for _, id in ipairs(known.root_ids) do expect(math.type(id)):to_equal("integer") end
  end)
end)

describe("whatever is typed", function()
  it("never raises, and what is replaced is the end of the line", function()
    local pieces = {
      "karst", ".", ":", "(", ")", "{", "}", "[", "]", '"', "'", "\\", "=", " ", "swc", "read",
      "--", "[[", "]]",
      "1", "12", "..", ",", "\0", "\xFF", ":help ", "require", "\n", "_", "x",
    }
    local state = 7
    local function random(count)
      state = (state * 1103515245 + 12345) % 2147483648
      return state // 65536 % count + 1
    end
    for _ = 1, 3000 do
      local line = {}
      for i = 1, random(12) do line[i] = pieces[random(#pieces)] end
      line = table.concat(line)
      local _, first = complete.candidates(line)
      if first < 1 or first > #line + 1 then error(("%q: first is %d"):format(line, first)) end
    end
  end)

  it("ends in time where there is very much", function()
    local many, calls = {}, 0
    for i = 1, 200000 do many["name" .. i] = i end
    local function now()
      calls = calls + 1
      return calls * 0.01
    end
    local found = complete.candidates("many.", { { many = many } }, { now = now })
    expect(#found < 1000):to_equal(true)
    expect(#found > 0):to_equal(true)
  end)
end)
