---@meta karst.session
-- Made by karst from its registrations: do not edit.

---@class session.Session
---@field settings table<string, any>

--- A session at a prompt: locals that survive entries, results by number, and what the prompt's commands find out about values.
---@class karst.session
local M = {}

--- A value's type in a few words.
---
---@param value any
---@return string text
function M.describe(value) end

--- The functions and methods that can be called on a value, by name.
---
---@param value any
---@return table[] list of { name =, signature =, summary = }
function M.methods(value) end

--- Seconds in the unit that reads best.
---
---@param seconds number
---@return string text
function M.format_seconds(seconds) end

--- Measures a function as `%timeit` does: several rounds of so many calls that a round takes a
--- tenth of a second. What takes longer than half a second is called once.
---
---@param f function
---@param now? fun(): number a clock in seconds (default `task.now`)
---@return string text the mean with its deviation, the best round, and how often it ran
function M.time(f, now) end

--- Begins a session, in which entries run one after another.
---
---@param globals? table the global variables (default `_G`)
---@return session.Session session
function M.open(globals) end

return M
