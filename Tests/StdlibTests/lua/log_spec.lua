local test = require "karst.test"
local log = require "karst.log"
local describe, it, expect = test.describe, test.it, test.expect

local function written(action)
  local lines = {}
  log.to { write = function(_, ...) lines[#lines + 1] = table.concat { ... } end }
  local level = log.level()
  local done, problem = pcall(action)
  log.level(level)
  log.to()
  if not done then error(problem, 0) end
  return lines
end

describe("log", function()
  it("writes a line with what it is about, sorted", function()
    local lines = written(function() log.warn("odd", { path = "a b", id = 7, text = "" }) end)
    expect(lines):to_equal { 'warn: odd id=7 path="a b" text=""\n' }
  end)

  it("keeps a message on one line", function()
    expect(log.format("info", "a\nb")):to_equal("info: a b")
  end)

  it("leaves out what is below the level", function()
    expect(written(function()
      log.debug("no")
      log.level("error")
      log.warn("no")
      log.error("yes")
      log.level("off")
      log.error("no")
    end)):to_equal { "error: yes\n" }
  end)

  it("refuses a level that there is not", function()
    expect(function() log.level("loud") end):to_raise { code = "bad_argument", message = "loud" }
  end)
end)
