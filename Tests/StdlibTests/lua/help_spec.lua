local test = require "karst.test"
local help = require "karst.help"
local describe, it, expect = test.describe, test.it, test.expect

describe("help.page", function()
  it("finds things by all of their names", function()
    local page = help.page("swc.read")
    expect(page):to_match("^karst%.swc%.read%(path, %[options%]%)\n")
    expect(page):to_contain("path: string")
    expect(page):to_contain('mode: "lenient"|"strict"')
    expect(help.page("karst.swc.read")):to_equal(page)
    expect(help.page("swc.read()")):to_equal(page)
    expect(help.page("Skeleton:reroot")):to_match("^Skeleton:reroot%(i%)\n")
    expect(help.page("Skeleton.reroot")):to_equal(help.page("Skeleton:reroot"))
    expect(help.page("reroot")):to_equal(help.page("Skeleton:reroot"))
  end)

  it("has what a module in Lua says, with the fields of its options", function()
    local page = help.page("retry.call")
    expect(page):to_match("^karst%.retry%.call%(action, options%)\n")
    expect(page):to_contain("attempts: integer")
    expect(page):to_contain("Gives: T result")
  end)

  it("explains statuses, error codes, options and measures", function()
    expect(help.page("refused")):to_contain("Status 'refused'")
    expect(help.page("refused")):to_contain("Error 'refused'")
    expect(help.page("bad_id")):to_contain("that a float has rounded")
    expect(help.page("output_format")):to_contain("SkeletonClient:get_skeleton")
    expect(help.page("strahler_max")):to_contain("It is a count.")
  end)

  it("lists what has the same name", function()
    expect(help.page("read")):to_match("^Several things are called 'read':\n")
    expect(help.page("read")):to_contain("swc.read")
  end)

  it("is nil where there is nothing, and says what is near", function()
    expect(help.page("rerot")):to_equal(nil)
    expect(help.page("")):to_equal(nil)
    expect(help.unknown("rerot")):to_equal("there is no help on 'rerot' (did you mean reroot?)")
    expect(help.unknown("qqqqqqqq"))
      :to_equal("there is no help on 'qqqqqqqq' ('help' alone lists what there is)")
  end)

  it("fits the width, but for code and long names", function()
    for line in help.page("statuses", 50):gmatch("[^\n]+") do
      expect(utf8.len(line) <= 50):to_equal(true)
    end
    expect(help.page("start", 80, true)):to_match("^\27%[1mA first session\27%[0m\n")
    expect(help.page("start"):find("\27")):to_equal(nil)
  end)

  it("has a page for every topic, and every module and class", function()
    local kinds = {}
    for _, topic in ipairs(help.topics()) do
      kinds[topic.kind] = (kinds[topic.kind] or 0) + 1
      if type(help.page(topic.name)) ~= "string" then error(topic.name .. " has no page") end
      if not topic.summary:find("%S") then error(topic.name .. " has no summary") end
    end
    for _, entry in ipairs(debug.getmetatable(karst).__dir) do
      expect(help.page(entry.name)):to_contain("karst." .. entry.name)
    end
    local expected = { "guide", "module", "function", "class", "method", "property", "recipe" }
    for _, kind in ipairs(expected) do
      expect(kinds[kind] > 3):to_equal(true)
    end
  end)
end)

describe("help.options", function()
  it("gives the fields of an options table", function()
    local options = help.options("swc.read")
    expect(options[1].name):to_equal("mode")
    expect(options[1].type):to_equal('"lenient"|"strict"')
    expect(options[1].default):to_equal('"lenient"')
    expect(#help.options("Skeleton:prune") > 1):to_equal(true)
    expect(help.options("grid.format")[1].name):to_equal("width")
    expect(#help.options("no.such")):to_equal(0)
  end)
end)

describe("help.near", function()
  it("finds what is spelled much alike", function()
    expect(help.near("cabel_length", { "cable_length", "tips", "cable" }))
      :to_equal { "cable_length" }
    expect(help.near("tip", { "tips", "top", "unit" })):to_equal { "tips", "top" }
    expect(#help.near("x", { "y", "z" })):to_equal(0)
  end)
end)
