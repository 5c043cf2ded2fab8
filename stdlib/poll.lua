-- Waiting for what takes its time: growing intervals, deadlines, and an end in every case.

local errors = require "karst.errors"
local ids_module = require "karst.ids"
local retry = require "karst.retry"
local task = require "karst.task"

local M = {}

---@class poll.Options
---@field deadline? number seconds after which to stop (default: none)
---@field interval? number seconds before the second look (default 1)
---@field max_interval? number the longest pause in seconds (default 60)
---@field factor? number by how much pauses grow (default 1.5)
---@field patience? number seconds without progress after which to stop (default: none)
---@field now? fun(): number a clock that never goes back (default `task.now`)
---@field sleep? fun(seconds: number) waits (default `task.sleep`)

local defaults = {
  deadline = false, interval = 1, max_interval = 60, factor = 1.5, patience = false,
  now = task.now, sleep = task.sleep,
}

local function check_settings(settings, what)
  for _, name in ipairs { "deadline", "interval", "max_interval", "factor", "patience" } do
    local value = settings[name]
    if value ~= nil and (type(value) ~= "number" or value < 0 or value ~= value) then
      local problem = ("%s: %s must be a number of at least 0"):format(what, name)
      errors.raise("bad_argument", problem, nil, 4)
    end
  end
  if settings.factor < 1 then
    errors.raise("bad_argument", what .. ": factor must be at least 1", nil, 4)
  end
  return settings
end

--- Seconds until the first of the stop conditions, and its name.
local function next_stop(settings, began, last_change, now)
  local left, reason = math.huge, nil
  if settings.deadline then left, reason = began + settings.deadline - now, "deadline" end
  if settings.patience then
    local patient = last_change + settings.patience - now
    if patient < left then left, reason = patient, "patience" end
  end
  return left, reason
end

--- Calls `check` until it gives a true value, a deadline passes, or nothing changes for too long.
---
--- `check` may give a second value that stands for the progress made; whenever it differs from the
--- last one, patience and interval start anew. The last look is at the deadline itself.
---
--- ```lua
--- local poll = karst.poll
--- local done, reason = poll.wait(function()
---   return karst.fs.exists("ready")
--- end, { deadline = 60 })
--- ```
---@generic T
---@param check fun(attempt: integer): T?, any
---@param options? poll.Options
---@return T? value what `check` gave, or nil when the wait ended without it
---@return string? reason "deadline" or "patience" when it did
function M.wait(check, options)
  errors.check(1, "check", check, "function")
  local settings = check_settings(errors.options(options, defaults, "poll.wait"), "poll.wait")
  local began = settings.now()
  local last_change, last_progress = began, nil
  local pause, attempt = settings.interval, 1
  while true do
    local value, progress = check(attempt)
    if value then return value end
    local now = settings.now()
    if progress ~= last_progress then
      last_progress, last_change, pause = progress, now, settings.interval
    end
    local left, reason = next_stop(settings, began, last_change, now)
    if left <= 0 then return nil, reason end
    settings.sleep(math.min(pause, left))
    pause = math.min(pause * settings.factor, math.max(settings.max_interval, settings.interval))
    attempt = attempt + 1
  end
end

---@class poll.Status
---@field status string the word of the table of statuses
---@field reason? string why, where something is known
---@field retryable? boolean whether asking again later may help

---@class poll.SkeletonOptions: poll.Options
---@field generate? boolean dispatch what is missing (default true)
---@field skeleton_version? integer default 4
---@field datastack_name? string default the client's
---@field on_progress? fun(counts: table<string, integer>, statuses: table<integer, poll.Status>)
---@field retry? retry.Options how to repeat a question that failed on its way

local skeleton_defaults = {
  generate = true, skeleton_version = false, datastack_name = false, on_progress = false,
  retry = false,
}
for name, default in pairs(defaults) do skeleton_defaults[name] = default end

--- What each status of an id means, for people.
M.meanings = {
  cached = "the skeleton is there",
  fetched = "written in this run",
  queued = "being made, or waiting for its turn",
  refused = "on the service's refusal list",
  invalid = "not an id of this data set",
  wrong_layer = "a supervoxel or level-2 id, not a root id",
  outdated = "superseded",
  not_found = "no skeleton, and none was asked for",
  failed = "the skeleton could not be made",
  timed_out = "the deadline came first",
}

--- Sees to it that whatever has no skeleton says why.
local function explain(entry)
  if entry.has_skeleton or entry.reason then return entry end
  entry.reason = M.meanings[entry.status]
  if entry.successor then entry.reason = ("%s by %d"):format(entry.reason, entry.successor) end
  return entry
end

--- How many ids have which status.
---
---@param statuses table<integer, poll.Status>
---@return table<string, integer> counts
function M.count(statuses)
  errors.check(1, "statuses", statuses, "table")
  local counts = {}
  for _, entry in pairs(statuses) do counts[entry.status] = (counts[entry.status] or 0) + 1 end
  return counts
end

local function fingerprint(counts)
  local words = {}
  for word, count in pairs(counts) do words[#words + 1] = word .. "=" .. count end
  table.sort(words)
  return table.concat(words, " ")
end

local function with_status(ids, statuses, word)
  local found = {}
  for _, id in ipairs(ids) do
    if statuses[id].status == word then found[#found + 1] = id end
  end
  return found
end

--- The questions put to one client, each repeated when it fails on its way.
local function questions(client, settings)
  local skeletons = client.skeleton
  local again = { sleep = settings.sleep }
  for name, value in pairs(settings.retry or {}) do again[name] = value end
  local asked = {
    datastack_name = settings.datastack_name,
    skeleton_version = settings.skeleton_version,
  }
  local function status(ids)
    local named = { root_ids = ids, datastack_name = settings.datastack_name }
    return retry.call(function() return skeletons:get_status(named) end, again)
  end
  local function dispatch(ids)
    retry.call(function() return skeletons:generate_bulk_skeletons_async(ids, asked) end, again)
  end
  return status, dispatch
end

local function settle_late(ids, statuses, reason)
  for _, id in ipairs(with_status(ids, statuses, "queued")) do
    local why = reason == "patience" and "nothing changed for too long" or "the deadline came first"
    statuses[id] = { status = "timed_out", reason = why, retryable = true }
  end
end

--- Dispatches what is missing and waits until every id has settled, with a status word for each.
---
--- It ends in every case: for one id, for repeated ones, and for ids that are unknown, refused or
--- failing. Only ids that are still queued are asked about again.
---
--- ```lua
--- local statuses = karst.poll.skeletons(client, { id1, id2 }, { deadline = 600 })
--- print(statuses[id1].status)
--- ```
---@param client table what `karst.cave.client` gave
---@param ids (integer|string)[]
---@param options? poll.SkeletonOptions
---@return table<integer, poll.Status> statuses
---@return string? reason "deadline" or "patience" when some ids had to be left
function M.skeletons(client, ids, options)
  local settings = errors.options(options, skeleton_defaults, "poll.skeletons")
  check_settings(settings, "poll.skeletons")
  local is_client = type(client) == "table" or type(client) == "userdata"
  if not is_client then
    errors.bad_argument(1, "client", "a client expected, got " .. type(client))
  end
  if type(ids) ~= "table" and not errors.is_list(ids) then ids = { ids } end
  ids = ids_module.unique(ids)
  if #ids == 0 then errors.bad_argument(2, "ids", "a list of at least one root id expected") end

  local status, dispatch = questions(client, settings)
  local statuses, open = {}, ids
  local function look(attempt)
    for id, entry in pairs(status(open)) do statuses[id] = explain(entry) end
    if attempt == 1 and settings.generate then
      local missing = with_status(ids, statuses, "not_found")
      if #missing > 0 then
        dispatch(missing)
        for id, entry in pairs(status(missing)) do statuses[id] = explain(entry) end
      end
    end
    open = with_status(ids, statuses, "queued")
    local counts = M.count(statuses)
    if settings.on_progress then settings.on_progress(counts, statuses) end
    return #open == 0, fingerprint(counts)
  end

  local waiting = {}
  for name in pairs(defaults) do waiting[name] = settings[name] end
  local _, reason = M.wait(look, waiting)
  if reason then
    settle_late(ids, statuses, reason)
    if settings.on_progress then settings.on_progress(M.count(statuses), statuses) end
  end
  return statuses, reason
end

return M
