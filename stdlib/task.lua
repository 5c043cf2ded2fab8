-- Many waits at once, written as plain blocking code, on the host's spawn, join and cancel.

local _, native = ...

local errors = require "karst.errors"

local M = {}
for key, value in pairs(native) do M[key] = value end

--- Cancels what is left of some tasks when a scope is left, whatever the reason.
local function owner_of(tasks, before)
  return setmetatable({}, {
    __close = function()
      if before then before() end
      for _, task in ipairs(tasks) do task:cancel() end
    end,
  })
end

---@class task.MapOptions
---@field limit? integer how many run at once (default 8)
---@field on_error? "stop"|"collect" raise the first error at once (default), or go on and collect

local map_defaults = { limit = 8, on_error = "stop" }

local function map_settings(options)
  local settings = errors.options(options, map_defaults, "task.map")
  local problem
  if math.type(settings.limit) ~= "integer" or settings.limit < 1 then
    problem = "task.map: limit must be an integer of at least 1"
  elseif settings.on_error ~= "stop" and settings.on_error ~= "collect" then
    problem = "task.map: on_error must be 'stop' or 'collect'"
  end
  if problem then errors.raise("bad_argument", problem, nil, 3) end
  return settings
end

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
function M.map(list, action, options)
  errors.check(1, "list", list, "table")
  errors.check(2, "action", action, "function")
  local settings = map_settings(options)
  local results, problems, first, next_index = {}, {}, nil, 1
  local tasks, stopped = {}, false
  local function stop() stopped = true end
  local function stop_others(slot)
    stop()
    for other, task in ipairs(tasks) do
      if other ~= slot then task:cancel() end
    end
  end
  local function work(slot)
    while next_index <= #list and not stopped do
      local index = next_index
      next_index = index + 1
      local done, value = pcall(action, list[index], index)
      if done then
        results[index] = value
      else
        problems[index] = value
        if settings.on_error == "stop" then
          first = first or { value }
          stop_others(slot)
        end
      end
    end
  end
  -- A worker that is cancelled must not take its next item.
  local _ <close> = owner_of(tasks, stop)
  for slot = 1, math.min(settings.limit, #list) do
    tasks[slot] = M.spawn(function() work(slot) end)
  end
  for _, task in ipairs(tasks) do
    local joined, problem = pcall(task.join, task)
    if not joined and not first then error(problem, 0) end
  end
  if first then error(first[1], 0) end
  return results, problems
end

--- Runs some functions at once and gives the first result of each.
---
--- ```lua
--- local a, b = karst.task.gather(fetch_one, fetch_other)
--- ```
---@param ... fun(): any
---@return any ... one result for each function
function M.gather(...)
  local actions = table.pack(...)
  for i = 1, actions.n do errors.check(i, "action", actions[i], "function") end
  if actions.n == 0 then return end
  local results = M.map(actions, function(action) return (action()) end, { limit = actions.n })
  return table.unpack(results, 1, actions.n)
end

--- Calls `action` and cancels it when it takes too long: an error with the code `timeout`.
---
---@generic T
---@param seconds number
---@param action fun(): T
---@return T ... what `action` gave
function M.timeout(seconds, action)
  errors.check(1, "seconds", seconds, "number")
  errors.check(2, "action", action, "function")
  if seconds ~= seconds or seconds < 0 then
    errors.bad_argument(1, "seconds", "a number of at least 0 expected, got " .. seconds)
  end
  local late, tasks = false, {}
  local _ <close> = owner_of(tasks)
  local work = M.spawn(action)
  local timer = M.spawn(function()
    M.sleep(seconds)
    late = true
    work:cancel()
  end)
  tasks[1], tasks[2] = work, timer
  local results = table.pack(pcall(work.join, work))
  if results[1] then return table.unpack(results, 2, results.n) end
  if late then
    errors.raise("timeout", ("not done within %g s"):format(seconds), { seconds = seconds })
  end
  error(results[2], 0)
end

--- Calls `action` again and again, with a pause before each call, until the task is cancelled.
---
--- Does not keep the script alive: it ends when the script's other work does.
---@param seconds number the pause
---@param action fun()
---@return task.Task task cancel it to stop
function M.every(seconds, action)
  errors.check(1, "seconds", seconds, "number")
  errors.check(2, "action", action, "function")
  if seconds ~= seconds or seconds <= 0 then
    errors.bad_argument(1, "seconds", "a number above 0 expected, got " .. seconds)
  end
  return M.spawn({ daemon = true }, function()
    while true do
      M.sleep(seconds)
      action()
    end
  end)
end

return M
