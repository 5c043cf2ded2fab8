-- Many waits at once, written as plain blocking code, on the host's spawn, join and cancel.

local name, native = ...

local M = {}
for key, value in pairs(native) do M[key] = value end

local function bad(message)
  local errors = require "karst.errors"
  errors.raise("bad_argument", ("%s: %s"):format(name, message), nil, 4)
end

local function check_function(value, what)
  if type(value) ~= "function" then
    bad(("%s must be a function, got %s"):format(what, type(value)))
  end
end

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

local function map_settings(options)
  local settings = { limit = 8, on_error = "stop" }
  for key, value in pairs(options or {}) do
    if settings[key] == nil then
      bad(("map: unknown option '%s' (known: limit, on_error)"):format(tostring(key)))
    end
    settings[key] = value
  end
  if math.type(settings.limit) ~= "integer" or settings.limit < 1 then
    bad("map: limit must be an integer of at least 1")
  end
  if settings.on_error ~= "stop" and settings.on_error ~= "collect" then
    bad("map: on_error must be 'stop' or 'collect'")
  end
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
  if type(list) ~= "table" then bad(("map: list must be a table, got %s"):format(type(list))) end
  check_function(action, "map: action")
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
  for i = 1, actions.n do check_function(actions[i], "gather: argument " .. i) end
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
  if type(seconds) ~= "number" or seconds ~= seconds or seconds < 0 then
    bad("timeout: seconds must be a number of at least 0")
  end
  check_function(action, "timeout: action")
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
    local errors = require "karst.errors"
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
  if type(seconds) ~= "number" or seconds ~= seconds or seconds <= 0 then
    bad("every: seconds must be a number above 0")
  end
  check_function(action, "every: action")
  return M.spawn({ daemon = true }, function()
    while true do
      M.sleep(seconds)
      action()
    end
  end)
end

return M
