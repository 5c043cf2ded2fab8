local test = require "karst.test"
local json = require "karst.json"
local describe, it, expect = test.describe, test.it, test.expect

describe("json.decode", function()
  it("keeps 64-bit integers exact and floats floats", function()
    local value = json.decode('{"id":864691135463333789,"odd":9007199254740993,"x":1.0,"e":1e2}')
    expect(value):to_equal { id = 864691135463333789, odd = 9007199254740993, x = 1.0, e = 100.0 }
  end)

  it("keeps null and empty arrays apart from nothing and empty objects", function()
    local value = json.decode('{"n":null,"a":[],"o":{}}')
    expect(value.n):to_be(karst.null)
    expect(json.encode(value)):to_equal('{"a":[],"n":null,"o":{}}')
  end)

  it("says where a text is no JSON", function()
    for _, text in ipairs { "", "{", "[1,]", "nul", '{"a" 1}', "[1] 2" } do
      expect(function() json.decode(text) end):to_raise { code = "bad_json" }
    end
  end)

  it("needs a string", function()
    expect(function() json.decode() end)
      :to_raise "bad argument #1 'text' (string expected, got no value)"
    expect(function() json.decode(5) end):to_raise "(string expected, got number)"
  end)
end)

describe("json.encode", function()
  it("writes lists, records and text", function()
    expect(json.encode { 1, "a\n\"é", true, 0.5 }):to_equal('[1,"a\\n\\"é",true,0.5]')
    expect(json.encode { b = 1, a = { 2 } }):to_equal('{"a":[2],"b":1}')
    expect(json.encode("x")):to_equal('"x"')
    expect(json.encode(nil)):to_equal("null")
  end)

  it("writes integer keys as text", function()
    expect(json.encode { [864691135463333789] = true }):to_equal('{"864691135463333789":true}')
  end)

  it("writes an empty table as an object unless it is marked", function()
    expect(json.encode {}):to_equal("{}")
    expect(json.encode(json.list())):to_equal("[]")
    expect(json.encode(json.list { 1 })):to_equal("[1]")
  end)

  it("gives back what it was given", function()
    local value = { ids = { 1, 2, 864691135463333789 }, nested = { { x = 0.1 }, { x = -1e-300 } } }
    expect(json.decode(json.encode(value))):to_equal(value)
  end)

  it("refuses what has no form in JSON, and says where it stands", function()
    expect(function() json.encode { a = { print } } end)
      :to_raise { code = "bad_argument", message = "value.a[1]: a function has no form in JSON" }
    expect(function() json.encode { 0 / 0 } end):to_raise "value[1]: JSON has no number"
    expect(function() json.encode { 1, a = 2 } end):to_raise "both a list and named fields"
    expect(function() json.encode { [1.5] = 1 } end):to_raise "cannot be a key"
    expect(function() json.encode("\xFF") end):to_raise "UTF-8"
    local loop = {}
    loop[1] = loop
    expect(function() json.encode(loop) end):to_raise "contains itself"
    expect(function() json.encode() end):to_raise "value expected, got no value"
  end)
end)
