local test = require "karst.test"
local errors = require "karst.errors"
local retry = require "karst.retry"
local describe, it, expect = test.describe, test.it, test.expect

--- A sleep that only writes down how long it was meant to be.
local function recorder()
  local pauses = {}
  return pauses, function(seconds) pauses[#pauses + 1] = seconds end
end

local function failing(times, problem)
  local calls = 0
  return function(attempt)
    calls = calls + 1
    if calls <= times then error(problem, 0) end
    return "done", attempt
  end
end

describe("retry.call", function()
  it("gives the results of the first success", function()
    local pauses, sleep = recorder()
    local action = failing(2, errors.new("http", "busy"))
    local word, attempt = retry.call(action, { sleep = sleep, jitter = 0 })
    expect(word):to_equal("done")
    expect(attempt):to_equal(3)
    expect(pauses):to_equal { 1.0, 2.0 }
  end)

  it("raises the last error, the very value, when all attempts fail", function()
    local _, sleep = recorder()
    local problem = errors.new("http", "busy")
    local ran, raised = pcall(retry.call, failing(9, problem), { attempts = 3, sleep = sleep })
    expect(ran):to_equal(false)
    expect(raised):to_be(problem)
  end)

  it("does not repeat what no repetition changes", function()
    for _, code in ipairs { "bad_argument", "cancelled", "refused", "unsupported" } do
      local pauses, sleep = recorder()
      pcall(retry.call, failing(9, errors.new(code, "no")), { sleep = sleep })
      expect(#pauses):to_equal(0)
    end
    local pauses, sleep = recorder()
    pcall(retry.call, failing(9, "a plain mistake in a script"), { sleep = sleep })
    expect(#pauses):to_equal(0)
  end)

  it("tells a server's refusal from its trouble", function()
    for status, wanted in pairs { [400] = false, [404] = false, [429] = true, [503] = true } do
      expect(retry.is_retryable(errors.new("http", "m", { status = status }))):to_equal(wanted)
    end
    expect(retry.is_retryable(errors.new("unknown_datastack", "m"))):to_equal(false)
    expect(retry.is_retryable("text")):to_equal(false)
  end)

  it("believes an error that says whether it is retryable", function()
    expect(retry.is_retryable(errors.new("http", "m", { retryable = false }))):to_equal(false)
    expect(retry.is_retryable(errors.new("refused", "m", { retryable = true }))):to_equal(true)
  end)

  it("waits at least as long as the server asks, and otherwise no longer than the limit", function()
    local pauses, sleep = recorder()
    local asked = errors.new("http", "slow down", { retry_after = 90 })
    retry.call(failing(1, asked), { sleep = sleep, max_delay = 5 })
    expect(pauses[1]):to_be_near(90, 0)
    local limited, sleep_limited = recorder()
    local options = { sleep = sleep_limited, max_delay = 3, jitter = 0 }
    retry.call(failing(4, errors.new("http", "m")), options)
    expect(limited):to_equal { 1.0, 2.0, 3, 3 }
  end)

  it("shortens pauses by chance only", function()
    local pauses, sleep = recorder()
    local options = { sleep = sleep, random = function() return 1 end, jitter = 0.5 }
    retry.call(failing(1, errors.new("http", "m")), options)
    expect(pauses):to_equal { 0.5 }
  end)

  it("refuses options it does not know", function()
    expect(function() retry.call(print, { atempts = 2 }) end):to_raise "unknown option 'atempts'"
  end)
end)
