local test = require "karst.test"
local arguments = require "karst.arguments"
local describe, it, expect = test.describe, test.it, test.expect

local usage = [[
usage: x.lua [options] [ID…]

  -d, --datastack NAME  whose neurons (default: local)
      --max-time HOURS  how long
  -q, --quiet           no progress
  -h, --help            this text
]]

describe("arguments.read", function()
  it("finds options, values, defaults and words", function()
    local options, words = arguments.read(usage, { "1", "-d", "demo", "--max-time=3", "-q", "-" })
    expect(options):to_equal { datastack = "demo", max_time = "3", quiet = true }
    expect(words):to_equal { "1", "-" }
    options, words = arguments.read(usage, { "--", "-d" })
    expect(options):to_equal { datastack = "local" }
    expect(words):to_equal { "-d" }
  end)

  it("says what makes no sense", function()
    for words, problem in pairs {
      [{ "--nonsense" }] = "there is no option --nonsense", [{ "-d" }] = "-d needs a value",
      [{ "--quiet=1" }] = "--quiet takes no value", [{ "-x" }] = "there is no option -x",
    } do
      local options, said = arguments.read(usage, words)
      expect(options):to_equal(nil)
      expect(said):to_equal(problem)
    end
  end)
end)

describe("arguments.number", function()
  it("gives a number, nothing, or an error that names the option", function()
    expect(arguments.number({ max_time = "1.5" }, "max_time")):to_equal(1.5)
    expect(arguments.number({}, "max_time")):to_equal(nil)
    for _, text in ipairs { "soon", "-1", "nan" } do
      expect(function() arguments.number({ max_time = text }, "max_time") end)
        :to_raise { code = "bad_argument", message = "--max-time must be a number" }
    end
  end)
end)
