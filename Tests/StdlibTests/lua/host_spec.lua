local test = require "karst.test"
local host = require "karst.host"
local describe, it, expect = test.describe, test.it, test.expect

describe("host", function()
  it("says that nobody listens", function()
    expect(host.progress("job", 1, 2)):to_equal(false)
    expect(host.log("info", "text")):to_equal(false)
  end)

  it("refuses what is no progress and no level", function()
    expect(function() host.progress("job", "x", 2) end):to_raise {
      message = "bad argument #2 'done' (integer expected, got string)",
    }
    expect(function() host.log("loud", "text") end):to_raise {
      message = "bad argument #1 'level' "
        .. "(one of 'debug', 'info', 'warn', 'error' expected, got 'loud')",
    }
  end)
end)
