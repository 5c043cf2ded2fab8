local test = require "karst.test"
local text = require "karst.text"
local describe, it, expect = test.describe, test.it, test.expect

describe("text.width", function()
  it("counts columns, not bytes", function()
    expect(text.width("abc")):to_equal(3)
    expect(text.width("µé")):to_equal(2)
    expect(text.width("日本")):to_equal(4)
    expect(text.width("e\u{301}")):to_equal(1)
    expect(text.width("\27[31mab\27[0m")):to_equal(2)
    expect(text.width("a\xFF")):to_equal(2)
  end)
end)

describe("text.pad and text.cut", function()
  it("fill up on either side", function()
    expect(text.pad("日", 4)):to_equal("日  ")
    expect(text.pad("5", 3, true)):to_equal("  5")
    expect(text.pad("long", 2)):to_equal("long")
  end)

  it("cut to columns, never inside a character", function()
    expect(text.cut("abcdef", 4)):to_equal("abc…")
    expect(text.cut("abcd", 4)):to_equal("abcd")
    expect(text.cut("日本語", 4)):to_equal("日…")
    expect(text.cut("ééé", 2, ".")):to_equal("é.")
    expect(text.cut("ab", 0)):to_equal("…")
    for columns = 1, 8 do
      expect(text.width(text.cut("日a本é語", columns)) <= columns):to_equal(true)
    end
    expect(text.cut_bytes("aé", 2)):to_equal("a")
    expect(text.cut_bytes("ab", 5)):to_equal("ab")
  end)
end)

describe("text.escape", function()
  it("leaves readable UTF-8 only", function()
    expect(text.escape("aé\n\27\xFF\"\\")):to_equal([[aé\n\x1B\xFF\"\\]])
    expect(text.escape("a\n\"", "[%c]")):to_equal([[a\n"]])
    expect(text.escape("\xC2\x9B")):to_equal("\\u{9B}")
    expect(text.escape("")):to_equal("")
  end)

  it("gives what Lua reads as the same bytes", function()
    local bytes = {}
    for i = 0, 255 do bytes[#bytes + 1] = string.char(i) end
    local all = table.concat(bytes)
    expect(load('return "' .. text.escape(all) .. '"')()):to_equal(all)
  end)
end)

describe("text.wrap", function()
  it("puts words into lines", function()
    expect(text.wrap("one two three", 8)):to_equal("one two\nthree")
    expect(text.wrap("one two", 3, "  ")):to_equal("one\n  two")
    expect(text.wrap("unbreakable x", 4)):to_equal("unbreakable\nx")
    expect(text.wrap("", 10)):to_equal("")
  end)
end)

describe("wrong use", function()
  it("is named", function()
    expect(function() text.width() end)
      :to_raise("bad argument #1 'line' (string expected, got no value)")
    expect(function() text.cut("x") end):to_raise("bad argument #2 'columns'")
    expect(function() text.wrap("x", "y") end):to_raise("bad argument #2 'columns'")
  end)
end)
