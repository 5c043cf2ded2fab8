local test = require "karst.test"
local ids = require "karst.ids"
local describe, it, expect = test.describe, test.it, test.expect

local ROOT = 864691135463333789

describe("ids.parse", function()
  it("keeps integers and digits exact above 2^53", function()
    expect(ids.parse(ROOT)):to_equal(ROOT)
    expect(ids.parse("864691135463333789")):to_equal(ROOT)
    expect(ids.parse("9007199254740993")):to_equal(9007199254740993)
    expect(ids.parse("9223372036854775807")):to_equal(math.maxinteger)
    expect(math.type(ids.parse("1"))):to_equal("integer")
  end)

  it("refuses floats, also those without a fraction", function()
    expect(function() ids.parse(ROOT + 0.0) end)
      :to_raise { code = "bad_id", message = "8.6469113546333e+17: is a floating-point number" }
    expect(function() ids.parse(5.0) end):to_raise { code = "bad_id" }
  end)

  local refused = {
    ["8.64691E+17"] = "exponent", ["864691135463333789.0"] = "decimal point", ["-5"] = "negative",
    ["0"] = "zero", ["9223372036854775808"] = "above 9223372036854775807", ["abc"] = "not a number",
    [""] = "not a number", ["0x10"] = "not a number", ["12 3"] = "not a number",
    ["18446744073709551615"] = "above 9223372036854775807",
  }
  for text, reason in pairs(refused) do
    it(("says what is wrong with '%s'"):format(text), function()
      expect(function() ids.parse(text) end):to_raise { code = "bad_id", message = reason }
    end)
  end

  it("refuses other types, zero and negative integers", function()
    for _, value in ipairs { true, {}, print, 0, -1 } do
      expect(function() ids.parse(value) end):to_raise { code = "bad_id" }
    end
    expect(function() ids.parse(nil) end):to_raise { code = "bad_id", message = "type nil" }
  end)
end)

describe("ids.from_text", function()
  it("understands byte-order marks, line ends, quotes, commas, blank lines and comments", function()
    local text = "\u{FEFF}1,2\r\n\r\n\"3\";'4'\r5 # five\n# none\n\t6"
    expect(ids.from_text(text)):to_equal { 1, 2, 3, 4, 5, 6 }
  end)

  it("keeps order and duplicates", function()
    expect(ids.from_text("3 1 3")):to_equal { 3, 1, 3 }
  end)

  it("gives nothing for an empty text", function()
    expect(ids.from_text("")):to_equal {}
    expect(ids.from_text("\n \n")):to_equal {}
  end)

  it("names the file and the line at fault", function()
    expect(function() ids.from_text("1\n2\n8.6E+17\n", "list.txt") end)
      :to_raise { code = "bad_id", message = "list.txt:3: root id '8.6E+17': has an exponent" }
  end)
end)

describe("ids.from_arguments", function()
  it("reads digits, commas and standard input", function()
    local stream = { read = function() return "7\n8\n" end }
    expect(ids.from_arguments({ "1,2", "-", "3" }, stream)):to_equal { 1, 2, 7, 8, 3 }
  end)

  it("names the argument at fault", function()
    expect(function() ids.from_arguments { "1", "x" } end):to_raise "argument #2"
  end)
end)

describe("ids.unique", function()
  it("keeps the first of each and the order", function()
    expect(ids.unique { 3, "1", 3, 1, 2 }):to_equal { 3, 1, 2 }
  end)
end)
