local test = require "karst.test"
local grid = require "karst.grid"
local text = require "karst.text"
local describe, it, expect = test.describe, test.it, test.expect

local function columns(rows)
  local list = {}
  for i, name in ipairs { "id", "word", "note", "more" } do
    list[i] = { name = name, cells = {}, right = i == 1 }
    for row = 1, rows do list[i].cells[row] = i == 1 and tostring(row) or ("x"):rep(i * row) end
  end
  return list
end

describe("grid.format", function()
  it("frames cells", function()
    local list = {
      { name = "id", cells = { "5" }, right = true }, { name = "word", cells = { "é" } },
    }
    expect(grid.format(list))
      :to_equal("┌────┬──────┐\n│ id │ word │\n├────┼──────┤\n│  5 │ é    │\n└────┴──────┘")
    expect(grid.format(list, { utf8 = false }))
      :to_equal("+----+------+\n| id | word |\n+----+------+\n|  5 | é    |\n+----+------+")
  end)

  it("is never wider than the screen, and says what it left out", function()
    for width = 10, 100, 5 do
      local shown = grid.format(columns(6), { width = width })
      if shown then
        for line in shown:gmatch("[^\n]+") do expect(text.width(line) <= width):to_equal(true) end
        local is_cut = shown:match("\n([^\n]+)"):find("│ … │$") ~= nil
        expect(shown:gsub("%s+", " "):find("no room for") ~= nil):to_equal(is_cut)
      end
    end
    expect(grid.format(columns(2), { width = 14 })):to_match("no room for:%s+word, note,%s+more")
  end)

  it("gives nil where not even the first column fits", function()
    expect(grid.format(columns(1), { width = 5 })):to_equal(nil)
  end)

  it("cuts texts, never numbers", function()
    local shown = grid.format({
      { name = "id", cells = { "864691135463333789" }, right = true },
      { name = "note", cells = { ("word "):rep(20) } },
    }, { width = 40 })
    expect(shown):to_contain("│ 864691135463333789 │ word word word… │")
  end)

  it("has as many rows as it may", function()
    expect(grid.format(columns(50), { rows = 2 })):to_contain("2 of 50 rows")
  end)

  it("refuses options that it does not know", function()
    expect(function() grid.format({}, { wide = 1 }) end):to_raise("unknown option 'wide'")
  end)
end)
