local test = require "karst.test"
local terminal = require "karst.terminal"
local describe, it, expect = test.describe, test.it, test.expect

describe("karst.terminal", function()
  it("says of each stream whether it is a terminal, and how wide", function()
    for _, stream in ipairs { "stdin", "stdout", "stderr" } do
      local is = terminal.is_terminal(stream)
      expect(type(is)):to_equal("boolean")
      if not is then expect(terminal.width(stream)):to_equal(nil) end
    end
  end)

  it("knows only the three streams", function()
    expect(function() terminal.is_terminal("tty") end)
      :to_raise "'stdin', 'stdout' or 'stderr' expected"
    expect(function() terminal.width() end):to_raise "bad argument #1 'stream'"
  end)
end)
