local test = require "karst.test"
local timing = require "karst.timing"
local describe, it, expect = test.describe, test.it, test.expect

describe("timing", function()
  --- A clock by which each call of `step` takes so many seconds.
  local function clock(seconds)
    local time, calls = 0, 0
    return function() return time end, function()
      time, calls = time + seconds, calls + 1
    end, function() return calls end
  end

  it("calls what is slow once", function()
    local now, step, calls = clock(0.75)
    expect(timing.describe(timing.measure(step, now))):to_equal("750 ms, ran once")
    expect(calls()):to_equal(1)
  end)

  it("repeats what is quick, and gives its mean", function()
    local now, step, calls = clock(2 ^ -10)
    local result = timing.measure(step, now)
    expect(result.mean):to_equal(2 ^ -10)
    expect(result.calls * result.mean >= 0.1):to_equal(true)
    expect(calls() >= result.rounds * result.calls):to_equal(true)
    expect(timing.describe(result))
      :to_match("^977 µs ± 0 ns, best 977 µs %(7 rounds of %d+%)$")
  end)

  it("writes seconds in the unit that reads best", function()
    expect(timing.format(12.5)):to_equal("12.5 s")
    expect(timing.format(0.0125)):to_equal("12.5 ms")
    expect(timing.format(1.25e-5)):to_equal("12.5 µs")
    expect(timing.format(0)):to_equal("0 ns")
  end)
end)
