local test = require "karst.test"
local errors = require "karst.errors"
local task = require "karst.task"
local describe, it, expect = test.describe, test.it, test.expect

--- How many calls are under way at the same time, at most.
local function crowd()
  local here, most = 0, 0
  local function stay(turns)
    here = here + 1
    most = math.max(most, here)
    for _ = 1, turns or 3 do task.sleep(0) end
    here = here - 1
  end
  return stay, function() return most end
end

describe("task.map", function()
  it("keeps the order of the list whatever ends first", function()
    local results = task.map({ 5, 1, 3 }, function(turns, index)
      for _ = 1, turns do task.sleep(0) end
      return turns * 10 + index
    end)
    expect(results):to_equal { 51, 12, 33 }
  end)

  it("runs as many at once as allowed, and no more", function()
    local stay, most = crowd()
    task.map({ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, function() stay() end, { limit = 3 })
    expect(most()):to_equal(3)
  end)

  it("gives an empty list for an empty list", function()
    expect(task.map({}, print)):to_equal {}
  end)

  it("raises the first error itself and cancels the others", function()
    local problem, finished = errors.new("odd", "three"), 0
    local ran, raised = pcall(task.map, { 1, 2, 3, 4 }, function(item)
      if item == 3 then error(problem, 0) end
      for _ = 1, 50 do task.sleep(0.001) end
      finished = finished + 1
    end)
    expect(ran):to_equal(false)
    expect(raised):to_be(problem)
    expect(finished):to_equal(0)
  end)

  it("collects errors when asked to", function()
    local results, problems = task.map({ 1, 2, 3 }, function(item)
      if item == 2 then error("two", 0) end
      return item
    end, { on_error = "collect" })
    expect(results[1]):to_equal(1)
    expect(results[2]):to_equal(nil)
    expect(results[3]):to_equal(3)
    expect(problems):to_equal { [2] = "two" }
  end)

  it("refuses wrong arguments", function()
    for _, wrong in ipairs {
      function() task.map(5, print) end, function() task.map({}, 5) end,
      function() task.map({}, print, { limit = 0 }) end,
      function() task.map({}, print, { limit = 1.5 }) end,
      function() task.map({}, print, { on_error = "ignore" }) end,
      function() task.map({}, print, { limits = 3 }) end,
    } do
      expect(wrong):to_raise { code = "bad_argument" }
    end
  end)
end)

describe("a map that is cancelled", function()
  it("takes no further item", function()
    local started = 0
    local job = task.spawn(function()
      task.map({ 1, 2, 3, 4, 5, 6 }, function()
        started = started + 1
        task.sleep(60)
      end, { limit = 2, on_error = "collect" })
    end)
    while started < 2 do task.sleep(0.001) end
    job:cancel()
    expect(function() job:join() end):to_raise { code = "cancelled" }
    task.sleep(0.005)
    expect(started):to_equal(2)
  end)
end)

describe("task.gather", function()
  it("runs all at once and gives the first result of each", function()
    local stay, most = crowd()
    local a, b, c = task.gather(function() stay() return 1, 9 end, function() stay() end,
      function() stay() return 3 end)
    expect(a):to_equal(1)
    expect(b):to_equal(nil)
    expect(c):to_equal(3)
    expect(most()):to_equal(3)
  end)

  it("needs functions", function()
    expect(function() task.gather(print, 5) end):to_raise { code = "bad_argument" }
  end)
end)

describe("task.timeout", function()
  it("gives the results of what ends in time", function()
    local a, b = task.timeout(60, function() return 1, 2 end)
    expect(a):to_equal(1)
    expect(b):to_equal(2)
  end)

  it("cancels what takes too long, and lets it clean up", function()
    local cleaned = false
    expect(function()
      task.timeout(0.01, function()
        local _ <close> = setmetatable({}, { __close = function() cleaned = true end })
        task.sleep(60)
      end)
    end):to_raise { code = "timeout" }
    expect(cleaned):to_equal(true)
  end)

  it("lets errors through", function()
    expect(function() task.timeout(60, function() error("own", 0) end) end):to_raise "own"
  end)

  it("refuses wrong arguments", function()
    expect(function() task.timeout(-1, print) end):to_raise { code = "bad_argument" }
    expect(function() task.timeout(0 / 0, print) end):to_raise { code = "bad_argument" }
    expect(function() task.timeout(1) end):to_raise { code = "bad_argument" }
  end)
end)

describe("task.every", function()
  it("calls until it is cancelled", function()
    local calls = 0
    local ticking = task.every(0.001, function() calls = calls + 1 end)
    while calls < 3 do task.sleep(0.001) end
    ticking:cancel()
    pcall(ticking.join, ticking)
    local before = calls
    task.sleep(0.01)
    expect(calls):to_equal(before)
  end)
end)

describe("task.now", function()
  it("never goes back", function()
    local before = task.now()
    task.sleep(0.001)
    expect(task.now() > before):to_equal(true)
  end)
end)
