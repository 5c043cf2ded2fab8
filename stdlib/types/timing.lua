---@meta karst.timing
-- Made by karst from its registrations: do not edit.

---@class timing.Result
---@field mean number seconds that a call takes
---@field deviation number standard deviation of the rounds
---@field best number the quickest round
---@field rounds integer
---@field calls integer of each round

--- How long a function takes, by calling it so often that the clock can tell.
---@class karst.timing
local M = {}

--- Seconds in the unit that reads best.
---
---@param seconds number
---@return string text
function M.format(seconds) end

--- Measures a function as `%timeit` does: several rounds of so many calls that a round takes a
--- tenth of a second. What takes longer than half a second is called once.
---
---@param f function
---@param now? fun(): number a clock in seconds (default `task.now`)
---@return timing.Result result
function M.measure(f, now) end

--- A measurement in a line.
---
---@param result timing.Result
---@return string text the mean with its deviation, the best round, and how often it ran
function M.describe(result) end

return M
