-- How long a function takes, by calling it so often that the clock can tell.

local errors = require "karst.errors"
local task = require "karst.task"

local M = {}

--- Seconds in the unit that reads best.
---
---@param seconds number
---@return string text
function M.format(seconds)
  errors.check(1, "seconds", seconds, "number")
  local units = { { 1, "s" }, { 1e-3, "ms" }, { 1e-6, "µs" } }
  for _, unit in ipairs(units) do
    if seconds >= unit[1] then return ("%.3g %s"):format(seconds / unit[1], unit[2]) end
  end
  return ("%.3g ns"):format(seconds / 1e-9)
end

---@class timing.Result
---@field mean number seconds that a call takes
---@field deviation number standard deviation of the rounds
---@field best number the quickest round
---@field rounds integer
---@field calls integer of each round

local function seconds_per_call(f, calls, now)
  local began = now()
  for _ = 1, calls do f() end
  return (now() - began) / calls
end

--- How many calls take a tenth of a second, and how long one of them then takes.
local function calls_of_a_round(f, took, now)
  local calls = 1
  while took * calls < 0.1 do
    calls = math.max(calls * 2, math.min(calls * 10, math.ceil(0.1 / math.max(took, 1e-9))))
    took = seconds_per_call(f, calls, now)
  end
  return calls, took
end

--- Measures a function as `%timeit` does: several rounds of so many calls that a round takes a
--- tenth of a second. What takes longer than half a second is called once.
---
---@param f function
---@param now? fun(): number a clock in seconds (default `task.now`)
---@return timing.Result result
function M.measure(f, now)
  errors.check(1, "f", f, "function")
  now = now or task.now
  local once = seconds_per_call(f, 1, now)
  if once > 0.5 then return { mean = once, deviation = 0, best = once, rounds = 1, calls = 1 } end
  local calls, took = calls_of_a_round(f, once, now)
  local rounds = math.max(2, math.min(7, math.floor(2 / (took * calls))))
  local sum, squares, best = 0, 0, math.huge
  for _ = 1, rounds do
    local seconds = seconds_per_call(f, calls, now)
    sum, squares, best = sum + seconds, squares + seconds * seconds, math.min(best, seconds)
  end
  local mean = sum / rounds
  local deviation = math.sqrt(math.max(0, squares / rounds - mean * mean))
  return { mean = mean, deviation = deviation, best = best, rounds = rounds, calls = calls }
end

--- A measurement in a line.
---
---@param result timing.Result
---@return string text the mean with its deviation, the best round, and how often it ran
function M.describe(result)
  errors.check(1, "result", result, "table")
  if result.rounds == 1 then return M.format(result.mean) .. ", ran once" end
  return ("%s ± %s, best %s (%d rounds of %d)"):format(M.format(result.mean),
    M.format(result.deviation), M.format(result.best), result.rounds, result.calls)
end

return M
