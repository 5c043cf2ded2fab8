local access = require "karst.access"
local test = require "karst.test"
local describe, it, expect = test.describe, test.it, test.expect

describe("access.parse", function()
  it("takes the path apart that ends a line", function()
    expect(access.parse("x = a.b[1]['c d'].wo"))
      :to_equal { word = "wo", first = 19, separator = ".", steps = { "a", "b", 1, "c d" } }
    expect(access.parse("a:")):to_equal { word = "", first = 3, separator = ":", steps = { "a" } }
    expect(access.parse("wo")):to_equal { word = "wo", first = 1, steps = {} }
    expect(access.parse("a..wo")):to_equal { word = "wo", first = 4, steps = {} }
    expect(access.parse("('x'):re").is_text):to_equal(true)
  end)

  it("gives nil where something would have to be run to know", function()
    expect(access.parse("f().x")):to_equal(nil)
    expect(access.parse("a:b().x")):to_equal(nil)
    expect(access.parse("a[i].x")):to_equal(nil)
    expect(access.parse("a:b.x")):to_equal(nil)
  end)
end)

describe("access.text_at", function()
  it("finds where texts and comments begin and end", function()
    local line = "x = 'a\\'b' .. [=[c]]]=] -- d"
    expect(access.text_at(line, 1)):to_equal(nil)
    expect(access.text_at(line, 5)):to_equal { quote = "'", start = 6, last = 10 }
    expect(access.text_at(line, 15)):to_equal { quote = "[[", start = 18, last = 23 }
    expect(access.text_at(line, 25)):to_equal { quote = "--", start = 27 }
    expect(access.text_at("--[[ a ]] b", 1)):to_equal { quote = "--", start = 5, last = 9 }
    expect(access.text_at("'open", 1)):to_equal { quote = "'", start = 2 }
    expect(access.text_at("'open\\", 1)):to_equal { quote = "'", start = 2 }
    expect(access.text_at("a[1] - b", 2)):to_equal(nil)
  end)
end)

describe("access.topics", function()
  it("names the pages on what a path leads to", function()
    local scopes = { { sk = karst.swc.parse("1 1 0 0 0 1 -1\n"), reader = karst.swc.read }, karst }
    local function topics(path) return access.topics(access.parse(path), scopes) end
    expect(topics("swc.read")):to_equal { "swc.read" }
    expect(topics("reader")):to_equal { "swc.read" }
    expect(topics("swc")):to_equal { "swc" }
    expect(topics("sk")):to_equal { "Skeleton" }
    expect(topics("sk:reroot")[1]):to_equal("Skeleton:reroot")
    expect(topics("sk.radius")):to_equal { "Skeleton:radius", "Skeleton.radius", "Float64Array" }
    expect(topics("nothing.at.all")):to_equal {}
    expect(access.class_of(scopes[1].sk)):to_equal("Skeleton")
    expect(access.class_of({})):to_equal(nil)
  end)
end)

describe("access.follow", function()
  it("goes through tables, nearest scope first", function()
    local scopes = { { a = { b = { 10 } } }, { a = 1, c = 2 } }
    expect(access.follow({ "a", "b", 1 }, scopes)):to_equal { value = 10 }
    expect(access.follow({ "c" }, scopes)):to_equal { value = 2 }
    expect(access.follow({ "c", "x" }, scopes)):to_equal(nil)
    expect(access.follow({}, scopes)):to_equal(nil)
  end)

  it("knows the class of what an object would give", function()
    local published = { { name = "s", kind = "property", signature = "Skeleton?" } }
    local object = setmetatable({}, { __dir = published })
    expect(access.follow({ "o", "s" }, { { o = object } })):to_equal { class = "Skeleton" }
    expect(access.follow({ "o", "s", "radius" }, { { o = object } }).class):to_equal("Float64Array")
  end)
end)

describe("access.each_member", function()
  it("gives values, and what is published", function()
    local found = {}
    local function collect(name, _, what) found[name] = what end
    access.each_member({ value = { a = print } }, collect)
    access.each_member({ class = "Skeleton" }, collect)
    expect(found.a):to_be(print)
    expect(type(found.reroot.signature)):to_equal("string")
  end)

  it("ends when it is told to", function()
    local count = 0
    access.each_member({ value = { a = 1, b = 2, c = 3 } }, function()
      count = count + 1
      return count == 2
    end)
    expect(count):to_equal(2)
  end)

  it("knows the members of classes", function()
    local names = {}
    access.each_member({ class = "Skeleton" }, function(name, kind) names[name] = kind end)
    expect(names.reroot):to_equal("method")
    expect(names.unit):to_equal("property")
    expect(#access.class_members("Nothing")):to_equal(0)
    expect(#access.published(1)):to_equal(0)
  end)
end)
