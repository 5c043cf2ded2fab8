---@meta karst.retry
-- Made by karst from its registrations: do not edit.

---@class retry.Options
---@field attempts? integer how often to try at most (default 5)
---@field delay? number seconds before the second attempt (default 1)
---@field max_delay? number the longest pause in seconds (default 60)
---@field factor? number by how much pauses grow (default 2)
---@field jitter? number share of each pause that is left to chance (default 0.25)
---@field retry_if? fun(problem: any, attempt: integer): boolean default `is_retryable`
---@field on_retry? fun(problem: any, attempt: integer, pause: number) told before each pause
---@field sleep? fun(seconds: number) waits (default `task.sleep`)
---@field random? fun(): number chance in 0…1 (default `math.random`)

--- Trying again what may pass: growing pauses, the server's own wish where it states one.
---@class karst.retry
local M = {}

--- Whether another attempt may help: what the error says itself, otherwise by code and status.
---
---@param problem any what `pcall` gave
---@return boolean
function M.is_retryable(problem) end

--- Calls `action` until it succeeds, and raises its last error otherwise.
---
--- ```lua
--- local retry = karst.retry
--- local skeleton = retry.call(function()
---   return client.skeleton:get_skeleton(id)
--- end, { attempts = 3 })
--- ```
---@generic T
---@param action fun(attempt: integer): T
---@param options? retry.Options
---@return T result
function M.call(action, options) end

return M
