---@meta karst.task
-- Made by karst from its registrations: do not edit.

---@class karst.task.spawn.Options
---@field daemon? boolean Does not keep the script alive. (default: false)

---@class task.MapOptions
---@field limit? integer how many run at once (default 8)
---@field on_error? "stop"|"collect" raise the first error at once (default), or go on and collect

--- Functions that run beside one another.
---@class karst.task
local M = {}

--- Starts a function that runs whenever others wait; options: `daemon`.
---@param options_or_f table|function The function, or options before it.
---@param ... any The further values.
---@return Task
function M.spawn(options_or_f, ...) end

--- Waits; other tasks run meanwhile.
---
---@async
---@param seconds number How long.
function M.sleep(seconds) end

--- Seconds of a monotonic clock.
---@return number
function M.now() end

--- Calls the function on Ctrl-C instead of raising the interrupt; nil undoes that.
---@param f? function What Ctrl-C calls. (default: nil: interrupts are raised again)
function M.on_interrupt(f) end

--- Calls `action` for each item of a list, several at a time; the results keep the list's order.
---
--- ```lua
--- local skeletons = karst.task.map(ids, function(id)
---   return client.skeleton:get_skeleton(id)
--- end, { limit = 4 })
--- ```
---@generic T, R
---@param list T[]
---@param action fun(item: T, index: integer): R
---@param options? task.MapOptions
---@return R[] results
---@return table<integer, any> problems by index; empty unless `on_error` is "collect"
function M.map(list, action, options) end

--- Runs some functions at once and gives the first result of each.
---
--- ```lua
--- local a, b = karst.task.gather(fetch_one, fetch_other)
--- ```
---@param ... fun(): any
---@return any ... one result for each function
function M.gather(...) end

--- Calls `action` and cancels it when it takes too long: an error with the code `timeout`.
---
---@generic T
---@param seconds number
---@param action fun(): T
---@return T ... what `action` gave
function M.timeout(seconds, action) end

--- Calls `action` again and again, with a pause before each call, until the task is cancelled.
---
--- Does not keep the script alive: it ends when the script's other work does.
---@param seconds number the pause
---@param action fun()
---@return task.Task task cancel it to stop
function M.every(seconds, action) end

return M
