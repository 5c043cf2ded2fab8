local test = require "karst.test"
local csv = require "karst.csv"
local describe, it, expect = test.describe, test.it, test.expect

describe("csv.format_field", function()
  it("quotes only what needs it", function()
    expect(csv.format_field("plain")):to_equal("plain")
    expect(csv.format_field('a,"b"')):to_equal('"a,""b"""')
    expect(csv.format_field("two\nlines")):to_equal('"two\nlines"')
    expect(csv.format_field(" blank")):to_equal('" blank"')
  end)

  it("writes numbers so that reading gives them back", function()
    expect(csv.format_field(864691135463333789)):to_equal("864691135463333789")
    for _, value in ipairs { 0.1, 1 / 3, 1e300, 5e-324, 123456.789012345, 2.0 ^ 53 } do
      expect(tonumber(csv.format_field(value))):to_be_near(value, 0)
    end
    expect(csv.format_field(0.1)):to_equal("0.1")
    expect(csv.format_field(0 / 0)):to_equal("nan")
    expect(csv.format_field(-math.huge)):to_equal("-inf")
  end)

  it("writes nil as nothing and booleans as words", function()
    expect(csv.format_field(nil)):to_equal("")
    expect(csv.format_field(true)):to_equal("true")
  end)
end)

describe("csv.format", function()
  it("writes a header and a line for each row", function()
    local text = csv.format({ "id", "note" }, { { id = 1, note = "x" }, { id = 2 } })
    expect(text):to_equal("id,note\n1,x\n2,\n")
  end)
end)

describe("csv.parse", function()
  it("reads what format wrote", function()
    local rows = { { a = "1", b = 'x,"y"' }, { a = "", b = "two\nlines" }, { a = " z ", b = "é" } }
    local read, columns = csv.parse_records(csv.format({ "a", "b" }, rows))
    expect(columns):to_equal { "a", "b" }
    expect(read):to_equal(rows)
  end)

  it("understands marks, line ends, empty last fields and other separators", function()
    expect(csv.parse("\u{FEFF}a,b\r\n1,\r\n")):to_equal { { "a", "b" }, { "1", "" } }
    expect(csv.parse("a\tb\n1\t2", "\t")):to_equal { { "a", "b" }, { "1", "2" } }
    expect(csv.parse("a,")):to_equal { { "a", "" } }
    expect(csv.parse("")):to_equal {}
    expect(csv.parse("\n\na\n")):to_equal { { "a" } }
    expect(csv.parse(csv.format_row { "" })):to_equal { { "" } }
  end)

  it("names the line of a quote that has no end", function()
    expect(function() csv.parse('a,b\n1,"x\n') end):to_raise { code = "csv", line = 2 }
    expect(function() csv.parse('a\n"x"y\n') end):to_raise { code = "csv", line = 2 }
  end)
end)
