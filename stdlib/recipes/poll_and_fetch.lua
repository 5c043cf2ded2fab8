-- From root ids to SWC files: asks for the skeletons of some neurons, waits until each is there or
-- will never be, and writes them with a table of measures.
--
--   karst poll_and_fetch.lua [-d DATASTACK] [--data DIR] [-o DIR] [--deadline SECONDS] [ID… | -]
--
-- Ids are arguments, or come on standard input with `-` or when something is piped in. The folder
-- gets one SWC per neuron (in micrometres), measures.csv and status.csv. Standard output has one
-- line per id, tab-separated: the id, its status, its cable length in micrometres, and its file or
-- the reason why there is none.
--
-- Exit status: 0 everything settled, 2 wrong use, 3 asking again may help, 4 some failed for good,
-- 124 the deadline came first. Ids that are refused, unknown or no roots are answers, not failures.

local cave, fs, ids, poll = karst.cave, karst.fs, karst.ids, karst.poll
local progress, report, task, terminal = karst.progress, karst.report, karst.task, karst.terminal

local usage = [[
usage: poll_and_fetch.lua [options] [ID… | -]

  -d, --datastack NAME   whose neurons they are (default: local)
      --data DIR         the embedded service's folder (default: the user's own)
  -o, --output DIR       where the files go (default: skeletons)
      --deadline SECONDS how long to wait for skeletons that are being made (default: 3600)
  -q, --quiet            no progress
  -h, --help             this text
]]

-- 1. What is wanted ------------------------------------------------------------------------------

local names = {
  ["-d"] = "datastack", ["--datastack"] = "datastack", ["--data"] = "data",
  ["-o"] = "output", ["--output"] = "output", ["--deadline"] = "deadline",
}

local function read_options(arguments)
  local options, words = { datastack = "local", output = "skeletons", deadline = "3600" }, {}
  local index = 1
  while index <= #arguments do
    local word = arguments[index]
    local name, value = word:match("^(%-%-[%w]+)=(.*)$")
    local key = names[name or word]
    if key then
      if not value then
        index = index + 1
        value = arguments[index]
      end
      if not value then return nil, word .. " needs a value" end
      options[key] = value
    elseif word == "-q" or word == "--quiet" then
      options.quiet = true
    elseif word == "-h" or word == "--help" then
      options.help = true
    elseif word:match("^%-.") then
      return nil, "unknown option " .. word
    else
      words[#words + 1] = word
    end
    index = index + 1
  end
  local deadline = tonumber(options.deadline)
  if not deadline or deadline < 0 or deadline ~= deadline then
    return nil, "--deadline must be a number of seconds, got '" .. options.deadline .. "'"
  end
  options.deadline = deadline
  return options, words
end

local function wrong_use(problem)
  io.stderr:write("poll_and_fetch.lua: ", problem, "\n", usage)
  return 2
end

local options, words = read_options { ... }
if not options then return wrong_use(words) end
if options.help then
  io.write(usage)
  return 0
end
if #words == 0 and not terminal.is_terminal("stdin") then words = { "-" } end
local read, root_ids = pcall(ids.from_arguments, words)
if not read then return wrong_use(karst.errors.message(root_ids)) end
root_ids = ids.unique(root_ids)
if #root_ids == 0 then return wrong_use("no root ids were given") end

-- 2. Ask, and wait until every id has come to rest -----------------------------------------------

fs.mkdir(options.output)
local client = cave.client(options.datastack, { server_address = "embedded", data = options.data })

local bar_options = { quiet = options.quiet }
local waiting = progress.open("waiting for skeletons", #root_ids, bar_options)
local statuses, reason = poll.skeletons(client, root_ids, {
  deadline = options.deadline,
  interval = 0.1,
  max_interval = 10,
  on_progress = function(counts) waiting:update(#root_ids - (counts.queued or 0)) end,
})
waiting:close()

-- 3. Fetch what is there, measure it and write it ------------------------------------------------

local available = {}
for _, id in ipairs(root_ids) do
  if statuses[id].has_skeleton then available[#available + 1] = id end
end

-- Columns carry their unit: cable_length_um. Counts and ratios have none.
local suffixes = { length = "_um", area = "_um2", volume = "_um3" }

local columns = { "root_id" }
for index, measure in ipairs(karst.skeleton.measures()) do
  columns[index + 1] = measure.name .. (suffixes[measure.unit] or "")
end

local function measures_of(id, skeleton)
  local row, measures = { root_id = id }, skeleton:to_unit("um"):measure()
  for index, measure in ipairs(karst.skeleton.measures()) do
    row[columns[index + 1]] = measures[measure.name]
  end
  return row
end

bar_options.quiet = bar_options.quiet or #available == 0
local fetching = progress.open("fetching", #available, bar_options)
local measures, problems = task.map(available, function(id)
  local skeleton = client.skeleton:fetch_skeletons({ id })[id]
  if not skeleton then error("it was there a moment ago, and no longer is", 0) end
  skeleton:write(fs.join(options.output, id .. ".swc"))
  fetching:add(1)
  return measures_of(id, skeleton)
end, { limit = 8, on_error = "collect" })
fetching:close()

-- 4. Say what became of each ---------------------------------------------------------------------

local rows, measured = {}, {}
for index, id in ipairs(available) do
  local row = { root_id = id, status = statuses[id].status, reason = statuses[id].reason }
  if problems[index] then
    row.status, row.reason = "failed", karst.errors.message(problems[index])
    row.retryable = karst.retry.is_retryable(problems[index])
  else
    -- An outdated id keeps its word although its skeleton was fetched: its file is in its row.
    if row.status ~= "outdated" then row.status = "fetched" end
    row.file = fs.join(options.output, id .. ".swc")
    row.cable_length_um = measures[index].cable_length_um
    measured[#measured + 1] = measures[index]
  end
  statuses[id] = row
end
for index, id in ipairs(root_ids) do
  local entry = statuses[id]
  rows[index] = {
    root_id = id, status = entry.status, file = entry.file, reason = entry.reason,
    retryable = entry.retryable, cable_length_um = entry.cable_length_um,
  }
end

report.write(fs.join(options.output, "measures.csv"), measured, { columns = columns })
report.write(fs.join(options.output, "status.csv"), rows,
  { columns = { "root_id", "status", "reason", "retryable", "file" } })

local again, failed = false, false
for _, row in ipairs(rows) do
  local length = row.cable_length_um and ("%.3f"):format(row.cable_length_um) or ""
  local last = row.file or row.reason or ""
  io.write(("%d\t%s\t%s\t%s\n"):format(row.root_id, row.status, length, last))
  if row.retryable then
    again = true
  elseif row.status == "failed" then
    failed = true
  end
end

if reason == "deadline" then return 124 end
return again and 3 or failed and 4 or 0
