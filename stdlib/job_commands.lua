-- The commands `karst fetch` and `karst jobs`: what they print, and their exit statuses.

local cave = require "karst.cave"
local errors = require "karst.errors"
local fs = require "karst.fs"
local ids_module = require "karst.ids"
local job_folder = require "karst.job_folder"
local jobs = require "karst.jobs"
local json = require "karst.json"
local log = require "karst.log"
local poll = require "karst.poll"
local report = require "karst.report"

local M = {}

local wrong_use = { bad_argument = true, bad_id = true, rounded_ids = true, no_column = true,
  bad_json = true, no_job = true, other_job = true, unknown_id = true }

--- Runs a command; what was wrong with its words is said and gives the status 2.
local function guarded(action)
  local done, status = pcall(action)
  if done then return status end
  if not wrong_use[errors.code(status)] then error(status, 0) end
  io.stderr:write("karst: ", errors.message(status):gsub("^jobs%.run: ", ""), "\n")
  return 2
end

--- A client for what the command line or the folder's job says.
local function connect(options, job)
  local server = options.server or options.data and "embedded" or job.server
  if server == "hosted" then server = nil end
  return cave.client(options.datastack or job.datastack, {
    server_address = server, data = options.data,
  })
end

local function print_row(row, as_json)
  if as_json then
    io.write(json.encode(row), "\n")
  else
    local last = row.file or row.reason or ""
    io.write(("%d\t%s\t%s\n"):format(row.root_id, row.status, last))
  end
end

local function print_rows(done, options)
  for _, id in ipairs(done.order) do
    local row = done.folder:status_row(id, done.entries[id])
    row.status = done.status[id]
    if row.file then row.file = fs.join(done.out, row.file) end
    print_row(row, options.json)
  end
end

local function summary(done)
  local words = {}
  for word, count in pairs(done.counts) do words[#words + 1] = ("%d %s"):format(count, word) end
  table.sort(words)
  return ("%s: %s"):format(done.out, table.concat(words, ", "))
end

local stops = {
  deadline = "stopped by the deadline",
  patience = "stopped: nothing changed for too long",
}

local function quote(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

--- Tells the user's own command where the summary is.
local function notify(command, folder)
  local done, _, status = os.execute(command .. " " .. quote(fs.join(folder, "provenance.json")))
  if not done then
    log.warn("the command of --notify failed", { command = command, status = status })
  end
end

--- Carries out `karst fetch`.
---
---@param options table as the command line has them
---@return integer status
function M.fetch(options)
  return guarded(function()
    local there = job_folder.is_job(options.out)
    local read = { column = options.column, trust = options.trust_ids }
    local ids = ids_module.read(options.words, read)
    if #ids == 0 and (#options.words > 0 or not there) then
      errors.raise("bad_argument", "no root ids were given", nil, 2)
    end
    if not options.datastack and not there then
      errors.raise("bad_argument", "say whose neurons they are: --datastack NAME", nil, 2)
    end
    local done = jobs.run {
      client = function()
        return connect(options, there and job_folder.read(options.out).job or {})
      end,
      datastack = options.datastack,
      server = options.server or options.data and "embedded" or nil,
      ids = ids, out = options.out, format = options.formats, name = options.name,
      generate = options.generate, skeleton_version = options.skeleton_version,
      measures = options.measures, deadline = options.deadline, patience = options.patience,
      interval = options.interval, batch = options.batch, limit = options.limit,
      recheck = options.recheck, quiet = options.quiet,
    }
    print_rows(done, options)
    if not options.quiet then
      io.stdout:flush()
      if stops[done.reason] then log.warn(stops[done.reason]) end
      log.info(summary(done))
    end
    if options.notify then notify(options.notify, done.out) end
    return done.exit_status
  end)
end

local function sorted_words(counts)
  local words = {}
  for word in pairs(counts) do words[#words + 1] = word end
  table.sort(words)
  return words
end

--- Carries out `karst jobs status`.
---
---@param options { out: string, json?: boolean }
---@return integer status
function M.status(options)
  return guarded(function()
    local status = jobs.status(options.out)
    if options.json then
      status.files = nil
      io.write(json.encode(status), "\n")
      return 0
    end
    local job, rows = status.job, {}
    io.write(("%s: %d ids of datastack '%s' from %s, skeleton version %d\n\n")
      :format(status.out, status.ids, job.datastack, job.server, job.skeleton_version))
    for _, word in ipairs(sorted_words(status.counts)) do
      rows[#rows + 1] = { ids = status.counts[word], status = word, meaning = poll.meanings[word] }
    end
    io.write(report.text(rows, { columns = { "ids", "status", "meaning" } }), "\n")
    io.write(report.text(status.files, { columns = { "name", "meaning" } }))
    if status.open > 0 then
      io.write(("\n%d ids can be tried again: karst fetch -o %s\n"):format(status.open, status.out))
    end
    return 0
  end)
end

--- Carries out `karst jobs why`.
---
---@param options { id: string, out: string, json?: boolean }
---@return integer status
function M.why(options)
  return guarded(function()
    local row = jobs.why(options.id, options.out)
    if options.json then
      io.write(json.encode(row), "\n")
      return 0
    end
    io.write(("%d is %s: %s\n"):format(row.root_id, row.status,
      row.file and fs.join(options.out, row.file) or row.reason or poll.meanings[row.status]))
    if row.successor then io.write(("its successor is %d\n"):format(row.successor)) end
    if row.retryable then io.write("asking again may help\n") end
    for index, step in ipairs(row.steps) do
      local line = ("%3d  %s  %s  %s")
        :format(index, step.step, step.status or "", step.reason or "")
      io.write(line:gsub("%s+$", ""), "\n")
    end
    return 0
  end)
end

--- Carries out `karst jobs retry-failed`.
---
---@param options { out: string }
---@return integer status
function M.retry_failed(options)
  return guarded(function()
    local again = jobs.retry_failed(options.out)
    for _, id in ipairs(again) do io.write(id, "\n") end
    io.stdout:flush()
    local hint = #again > 0 and (": karst fetch -o " .. options.out) or ""
    log.info(("%d ids will be tried again%s"):format(#again, hint))
    return 0
  end)
end

return M
