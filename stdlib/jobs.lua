-- Skeletons of many neurons: work that finishes what it starts, and says why the rest is missing.

local errors = require "karst.errors"
local fs = require "karst.fs"
local ids_module = require "karst.ids"
local job_folder = require "karst.job_folder"
local journal = require "karst.journal"
local json = require "karst.json"
local log = require "karst.log"
local poll = require "karst.poll"
local progress = require "karst.progress"
local report = require "karst.report"
local retry = require "karst.retry"
local task = require "karst.task"

local M = {}

---@class jobs.Options
---@field client? table|fun(): table what `karst.cave.client` gave, or a function that gives it
---@field ids? (integer|string)[] root ids; added to those that the folder's job has already
---@field out string the folder; the job that it holds goes on
---@field format? string|string[] swc (default), json, h5, precomputed
---@field datastack? string its datastack, where the client is a function (default: the client's)
---@field server? string its address, where the client is a function (default: the client's)
---@field name? string names of files: {root_id} (default), {datastack}, {version}
---@field generate? boolean have made what is missing (default true)
---@field skeleton_version? integer default 4
---@field measures? boolean a row of measures and of quality checks for each (default true)
---@field each? fun(skeleton: Skeleton, root_id: integer): table? more columns for measures.csv
---@field deadline? number seconds after which to stop
---@field patience? number seconds of waiting without any progress after which to stop
---@field interval? number seconds before the second look (default 1)
---@field max_interval? number the longest pause between two looks (default 60)
---@field batch? integer skeletons per request (default 25)
---@field limit? integer requests at a time (default 4)
---@field retry? retry.Options how to repeat a request that failed on its way
---@field recheck? boolean ask again about ids that were refused, unknown or no roots
---@field on_progress? fun(counts: table<string, integer>, total: integer)
---@field quiet? boolean no progress, no messages
---@field now? fun(): number a clock that never goes back (default `task.now`)
---@field sleep? fun(seconds: number) waits (default `task.sleep`)

local defaults = {
  client = false, ids = false, out = false, format = false, name = false, generate = true,
  datastack = false, server = false,
  skeleton_version = false, measures = true, each = false, deadline = false, patience = false,
  interval = 1, max_interval = 60, batch = 25, limit = 4, retry = false, recheck = false,
  on_progress = false, quiet = false, now = task.now, sleep = task.sleep,
}

local status_batch = 1000
-- Naps are short, so that little of one can be lost to a machine that is asleep itself.
local longest_nap = 60
-- How often a skeleton may be announced and then not be there before that counts as a failure.
local announcements = 3

-- What is wanted ----------------------------------------------------------------------------------

local function wrong(problem)
  errors.raise("bad_argument", "jobs.run: " .. problem, nil, 4)
end

local function format_list(format)
  local list = type(format) == "table" and format or { format or "swc" }
  if #list == 0 then wrong("format: at least one expected") end
  for _, name in ipairs(list) do
    if not job_folder.formats[name] then
      wrong(("unknown format '%s' (known: h5, json, precomputed, swc)"):format(tostring(name)))
    end
  end
  return list
end

local function check_numbers(settings)
  for _, name in ipairs { "deadline", "patience", "interval", "max_interval" } do
    local value = settings[name]
    if value ~= nil and (type(value) ~= "number" or value < 0 or value ~= value) then
      wrong(name .. " must be a number of seconds, at least 0")
    end
  end
  for _, name in ipairs { "batch", "limit" } do
    if math.type(settings[name]) ~= "integer" or settings[name] < 1 then
      wrong(name .. " must be an integer of at least 1")
    end
  end
end

local function read_settings(options)
  local settings = errors.options(options, defaults, "jobs.run")
  if options.generate == false then settings.generate = false end
  if options.measures == false then settings.measures = false end
  if type(settings.out) ~= "string" or settings.out == "" then
    wrong("out: the name of a folder expected")
  end
  check_numbers(settings)
  local problem = settings.name and job_folder.name_problem(settings.name)
  if problem then wrong(("name '%s': %s"):format(settings.name, problem)) end
  return settings
end

--- The client, made when it is first needed: a job with nothing left to do talks to nobody.
local function client_of(settings)
  if type(settings.client) == "function" then settings.client = settings.client() end
  if settings.client == nil then wrong("client: what karst.cave.client gives expected") end
  return settings.client
end

--- What the job is; what is not said stays as the folder's own job has it.
local function describe(settings)
  local there = job_folder.is_job(settings.out)
  if there then
    return {
      datastack = settings.datastack, server = settings.server, name = settings.name,
      skeleton_version = settings.skeleton_version,
      formats = settings.format and format_list(settings.format),
    }
  end
  local client = settings.datastack and {} or client_of(settings)
  return {
    datastack = settings.datastack or client.datastack_name,
    server = settings.server or client.server_address or "hosted",
    skeleton_version = settings.skeleton_version or 4, formats = format_list(settings.format),
    name = settings.name or "{root_id}",
  }
end

-- The run -----------------------------------------------------------------------------------------

local Run = {}
Run.__index = Run

local function new_run(settings, folder)
  local now = settings.now()
  return setmetatable({
    settings = settings, folder = folder, began = now, waited = 0, fresh = 0,
    waiting = {}, dispatched = {}, queue = {}, first = 1, announced = {}, running = {}, active = 0,
    pause = settings.interval, next_look = now, problem = nil, nap = nil,
  }, Run)
end

function Run:skeletons()
  return client_of(self.settings).skeleton
end

--- Asks the service, again where that may help.
function Run:ask(question)
  local again = { sleep = self.settings.sleep }
  for name, value in pairs(self.settings.retry or {}) do again[name] = value end
  return retry.call(question, again)
end

function Run:moved()
  self.waited, self.pause = 0, self.settings.interval
end

function Run:show()
  local total, counts, words = #self.folder.order, self.folder:counts(), {}
  local open = counts.queued or 0
  for word, count in pairs(counts) do words[#words + 1] = ("%d %s"):format(count, word) end
  table.sort(words)
  self.bar:update(total - open, table.concat(words, ", "))
  if self.settings.on_progress then self.settings.on_progress(counts, total) end
end

function Run:settle(id, entry)
  self.folder:settle(id, entry)
  self.waiting[id] = nil
  self.fresh = self.fresh + 1
  self:moved()
end

-- Looking -----------------------------------------------------------------------------------------

local function reason_of(entry)
  if entry.reason then return entry.reason end
  local meaning = poll.meanings[entry.status]
  return entry.successor and ("%s by %d"):format(meaning, entry.successor) or meaning
end

--- Sends an id on its way: to be fetched, made, waited for, or to rest.
function Run:route(id, entry, missing)
  if entry.has_skeleton then
    self.waiting[id] = nil
    self.queue[#self.queue + 1] = { id = id, status = entry.status, successor = entry.successor }
  elseif entry.status == "queued" or entry.status == "not_found" and self.dispatched[id] then
    self.waiting[id] = true
  elseif entry.status == "not_found" and self.settings.generate then
    self.waiting[id] = true
    missing[#missing + 1] = id
  else
    local may_pass = entry.status == "failed" and entry.retryable or nil
    self:settle(id, {
      status = entry.status, reason = reason_of(entry), retryable = may_pass,
      successor = entry.successor,
    })
  end
end

function Run:dispatch(ids)
  self.folder:record("dispatch", { ids = json.list(ids) })
  local version = { skeleton_version = self.folder.job.skeleton_version }
  local seconds = self:ask(function()
    return self:skeletons():generate_bulk_skeletons_async(ids, version)
  end)
  for _, id in ipairs(ids) do self.dispatched[id] = true end
  self:moved()
  if not self.settings.quiet and type(seconds) == "number" and seconds > 0 then
    log.info(("%d skeletons are being made; the service expects %s at most")
      :format(#ids, progress.format_duration(math.max(seconds, 1))))
  end
end

--- Asks where some ids stand, in parts, so that fetching starts before the last part is answered.
function Run:look(ids)
  for first = 1, #ids, status_batch do
    local last = math.min(first + status_batch - 1, #ids)
    local part = table.move(ids, first, last, 1, {})
    local before, missing = #self.queue, {}
    local statuses = self:ask(function() return self:skeletons():get_status(part) end)
    for _, id in ipairs(part) do
      local unknown = { status = "failed", reason = "the service said nothing about it" }
      self:route(id, statuses[id] or unknown, missing)
    end
    if #missing > 0 then self:dispatch(missing) end
    if #self.queue > before then self:moved() end
    self:pump()
    self:show()
  end
end

-- Fetching ----------------------------------------------------------------------------------------

--- Writes the files of a skeleton and gives their names and sizes.
function Run:write_files(id, skeleton)
  local files = {}
  for index, format in ipairs(self.folder.job.formats) do
    local name = self.folder:file_name(id, index)
    local path = self.folder:file("skeletons", name)
    if name:find("/", 1, true) then fs.mkdir((path:match("^(.*)/[^/]*$"))) end
    skeleton:write(path, format == "precomputed" and { format = format } or nil)
    files[index] = { name = name, bytes = fs.size(path) }
  end
  return files
end

--- The measures of a skeleton, and in the column `qc` what the quality checks found, worst first.
local function measures_of(skeleton)
  local row, codes, seen = report.measures(skeleton), {}, {}
  for _, finding in ipairs(skeleton:qc()) do
    if not seen[finding.code] then codes[#codes + 1] = finding.code end
    seen[finding.code] = true
  end
  row.qc = #codes > 0 and table.concat(codes, " ") or "ok"
  return row
end

function Run:row_of(id, skeleton)
  local row = self.settings.measures and measures_of(skeleton) or nil
  if not self.settings.each then return row end
  row = row or {}
  for name, value in pairs(self.settings.each(skeleton, id) or {}) do row[name] = value end
  return row
end

function Run:store(item, skeleton)
  local measured, row = pcall(self.row_of, self, item.id, skeleton)
  if not measured then
    local reason = "measuring: " .. errors.message(row)
    return self:settle(item.id, { status = "failed", reason = reason })
  end
  local word = item.status == "outdated" and "outdated" or "fetched"
  local entry = {
    status = word, successor = item.successor, files = self:write_files(item.id, skeleton),
  }
  if word == "outdated" then entry.reason = reason_of(entry) end
  self.folder:fetched(item.id, entry, row)
  self.fresh = self.fresh + 1
  self:moved()
end

--- An id whose skeleton was announced and did not come.
function Run:not_there(item)
  local times = (self.announced[item.id] or 0) + 1
  self.announced[item.id] = times
  if times < announcements then
    self.waiting[item.id] = true
  else
    local reason = "the service says that it is there, and does not send it"
    self:settle(item.id, { status = "failed", reason = reason, retryable = true })
  end
end

local function ids_of(batch)
  local ids = {}
  for index, item in ipairs(batch) do ids[index] = item.id end
  return ids
end

function Run:fetch(batch)
  local version = { skeleton_version = self.folder.job.skeleton_version }
  local ids = ids_of(batch)
  local came, found = pcall(self.ask, self, function()
    return self:skeletons():fetch_skeletons(ids, version)
  end)
  if not came then return self:fetch_failed(batch, found) end
  self.folder:record("write", { ids = json.list(ids) })
  for _, item in ipairs(batch) do
    local skeleton = found[item.id]
    if skeleton then self:store(item, skeleton) else self:not_there(item) end
  end
end

--- One bad skeleton must not spoil those that were asked for with it.
function Run:fetch_failed(batch, problem)
  if errors.code(problem) == "cancelled" then error(problem, 0) end
  local may_pass = retry.is_retryable(problem)
  if #batch > 1 and not may_pass then
    for _, item in ipairs(batch) do self:fetch { item } end
    return
  end
  for _, item in ipairs(batch) do
    self:settle(item.id, {
      status = "failed", reason = errors.message(problem), retryable = may_pass or nil,
    })
  end
end

--- Starts as many fetches as may run at a time.
function Run:pump()
  while self.active < self.settings.limit and self.first <= #self.queue do
    local last = math.min(self.first + self.settings.batch - 1, #self.queue)
    local batch = table.move(self.queue, self.first, last, 1, {})
    for index = self.first, last do self.queue[index] = false end
    self.first, self.active = last + 1, self.active + 1
    local slot = {}
    self.running[slot] = task.spawn(function()
      local done, problem = pcall(self.fetch, self, batch)
      self.running[slot], self.active = nil, self.active - 1
      if not done and errors.code(problem) ~= "cancelled" then
        self.problem = self.problem or { problem }
      end
      self:wake()
    end)
  end
end

-- Waiting -----------------------------------------------------------------------------------------

function Run:wake()
  local nap = self.nap
  self.nap = nil
  if nap then nap:cancel() end
end

--- Sleeps, unless a fetch ends meanwhile.
---
--- Only what was to be slept counts as waiting: a process that is stopped, or a machine that is
--- closed for the night, has not been waiting for the service.
function Run:sleep(seconds)
  local sleep, now = self.settings.sleep, self.settings.now
  local began = now()
  local nap = task.spawn(function() sleep(seconds) end)
  self.nap = nap
  local slept, problem = pcall(nap.join, nap)
  local woken = self.nap ~= nap
  self.nap = nil
  self.waited = self.waited + math.min(now() - began, seconds)
  if not slept and not woken then error(problem, 0) end
end

--- Seconds until the run has to stop, and why it would.
function Run:left(now)
  local left, reason = math.huge, nil
  if self.settings.deadline then
    left, reason = self.began + self.settings.deadline - now, "deadline"
  end
  if self.settings.patience then
    local patient = self.settings.patience - self.waited
    if patient < left then left, reason = patient, "patience" end
  end
  return left, reason
end

local function sorted_keys(set, order)
  local keys = {}
  for _, id in ipairs(order) do
    if set[id] then keys[#keys + 1] = id end
  end
  return keys
end

--- Works until every id has come to rest, and gives why it stopped earlier otherwise.
function Run:work(open)
  self:look(open)
  while true do
    if self.problem then error(self.problem[1], 0) end
    self:pump()
    local idle = next(self.waiting) == nil
    if idle and self.active == 0 then return nil end
    local now = self.settings.now()
    local left, reason = self:left(now)
    if left <= 0 then return reason end
    if not idle and now >= self.next_look then
      self:look(sorted_keys(self.waiting, open))
      self.next_look = self.settings.now() + self.pause
      self.pause = math.min(self.pause * 1.5, math.max(self.settings.max_interval, self.pause))
    else
      local pause = idle and left or math.min(left, self.next_look - now)
      self:sleep(math.min(pause, longest_nap, (self.settings.patience or math.huge) / 20))
    end
    self:show()
  end
end

function Run:cancel()
  for _, fetching in pairs(self.running) do fetching:cancel() end
end

-- The end -----------------------------------------------------------------------------------------

local rest_reasons = {
  deadline = { status = "timed_out", reason = "the deadline came first", retryable = true },
  patience = { status = "timed_out", reason = "nothing changed for too long", retryable = true },
  stopped = { status = "queued", reason = "the run was stopped before", retryable = true },
}

local function exit_status(folder, reason)
  if reason == "deadline" then return 124 end
  local failed = false
  for _, id in ipairs(folder.order) do
    local entry = folder.entries[id]
    if not entry or entry.retryable then return 3 end
    if entry.status == "failed" then failed = true end
  end
  return failed and 4 or 0
end

local function timestamp()
  return os.date("!%Y-%m-%dT%H:%M:%SZ")
end

local function provenance(folder, began, reason, rest)
  local about = { began = began, ended = timestamp(), stopped_by = reason, ids = #folder.order }
  for name, value in pairs(folder.job) do about[name] = value end
  about.karst, about.counts = karst.version, folder:counts(rest)
  return about
end

--- Leaves the folder's tables as they stand, whatever ended the run.
local function write_reports(folder, began, reason)
  local rest = reason and (rest_reasons[reason] or rest_reasons.stopped) or nil
  local columns = report.measure_columns()
  columns[#columns + 1] = "qc"
  folder:write_tables(rest, columns)
  folder:write_provenance(provenance(folder, began, reason, rest))
  return rest
end

local function result(folder, rest, reason, fresh, before)
  local words, entries = {}, {}
  for _, id in ipairs(folder.order) do
    local entry = folder.entries[id] or rest
    entries[id] = entry
    local cached = before[id] == entry and entry.status == "fetched"
    words[id] = cached and "cached" or entry.status
  end
  return {
    status = words, entries = entries, counts = folder:counts(rest), reason = reason,
    exit_status = exit_status(folder, reason), fresh = fresh, out = folder.path,
    order = folder.order, folder = folder,
  }
end

local function reopen(folder, settings)
  if not settings.recheck then return end
  local again = {}
  for _, id in ipairs(folder.order) do
    local entry = folder.entries[id]
    if entry and not entry.bytes then again[#again + 1] = id end
  end
  if #again > 0 then folder:record("retry", { ids = json.list(again) }) end
  for _, id in ipairs(again) do folder:set(id, nil) end
end

--- The work itself, with the reports written on every way out of it.
local function carry_out(settings, folder, open)
  local began, run = timestamp(), new_run(settings, folder)
  folder:record("run", { time = began, generate = settings.generate, open = #open })
  local ended = false
  local _ <close> = setmetatable({}, {
    __close = function()
      run:cancel()
      if ended then return end
      -- An interrupt or an error is on its way: what can still be written is, and it goes on.
      if run.bar then run.bar:close() end
      pcall(folder.record, folder, "end", { time = timestamp(), reason = "stopped" })
      pcall(write_reports, folder, began, "stopped")
    end,
  })
  local shown = { quiet = settings.quiet, now = settings.now }
  run.bar = progress.open("skeletons", #folder.order, shown)
  local reason = run:work(open)
  run:cancel()
  run:show()
  run.bar:close()
  folder:record("end", { time = timestamp(), reason = reason or "done" })
  local rest = write_reports(folder, began, reason)
  ended = true
  return rest, reason, run.fresh
end

--- Fetches the skeletons of many neurons into a folder, and says of each id what became of it.
---
--- Every step is written down before it is taken: a job that was stopped, by Ctrl-C, a deadline, a
--- full disk or the power, goes on where it was when it is run again. When nothing is left to do
--- the service is not asked anything.
---
--- ```lua
--- local done = karst.jobs.run { client = client, ids = ids, out = "cells", deadline = 3600 }
--- print(done.status[ids[1]], done.counts.refused)
--- ```
---@param options jobs.Options
---@return table result `status` and `entries` by id, `order`, `counts`, `reason`, `exit_status`
function M.run(options)
  errors.check(1, "options", options, "table")
  local settings = read_settings(options)
  local ids = ids_module.unique(settings.ids or {})
  if #ids == 0 and not job_folder.is_job(settings.out) then
    wrong("ids: a list of at least one root id expected")
  end
  local folder <close> = job_folder.open(settings.out, describe(settings))
  folder:add_ids(ids)
  reopen(folder, settings)
  local before = {}
  for id, entry in pairs(folder.entries) do before[id] = entry end
  local open = folder:open_ids(settings.generate)
  local written = fs.exists(folder:file("status.csv")) and fs.exists(folder:file("measures.csv"))
  if #open == 0 and written then
    if not settings.quiet then
      log.info(("%s: all %d ids have come to rest already; nothing was asked of the service")
        :format(folder.path, #folder.order))
    end
    return result(folder, nil, nil, 0, before)
  end
  local rest, reason, fresh = carry_out(settings, folder, open)
  return result(folder, rest, reason, fresh, before)
end

-- Looking into a folder ---------------------------------------------------------------------------

--- What a folder holds: the job, counts by status, and what each file is.
---
---@param dir string
---@return table status
function M.status(dir)
  local folder = job_folder.read(dir)
  local counts, open = folder:counts(), 0
  for _, id in ipairs(folder.order) do
    local entry = folder.entries[id]
    if not entry or entry.retryable then open = open + 1 end
  end
  return {
    out = dir, job = folder.job, ids = #folder.order, counts = counts, open = open,
    files = job_folder.files,
  }
end

--- What is known of one id, and every step that was taken for it.
---
---@param id integer|string
---@param dir string
---@return table why `status`, `reason`, `file`, `steps`
function M.why(id, dir)
  id = ids_module.parse(id)
  local folder = job_folder.read(dir)
  if not folder.known[id] then
    errors.raise("unknown_id", ("%s: the job has no id %d"):format(dir, id), { root_id = id })
  end
  local steps = {}
  journal.replay(fs.join(dir, "journal.jsonl"), function(event)
    local concerned = event.id == id
    for _, other in ipairs(event.ids or {}) do concerned = concerned or other == id end
    if concerned then
      steps[#steps + 1] = { step = event.event, status = event.status, reason = event.reason }
    end
  end)
  local row = folder:status_row(id)
  row.steps = steps
  return row
end

--- Sees to it that ids that failed are tried again when the job is next run.
---
---@param dir string
---@return integer[] ids those that will be
function M.retry_failed(dir)
  job_folder.read(dir)
  local folder <close> = job_folder.open(dir)
  local again = {}
  for _, id in ipairs(folder.order) do
    local entry = folder.entries[id]
    if entry and (entry.status == "failed" or entry.status == "timed_out") then
      again[#again + 1] = id
    end
  end
  if #again > 0 then folder:record("retry", { ids = json.list(again) }) end
  return again
end

return M
