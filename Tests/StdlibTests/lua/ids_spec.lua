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

describe("ids.from_csv", function()
  it("takes the column that people call so, or the named one, or the only one", function()
    local text = "\u{FEFF}cell_type,pt_root_id\r\nL4,1\r\n\"L5, ET\",\"2\"\r\n,\r\n"
    expect(ids.from_csv(text)):to_equal { 1, 2 }
    expect(ids.from_csv("a;b\n1;2\n", "t", "B")):to_equal { 2 }
    expect(ids.from_csv("whatever\n5\n6\n")):to_equal { 5, 6 }
    expect(ids.from_csv("name\troot_id\nx\t9\n")):to_equal { 9 }
  end)

  it("names the columns when it cannot tell", function()
    expect(function() ids.from_csv("a,b\n1,2\n", "cells.csv") end)
      :to_raise { code = "no_column", message = "cells.csv: which column has the root ids? "
        .. "say its name (there are 'a', 'b')" }
    expect(function() ids.from_csv("a,b\n1,2\n", "cells.csv", "c") end)
      :to_raise { code = "no_column", message = "there is no column 'c' (there are 'a', 'b')" }
  end)

  it("names the row at fault", function()
    expect(function() ids.from_csv("root_id\n1\n8.65E+17\n", "cells.csv") end)
      :to_raise { code = "bad_id",
        message = "cells.csv: row 3: root id '8.65E+17': has an exponent" }
  end)
end)

describe("ids.from_json", function()
  it("reads arrays, objects with one, text and numbers", function()
    expect(ids.from_json("[864691135463333789, \"864691135463333790\"]"))
      :to_equal { 864691135463333789, 864691135463333790 }
    expect(ids.from_json('{"root_ids": [1, 2]}')):to_equal { 1, 2 }
    expect(ids.from_json("[]")):to_equal {}
  end)

  it("reads the shown segments of a Neuroglancer state", function()
    local state = [[{"layers": [{"type": "image", "name": "em"},
      {"type": "segmentation", "name": "seg", "segments": ["864691135463333789", "!5", 7]}]}]]
    expect(ids.from_json(state)):to_equal { 864691135463333789, 7 }
  end)

  it("refuses floats, other things and broken text", function()
    expect(function() ids.from_json("[8.646911354633338e17]", "a.json") end)
      :to_raise { code = "bad_id", message = "a.json: entry 1" }
    expect(function() ids.from_json('{"a": 1}', "a.json") end):to_raise { code = "bad_id" }
    expect(function() ids.from_json("7", "a.json") end):to_raise { code = "bad_id" }
    expect(function() ids.from_json("[1,", "a.json") end)
      :to_raise { code = "bad_json", message = "a.json: " }
  end)
end)

describe("ids.read", function()
  local fs = require "karst.fs"
  local function file(name, text)
    local path = fs.join(_G.TEST_FOLDER, name)
    fs.write(path, text)
    return path
  end

  it("takes ids, files of every kind, folders of skeletons and standard input", function()
    local folder = fs.join(_G.TEST_FOLDER, "cells")
    fs.mkdir(folder)
    for _, name in ipairs { "31.swc", "32.swc.gz", "notes.txt", "measures.csv" } do
      fs.write(fs.join(folder, name), "")
    end
    local stream = { read = function() return "41\n42\n41" end }
    local words = {
      "1,2", file("list.txt", "11\n12\n"), file("table.csv", "id,n\n21,5\n"),
      file("state.json", "[22]"), folder, "-", "2",
    }
    expect(ids.read(words, { stream = setmetatable({}, { __index = stream }) }))
      :to_equal { 1, 2, 11, 12, 21, 22, 31, 32, 41, 42 }
  end)

  it("refuses a list that a spreadsheet or a double has rounded, and says which", function()
    expect(function() ids.read { "864691135463333000", "864691135463330000" } end):to_raise {
      code = "rounded_ids", message = "2 root ids, such as 864691135463333000, have only 15 digits",
    }
    expect(function() ids.read { "864691135463333000" } end):to_raise { code = "rounded_ids" }
    local doubles = {}
    for i = 1, 20 do
      doubles[i] = tostring(math.tointeger((864691135463333789 + i * 977) // 128 * 128))
    end
    expect(function() ids.read(doubles) end)
      :to_raise { code = "rounded_ids", message = "zeros in all low bits" }
    expect(#ids.read(doubles, { trust = true })):to_equal(20)
  end)

  it("does not suspect small ids, one round double, or a list with a few round ones", function()
    expect(ids.read { "1000", "2000" }):to_equal { 1000, 2000 }
    expect(#ids.read { "864691135463333760" }):to_equal(1)
    expect(#ids.read { "864691135463333000", "864691135463333001", "864691135463333003" })
      :to_equal(3)
  end)

  it("finds no more rounded ids in exact lists than chance has them", function()
    local exact, suspected = {}, 0
    for round = 1, 200 do
      for i = 1, 5 do exact[i] = 864691135000000000 + math.random(1, 10 ^ 9 // 1) end
      if not pcall(ids.check_exact, exact) then suspected = suspected + round // round end
    end
    expect(suspected):to_equal(0)
  end)
end)
