-- Trying again what may pass: growing pauses, the server's own wish where it states one.

local errors = require "karst.errors"
local task = require "karst.task"

local M = {}

-- What may pass by itself. Everything else is an answer: asking again gives it again.
local passing = {
  busy = true,
  http = true,
  network = true,
  timed_out = true,
  timeout = true,
  transport = true,
}

local function field(value, name)
  local kind = type(value)
  if kind ~= "table" and kind ~= "userdata" then return nil end
  local found, result = pcall(function() return value[name] end)
  if found then return result end
end

--- Whether another attempt may help: what the error says itself, otherwise by code and status.
---
---@param problem any what `pcall` gave
---@return boolean
function M.is_retryable(problem)
  local said = field(problem, "retryable")
  if type(said) == "boolean" then return said end
  local code, status = errors.code(problem), math.tointeger(field(problem, "status"))
  if code == "http" and status then
    return status >= 500 or status == 408 or status == 425 or status == 429
  end
  return code ~= nil and passing[code] == true
end

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

local defaults = {
  attempts = 5, delay = 1, max_delay = 60, factor = 2, jitter = 0.25,
  retry_if = M.is_retryable, on_retry = false, sleep = task.sleep, random = math.random,
}

local function pause_after(problem, attempt, settings)
  local pause = settings.delay * settings.factor ^ (attempt - 1)
  pause = pause * (1 - settings.jitter * settings.random())
  local wanted = tonumber(field(problem, "retry_after"))
  return math.max(math.min(pause, settings.max_delay), wanted or 0)
end

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
function M.call(action, options)
  errors.check(1, "action", action, "function")
  local settings = errors.options(options, defaults, "retry.call")
  local attempt = 1
  while true do
    local results = table.pack(pcall(action, attempt))
    if results[1] then return table.unpack(results, 2, results.n) end
    local problem = results[2]
    if attempt >= settings.attempts or not settings.retry_if(problem, attempt) then
      error(problem, 0)
    end
    local pause = pause_after(problem, attempt, settings)
    if settings.on_retry then settings.on_retry(problem, attempt, pause) end
    settings.sleep(pause)
    attempt = attempt + 1
  end
end

return M
