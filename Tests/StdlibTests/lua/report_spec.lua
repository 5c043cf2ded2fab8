local test = require "karst.test"
local fs = require "karst.fs"
local report = require "karst.report"
local describe, it, expect = test.describe, test.it, test.expect

local rows = { { root_id = 864691135463333789, length = 1.5 }, { root_id = 2, note = "x,y" } }

describe("report.csv", function()
  it("puts the asked columns first and the rest in order", function()
    expect(report.csv(rows, { first = { "root_id" } }))
      :to_equal('root_id,length,note\n864691135463333789,1.5,\n2,,"x,y"\n')
  end)

  it("writes exactly the columns that are named", function()
    expect(report.csv(rows, { columns = { "note" } })):to_equal('note\n""\n"x,y"\n')
  end)

  it("has only a header when there are no rows", function()
    expect(report.csv({}, { first = { "root_id" } })):to_equal("root_id\n")
  end)

  it("names the row that is none", function()
    expect(function() report.csv { {}, 5 } end):to_raise "row 2 is a number"
  end)
end)

describe("report.text", function()
  it("aligns numbers to the right and text to the left", function()
    expect(report.text({ { n = 5, s = "a" }, { n = 1000, s = "bbb" } }, { columns = { "s", "n" } }))
      :to_equal("s       n\na       5\nbbb  1000\n")
  end)
end)

describe("report.write", function()
  it("writes the whole file", function()
    local path = fs.join(_G.TEST_FOLDER, "report.csv")
    report.write(path, rows, { first = { "root_id" } })
    expect(fs.read(path)):to_equal(report.csv(rows, { first = { "root_id" } }))
  end)
end)
