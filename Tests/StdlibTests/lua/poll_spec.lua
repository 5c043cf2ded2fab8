local test = require "karst.test"
local errors = require "karst.errors"
local poll = require "karst.poll"
local describe, it, expect = test.describe, test.it, test.expect

--- A clock that moves only when somebody sleeps.
local function clock()
  local time, pauses = 0, {}
  local function sleep(seconds)
    pauses[#pauses + 1] = seconds
    time = time + seconds
  end
  return { now = function() return time end, sleep = sleep }, pauses
end

local function with(options, more)
  for name, value in pairs(more) do options[name] = value end
  return options
end

describe("poll.wait", function()
  it("looks at growing intervals up to the longest", function()
    local options, pauses = clock()
    local found = poll.wait(function(attempt) return attempt == 7 and "there" end,
      with(options, { interval = 1, factor = 2, max_interval = 10 }))
    expect(found):to_equal("there")
    expect(pauses):to_equal { 1, 2, 4, 8, 10, 10 }
  end)

  it("looks once more at the deadline, not after it", function()
    local options, pauses = clock()
    local looks = {}
    local value, reason = poll.wait(function() looks[#looks + 1] = options.now() end,
      with(options, { deadline = 10, interval = 4, factor = 1 }))
    expect(value):to_equal(nil)
    expect(reason):to_equal("deadline")
    expect(pauses):to_equal { 4, 4, 2 }
    expect(looks):to_equal { 0, 4, 8, 10 }
  end)

  it("loses patience only when nothing changes", function()
    local options = clock()
    local count = 0
    local _, reason = poll.wait(function()
      count = math.min(count + 1, 5)
      return nil, count
    end, with(options, { patience = 10, interval = 4, factor = 1 }))
    expect(reason):to_equal("patience")
    expect(options.now()):to_be_near(16 + 10, 0)
  end)

  it("does not sleep at all when the first look is enough, or the deadline is now", function()
    local options, pauses = clock()
    expect(poll.wait(function() return 1 end, options)):to_equal(1)
    local _, reason = poll.wait(function() end, with(options, { deadline = 0 }))
    expect(reason):to_equal("deadline")
    expect(#pauses):to_equal(0)
  end)

  it("lets errors of the check through", function()
    expect(function() poll.wait(function() error("broken", 0) end) end):to_raise "broken"
  end)

  it("refuses wrong options", function()
    local wrong = { { deadline = -1 }, { interval = "x" }, { factor = 0.5 }, { dedline = 1 } }
    for _, options in ipairs(wrong) do
      expect(function() poll.wait(print, options) end):to_raise { code = "bad_argument" }
    end
  end)
end)

--- A client whose neurons go through given words, one at each look after they were dispatched.
local function fake_client(stories)
  local dispatched, asked, looks = {}, {}, 0
  local skeletons = {}
  function skeletons.get_status(_, named)
    looks = looks + 1
    asked[looks] = #named.root_ids
    local answer = {}
    for _, id in ipairs(named.root_ids) do
      local story = stories[id] or { "invalid" }
      local word = story[1]
      if #story > 1 and (word ~= "not_found" or dispatched[id]) then
        table.remove(story, 1)
        word = story[1]
      end
      answer[id] = { status = word, retryable = word == "queued", reason = "because" }
    end
    return answer
  end
  function skeletons.generate_bulk_skeletons_async(_, ids)
    for _, id in ipairs(ids) do dispatched[id] = true end
    return 60.0
  end
  return { skeleton = skeletons }, dispatched, asked
end

local function words(statuses)
  local result = {}
  for id, entry in pairs(statuses) do result[id] = entry.status end
  return result
end

describe("poll.skeletons", function()
  it("settles one id, also as a single number", function()
    local options = clock()
    local client, dispatched = fake_client { [7] = { "not_found", "queued", "queued", "cached" } }
    expect(words(poll.skeletons(client, 7, options))):to_equal { [7] = "cached" }
    expect(dispatched):to_equal { [7] = true }
  end)

  it("settles unknown, refused, failing and repeated ids", function()
    local client, dispatched = fake_client {
      [1] = { "cached" }, [2] = { "refused" }, [3] = { "not_found", "queued", "failed" },
      [4] = { "wrong_layer" }, [5] = { "outdated" },
    }
    local statuses, reason = poll.skeletons(client, { 1, 2, 3, 3, "4", 5, 6, 1 }, (clock()))
    expect(words(statuses)):to_equal {
      "cached", "refused", "failed", "wrong_layer", "outdated", "invalid",
    }
    expect(reason):to_equal(nil)
    expect(dispatched):to_equal { [3] = true }
  end)

  it("says why there is no skeleton, in the service's words or its own", function()
    local client = fake_client { [1] = { "cached" }, [2] = { "refused" }, [3] = { "outdated" } }
    local real = client.skeleton.get_status
    function client.skeleton.get_status(...)
      local answer = real(...)
      for id, entry in pairs(answer) do entry.reason = id == 2 and "as agreed" or nil end
      answer[1].has_skeleton, answer[3].successor = true, 864691135463333789
      return answer
    end
    local statuses = poll.skeletons(client, { 1, 2, 3, 4 }, (clock()))
    expect(statuses[1].reason):to_equal(nil)
    expect(statuses[2].reason):to_equal("as agreed")
    expect(statuses[3].reason):to_equal("superseded by 864691135463333789")
    expect(statuses[4].reason):to_equal("not an id of this data set")
  end)

  it("asks again only about what is queued", function()
    local client, _, asked = fake_client {
      [1] = { "cached" }, [2] = { "queued", "queued", "queued", "cached" },
    }
    poll.skeletons(client, { 1, 2 }, (clock()))
    expect(asked):to_equal { 2, 1, 1 }
  end)

  it("calls what is late timed out, and says which limit it was", function()
    local client = fake_client { [1] = { "queued" }, [2] = { "cached" } }
    local statuses, reason = poll.skeletons(client, { 1, 2 }, with(clock(), { deadline = 30 }))
    expect(reason):to_equal("deadline")
    expect(words(statuses)):to_equal { "timed_out", "cached" }
    expect(statuses[1].retryable):to_equal(true)
    local _, patience = poll.skeletons(client, { 1 }, with(clock(), { patience = 30 }))
    expect(patience):to_equal("patience")
  end)

  it("leaves what is missing alone when generation is not asked for", function()
    local client, dispatched = fake_client { [1] = { "not_found" } }
    expect(words(poll.skeletons(client, { 1 }, { generate = false }))):to_equal { "not_found" }
    expect(next(dispatched)):to_equal(nil)
  end)

  it("reports counts after each look", function()
    local seen = {}
    local client = fake_client { [1] = { "queued", "queued", "cached" }, [2] = { "cached" } }
    poll.skeletons(client, { 1, 2 }, with(clock(), {
      on_progress = function(counts) seen[#seen + 1] = counts end,
    }))
    expect(seen[1]):to_equal { queued = 1, cached = 1 }
    expect(seen[#seen]):to_equal { cached = 2 }
  end)

  it("repeats a question that failed on its way", function()
    local client = fake_client { [1] = { "cached" } }
    local real, failures = client.skeleton.get_status, 2
    function client.skeleton.get_status(...)
      failures = failures - 1
      if failures >= 0 then errors.raise("http", "the service answered 503") end
      return real(...)
    end
    expect(words(poll.skeletons(client, { 1 }, (clock())))):to_equal { "cached" }
  end)

  it("refuses an empty list and ids that are none", function()
    local client = fake_client {}
    expect(function() poll.skeletons(client, {}) end)
      :to_raise { code = "bad_argument", message = "at least one root id" }
    expect(function() poll.skeletons(client, { 1.5 }) end):to_raise { code = "bad_id" }
    expect(function() poll.skeletons(client, { 1 }, { genrate = 1 }) end):to_raise "unknown option"
  end)
end)
