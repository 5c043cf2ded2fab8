-- Skeletons from files of any format, one or thousands.

local _, native = ...

local errors = require "karst.errors"
local progress = require "karst.progress"
local task = require "karst.task"

local M = {}
for key, value in pairs(native) do M[key] = value end

---@class skeleton.PopulationOptions
---@field pattern? string which names count in folders, such as "*.swc"
---@field measures? true|string[] names of measures (default: all)
---@field unit? string what the numbers are, where files do not say
---@field jobs? integer how many files at a time (default: 8)
---@field on_error? "collect"|"stop" go on (as `read_all` does), or raise the first error
---@field progress? boolean|progress.Options show how far it is (default: on a terminal)

---@class skeleton.Problem
---@field path string
---@field code string
---@field message string
---@field line? integer

local known = {
  pattern = false, measures = true, unit = false, jobs = false, on_error = false, progress = false,
}

-- Few enough that all threads are busy to the end, many enough that waiting costs nothing.
local files_per_wait = 8
local default_jobs = 8

local function settings_of(options, name, on_error)
  local settings = errors.options(options, known, name)
  settings.on_error = settings.on_error or on_error
  local jobs = settings.jobs
  local problem
  if jobs ~= nil and (math.type(jobs) ~= "integer" or jobs < 1) then
    problem = name .. ": jobs must be an integer of at least 1"
  elseif settings.on_error ~= "stop" and settings.on_error ~= "collect" then
    problem = name .. ": on_error must be 'stop' or 'collect'"
  elseif settings.measures == false then
    problem = name .. ": measures must be true or a list of names"
  end
  if problem then errors.raise("bad_argument", problem, nil, 3) end
  return settings
end

local function open_bar(settings, label, total)
  local wanted = settings.progress
  if wanted == nil then wanted = require("karst.terminal").is_terminal("stderr") end
  if wanted == false then return progress.open(label, total, { quiet = true }) end
  return progress.open(label, total, wanted ~= true and wanted or nil)
end

local function chunks_of(paths)
  local chunks = {}
  for first = 1, #paths, files_per_wait do
    local last = math.min(first + files_per_wait - 1, #paths)
    chunks[#chunks + 1] = table.move(paths, first, last, 1, {})
  end
  return chunks
end

local function raise(problem)
  local details = {}
  for name, value in pairs(problem) do
    if name ~= "code" and name ~= "message" then details[name] = value end
  end
  errors.raise(problem.code, problem.message, details, 3)
end

--- Measures all skeletons of folders, patterns or a list of files: one row of numbers for each.
---
--- Files are read on several threads while other tasks go on; a skeleton is let go as soon as it is
--- measured, so that memory stays small however many there are.
---
--- ```lua
--- local rows, problems = karst.skeleton.read_all("cells", { measures = { "cable_length" } })
--- karst.report.write("cells.csv", rows, { first = { "path", "unit" } })
--- for _, problem in ipairs(problems) do print(problem.path, problem.message) end
--- ```
---@param places string|string[] a folder, a file, a pattern, or a list of them
---@param options? skeleton.PopulationOptions
---@return table<string, any>[] rows with `path`, `root_id`, `unit` and measures, in file order
---@return skeleton.Problem[] problems the files that could not be read
function M.read_all(places, options)
  local settings = settings_of(options, "skeleton.read_all", "collect")
  local paths = native.files(places, { pattern = settings.pattern })
  local bar <close> = open_bar(settings, "measuring", #paths)
  local wanted = {
    measures = settings.measures ~= true and settings.measures or nil, unit = settings.unit,
  }
  local rows, problems = {}, {}
  local results = task.map(chunks_of(paths), function(chunk)
    local measured = native.measure_files(chunk, wanted)
    for _, row in ipairs(measured) do
      if row.error and settings.on_error == "stop" then raise(row.error) end
    end
    bar:add(#measured)
    return measured
  end, { limit = settings.jobs or default_jobs })
  for _, measured in ipairs(results) do
    for _, row in ipairs(measured) do
      if row.error then
        row.error.path = row.error.path or row.path
        problems[#problems + 1] = row.error
      else
        rows[#rows + 1] = row
      end
    end
  end
  return rows, problems
end

--- Goes through the skeletons of folders, patterns or a list of files, reading a few ahead.
---
--- Never more than `jobs` skeletons are waiting, however many files there are.
---
--- ```lua
--- for sk, path in karst.skeleton.each("cells") do print(path, #sk) end
--- ```
--- With `on_error = "collect"` a file that cannot be read gives `false`, its path and the error.
---@param places string|string[] a folder, a file, a pattern, or a list of them
---@param options? skeleton.PopulationOptions
---@return fun(): Skeleton|false, string, table? iterator skeleton and path
function M.each(places, options)
  local settings = settings_of(options, "skeleton.each", "stop")
  local paths = native.files(places, { pattern = settings.pattern })
  local ahead = settings.jobs or default_jobs
  local unit = settings.unit
  local tasks, started, index = {}, 0, 0
  local function start()
    started = started + 1
    local path = paths[started]
    -- What fails is told when its turn comes.
    tasks[started] = task.spawn(function() return pcall(native.read, path, { unit = unit }) end)
  end
  local bar = open_bar(settings, "reading", #paths)
  local function finish()
    bar:close()
    for i = index + 1, started do tasks[i]:cancel() end
    tasks, paths, started = {}, {}, index
  end
  local function step()
    index = index + 1
    if index > #paths then return finish() end
    while started < #paths and started < index + ahead - 1 do start() end
    local path = paths[index]
    local done, value = tasks[index]:join()
    tasks[index] = nil
    bar:add(1)
    if done then return value, path end
    if settings.on_error == "stop" then
      finish()
      error(value, 0)
    end
    return false, path, value
  end
  return step, nil, nil, setmetatable({}, { __close = finish })
end

return M
