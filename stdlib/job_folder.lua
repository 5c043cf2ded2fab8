-- What a bulk job keeps in its folder.
--
-- Skeletons, tables of what became of each id, and the journal from which a job that was stopped,
-- by whatever, goes on.

local csv = require "karst.csv"
local errors = require "karst.errors"
local fs = require "karst.fs"
local journal = require "karst.journal"
local json = require "karst.json"

local M = {}

--- The files of a folder, for people.
M.files = {
  { name = "skeletons/", meaning = "the skeletons, each complete" },
  { name = "status.csv", meaning = "one row per id: what became of it, why, and its file" },
  { name = "missing.csv", meaning = "the rows of status.csv that have no skeleton" },
  { name = "measures.csv", meaning = "one row per skeleton, in micrometres, and what is odd" },
  { name = "provenance.json", meaning = "what was asked of whom, when, with which versions" },
  { name = "journal.jsonl", meaning = "every step, in order; a stopped job goes on from here" },
}

--- What skeletons can be written as, and how the names of such files end.
M.formats = { swc = ".swc", json = ".json", h5 = ".h5", precomputed = "" }

local status_columns = { "root_id", "status", "reason", "retryable", "successor", "file" }

-- What a later call on the folder must not change: the files would not belong together.
local fixed = { "datastack", "server", "skeleton_version", "formats", "name" }

---@class job_folder.Entry
---@field status string the word of the table of statuses
---@field reason? string
---@field retryable? boolean
---@field successor? integer
---@field bytes? integer|integer[] the size of its file, or of each; nil without a skeleton
---@field offset? integer where the journal tells of its files

---@class job_folder.Folder
---@field path string
---@field job table what the job is: datastack, server, skeleton_version, formats, name, generate
---@field order integer[] the ids, in the order in which they were asked for
---@field entries table<integer, job_folder.Entry> what is known of the ids that came to rest
local Folder = { __name = "Folder" }
Folder.__index = Folder

function Folder:file(...)
  return fs.join(self.path, ...)
end

-- Entries -----------------------------------------------------------------------------------------

-- A job may have very many ids: what is the same for most of them is kept once.
local function settled_entry(folder, entry)
  local retryable = entry.retryable or nil
  local made = {
    status = entry.status, reason = entry.reason, retryable = retryable,
    successor = entry.successor,
  }
  if entry.successor then return made end
  local key = ("%s\0%s\0%s"):format(entry.status, entry.reason or "", retryable)
  folder.settled[key] = folder.settled[key] or made
  return folder.settled[key]
end

--- Names follow from ids, so the sizes of its files are all that is kept of a skeleton.
local function fetched_entry(entry, offset)
  local bytes = {}
  for index, file in ipairs(entry.files) do bytes[index] = file.bytes end
  return {
    status = entry.status, reason = entry.reason, successor = entry.successor,
    bytes = #bytes == 1 and bytes[1] or bytes, offset = offset,
  }
end

-- Replay ------------------------------------------------------------------------------------------

local handlers = {}

function handlers.job(folder, event)
  local job = {}
  for _, name in ipairs(fixed) do job[name] = event[name] end
  folder.job = job
end

function handlers.ids(folder, event)
  folder:take(event.ids)
end

function handlers.settled(folder, event)
  folder:set(event.id, settled_entry(folder, event))
end

function handlers.fetched(folder, event, offset)
  for name in pairs(event.row or {}) do folder.row_names[name] = true end
  folder:set(event.id, fetched_entry(event, offset))
end

function handlers.retry(folder, event)
  for _, id in ipairs(event.ids) do folder:set(id, nil) end
end

local function new(path)
  return setmetatable({
    path = path, job = nil, order = {}, known = {}, entries = {}, settled = {}, tally = {},
    row_names = {},
  }, Folder)
end

local function replay(folder)
  return function(event, offset)
    local handle = handlers[event.event]
    if handle then handle(folder, event, offset) end
  end
end

--- Says what is known of an id; nil: nothing any more.
---
---@param id integer
---@param entry? job_folder.Entry
function Folder:set(id, entry)
  local before, tally = self.entries[id], self.tally
  if before then tally[before.status] = tally[before.status] - 1 end
  if entry then tally[entry.status] = (tally[entry.status] or 0) + 1 end
  self.entries[id] = entry
end

--- Appends ids that are new, in order, and gives them.
---@param ids integer[]
---@return integer[] new
function Folder:take(ids)
  local added = {}
  for _, id in ipairs(ids) do
    if not self.known[id] then
      self.known[id] = true
      self.order[#self.order + 1] = id
      added[#added + 1] = id
    end
  end
  return added
end

-- Opening -----------------------------------------------------------------------------------------

local function journal_path(path)
  return fs.join(path, "journal.jsonl")
end

--- Whether a folder holds a job.
---
---@param path string
---@return boolean
function M.is_job(path)
  errors.check(1, "path", path, "string")
  return fs.exists(journal_path(path))
end

--- Reads what a folder knows, without changing anything and without a lock.
---
---@param path string
---@return job_folder.Folder folder
function M.read(path)
  errors.check(1, "path", path, "string")
  if not M.is_job(path) then
    local message = ("%s: no journal.jsonl there: not the folder of a job"):format(path)
    errors.raise("no_job", message, { path = path })
  end
  local folder = new(path)
  journal.replay(journal_path(path), replay(folder))
  return folder
end

local function lock(path)
  local held, holder = fs.lock(fs.join(path, ".lock"))
  if held then return held end
  local message = ("%s: in use by %s; two jobs cannot share a folder"):format(path, holder)
  errors.raise("in_use", message, { path = path, holder = holder }, 4)
end

local function shown(value)
  return type(value) == "table" and table.concat(value, ", ") or tostring(value)
end

local function check_same(folder, job)
  for _, name in ipairs(fixed) do
    local before, now = shown(folder.job[name]), shown(job[name])
    if job[name] ~= nil and before ~= now then
      local message = ("%s holds a job with %s %s, and %s was asked for: use another folder")
        :format(folder.path, name:gsub("_", " "), before, now)
      errors.raise("other_job", message, { path = folder.path }, 4)
    end
  end
end

--- Takes away what a process that was killed has left of files that it was writing.
local function remove_unfinished(path, deep)
  for _, name in ipairs(fs.list(path)) do
    local inner = fs.join(path, name)
    if name:find("%.%d+%.%w+%.tmp$") then
      fs.remove(inner)
    elseif deep and fs.is_folder(inner) then
      remove_unfinished(inner, true)
    end
  end
end

local function prepare(folder, job)
  folder.journal = journal.open(journal_path(folder.path), replay(folder))
  if not folder.job then
    folder.job = job
    folder:record("job", job)
  elseif job then
    check_same(folder, job)
  end
  fs.mkdir(folder:file("skeletons"))
  remove_unfinished(folder.path)
  remove_unfinished(folder:file("skeletons"), folder.job.name:find("/", 1, true))
end

--- Opens a folder to work in it, and keeps others out until it is closed.
---
---@param path string made if it is not there
---@param job? table what the job is; nil: the one that is there
---@return job_folder.Folder folder
function M.open(path, job)
  errors.check(1, "path", path, "string")
  errors.check(2, "job", job, "table?")
  if not job and not M.is_job(path) then M.read(path) end
  fs.mkdir(path)
  local folder = new(path)
  folder.lock = lock(path)
  local prepared, problem = pcall(prepare, folder, job)
  if prepared then return folder end
  folder:close()
  error(problem, 0)
end

--- Closes the journal and lets others in.
function Folder:close()
  if self.journal then self.journal:close() end
  if self.lock then self.lock:release() end
end

Folder.__close = Folder.close

-- Steps -------------------------------------------------------------------------------------------

local ids_per_line = 1000

--- Writes a step down; it is on the disk when this returns.
---
---@param event string
---@param details? table
---@return integer offset
function Folder:record(event, details)
  local entry = { event = event }
  for name, value in pairs(details or {}) do entry[name] = value end
  return self.journal:commit(entry)
end

--- Adds ids to the job; those that are in it already stay where they are.
---
---@param ids integer[]
function Folder:add_ids(ids)
  local added = self:take(ids)
  for first = 1, #added, ids_per_line do
    local last = math.min(first + ids_per_line - 1, #added)
    local part = table.move(added, first, last, 1, {})
    self.journal:add { event = "ids", ids = json.list(part) }
  end
  if #added > 0 then self.journal.file:sync() end
end

local function files_are_there(folder, id, entry)
  local bytes = type(entry.bytes) == "table" and entry.bytes or { entry.bytes }
  for index, size in ipairs(bytes) do
    local path = folder:file("skeletons", folder:file_name(id, index))
    if not fs.exists(path) or fs.size(path) ~= size then return false end
  end
  return true
end

--- The ids that have not come to rest, in order: those of which nothing is known, those whose files
--- are gone or cut short, those that may be tried again, and, where skeletons are made, those that
--- were only missing.
---
---@param generate boolean
---@return integer[] ids
function Folder:open_ids(generate)
  local ids = {}
  for _, id in ipairs(self.order) do
    local entry = self.entries[id]
    local open = not entry or entry.retryable or generate and entry.status == "not_found"
    if entry and entry.bytes and not open then open = not files_are_there(self, id, entry) end
    if open then
      self:set(id, nil)
      ids[#ids + 1] = id
    end
  end
  return ids
end

--- Writes down that an id came to rest without a skeleton.
---
---@param id integer
---@param entry job_folder.Entry
function Folder:settle(id, entry)
  self.journal:add {
    event = "settled", id = id, status = entry.status, reason = entry.reason,
    retryable = entry.retryable or nil, successor = entry.successor,
  }
  self:set(id, settled_entry(self, entry))
end

--- Writes down that the skeleton of an id is in its files.
---
---@param id integer
---@param entry { status: string, reason?: string, successor?: integer, files: table[] }
---@param row? table<string, any> its row of measures
function Folder:fetched(id, entry, row)
  local offset = self.journal:add {
    event = "fetched", id = id, status = entry.status, reason = entry.reason,
    successor = entry.successor, files = json.list(entry.files), row = row,
  }
  for name in pairs(row or {}) do self.row_names[name] = true end
  self:set(id, fetched_entry(entry, offset))
end

-- Names -------------------------------------------------------------------------------------------

local function safe(text)
  return (tostring(text):gsub("[^%w_.+-]", "_"))
end

--- The problem with a template of file names, or nil.
---
---@param template string
---@return string? problem
function M.name_problem(template)
  errors.check(1, "template", template, "string")
  for field in template:gmatch("{(.-)}") do
    if field ~= "root_id" and field ~= "datastack" and field ~= "version" then
      return ("there is no {%s}; there are {root_id}, {datastack} and {version}"):format(field)
    end
  end
  if not template:find("{root_id}", 1, true) then return "it must have {root_id} in it" end
  if template:find("[%z\1-\31]") then return "it has a control character in it" end
  if template:find("^/") then return "it must not begin with '/'" end
  for part in (template .. "/"):gmatch("(.-)/") do
    if part == "" or part == "." or part == ".." then return "it must not leave the folder" end
  end
end

--- The name of an id's file below `skeletons`, without its ending.
---
---@param id integer
---@return string name
function Folder:name_of(id)
  local values = {
    root_id = id, datastack = safe(self.job.datastack), version = safe(self.job.skeleton_version),
  }
  return (self.job.name:gsub("{(.-)}", values))
end

--- The name of a file of an id below `skeletons`.
---
---@param id integer
---@param index integer which of the job's formats
---@return string name
function Folder:file_name(id, index)
  return self:name_of(id) .. M.formats[self.job.formats[index]]
end

-- Reports -----------------------------------------------------------------------------------------

--- Writes a file piece by piece, so that it takes no memory, and puts it in place at the end.
local function write_rows(path, columns, rows)
  local unfinished = path .. ".tmp"
  local file = fs.append(unfinished)
  local _ <close> = file
  file:truncate(0)
  local lines = { csv.format_row(columns) }
  local function flush()
    file:write(table.concat(lines, "\n") .. "\n")
    lines = {}
  end
  for row in rows do
    local values = {}
    for i, name in ipairs(columns) do values[i] = row[name] end
    lines[#lines + 1] = csv.format_row(values, #columns)
    if #lines == 500 then flush() end
  end
  if #lines > 0 then flush() end
  file:sync()
  fs.rename(unfinished, path)
end

--- The row of status.csv for an id.
---
---@param id integer
---@param rest? job_folder.Entry what to say of ids that have not come to rest
---@return table<string, any> row
function Folder:status_row(id, rest)
  local entry = self.entries[id] or rest or { status = "queued", retryable = true }
  local row = {
    root_id = id, status = entry.status, reason = entry.reason, successor = entry.successor,
  }
  if entry.bytes then
    row.file = fs.join("skeletons", self:file_name(id, 1))
  else
    row.retryable = entry.retryable or false
  end
  return row
end

local function each(list, make)
  local index = 0
  return function()
    while index < #list do
      index = index + 1
      local row = make(list[index])
      if row then return row end
    end
  end
end

local function measure_columns(folder, first)
  local columns, known = { "root_id" }, { root_id = true }
  for _, name in ipairs(first) do
    if folder.row_names[name] then columns[#columns + 1], known[name] = name, true end
  end
  local others = {}
  for name in pairs(folder.row_names) do
    if not known[name] then others[#others + 1] = name end
  end
  table.sort(others)
  return table.move(others, 1, #others, #columns + 1, columns)
end

--- Writes status.csv, missing.csv and measures.csv; they hold no times.
---
---@param rest? job_folder.Entry what to say of ids that have not come to rest
---@param first? string[] measures that come first, in this order
function Folder:write_tables(rest, first)
  write_rows(self:file("status.csv"), status_columns, each(self.order, function(id)
    return self:status_row(id, rest)
  end))
  write_rows(self:file("missing.csv"), status_columns, each(self.order, function(id)
    local entry = self.entries[id]
    return not (entry and entry.bytes) and self:status_row(id, rest) or nil
  end))
  local read, file = journal.reader(journal_path(self.path))
  local _ <close> = file
  write_rows(self:file("measures.csv"), measure_columns(self, first or {}),
    each(self.order, function(id)
      local entry = self.entries[id]
      if not (entry and entry.offset) then return nil end
      local row = read(entry.offset).row
      if row then row.root_id = id end
      return row
    end))
end

--- Writes provenance.json.
---
---@param about table
function Folder:write_provenance(about)
  fs.write(self:file("provenance.json"), json.encode(about) .. "\n")
end

--- How many ids have which status.
---
---@param rest? job_folder.Entry what ids that have not come to rest count as (default: queued)
---@return table<string, integer> counts
function Folder:counts(rest)
  local counts, settled = {}, 0
  for word, count in pairs(self.tally) do
    if count > 0 then counts[word] = count end
    settled = settled + count
  end
  local word = rest and rest.status or "queued"
  local open = #self.order - settled
  if open > 0 then counts[word] = (counts[word] or 0) + open end
  return counts
end

return M
