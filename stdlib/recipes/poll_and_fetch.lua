-- From root ids to SWC files, step by step: asks for the skeletons of some neurons, waits until
-- each is there or will never be, and writes them with a table of measures.
--
-- `karst fetch` does the same for long lists, and goes on where it was when it is stopped; this
-- script shows the calls that such work is made of.
--
-- The folder gets one SWC for each neuron (in micrometres), measures.csv and status.csv. Standard
-- output has one line for each id, tab-separated: the id, its status, its cable length in
-- micrometres, and its file or the reason why there is none.
--
-- Exit status: 0 everything settled, 2 wrong use, 3 asking again may help, 4 some failed for good,
-- 124 the deadline came first. Ids that are refused, unknown or no roots are answers, not failures.

local cave, fs, ids, poll = karst.cave, karst.fs, karst.ids, karst.poll
local progress, report, task, terminal = karst.progress, karst.report, karst.task, karst.terminal

local usage = [[
usage: poll_and_fetch.lua [options] [ID… | FILE | -]

  -d, --datastack NAME    whose neurons they are (default: local)
      --server ADDRESS    the service: embedded, or an address (default: embedded)
      --data DIR          the embedded service's folder
  -o, --output DIR        where the files go (default: skeletons)
      --deadline SECONDS  how long to wait for what is being made (default: 3600)
  -q, --quiet             no progress
  -h, --help              this text
]]

--- Asks, and waits until every id has come to rest.
local function settle(client, root_ids, deadline, options)
  local bar <close> = progress.open("waiting for skeletons", #root_ids, { quiet = options.quiet })
  return poll.skeletons(client, root_ids, {
    deadline = deadline, interval = 0.1, max_interval = 10,
    on_progress = function(counts) bar:update(#root_ids - (counts.queued or 0)) end,
  })
end

--- Fetches what is there, a few at a time, writes it and measures it; what fails becomes a problem.
local function fetch(client, available, options)
  local quiet = options.quiet or #available == 0
  local bar <close> = progress.open("fetching", #available, { quiet = quiet })
  return task.map(available, function(id)
    local skeleton = client.skeleton:fetch_skeletons({ id })[id]
    if not skeleton then error("it was there a moment ago, and no longer is", 0) end
    skeleton:write(fs.join(options.output, id .. ".swc"))
    bar:add(1)
    local row = report.measures(skeleton)
    row.root_id = id
    return row
  end, { limit = 8, on_error = "collect" })
end

--- Says of an id whose skeleton was there what became of it.
local function fetched(id, before, measures, problem, options)
  local row = { root_id = id, status = before.status, reason = before.reason }
  if problem then
    row.status, row.reason = "failed", karst.errors.message(problem)
    row.retryable = karst.retry.is_retryable(problem)
  else
    -- An outdated id keeps its word although its skeleton was fetched: its file is in its row.
    if row.status ~= "outdated" then row.status = "fetched" end
    row.file = fs.join(options.output, id .. ".swc")
    row.cable_length_um = measures.cable_length_um
  end
  return row
end

local function print_row(row)
  local length = row.cable_length_um and ("%.3f"):format(row.cable_length_um) or ""
  io.write(("%d\t%s\t%s\t%s\n")
    :format(row.root_id, row.status, length, row.file or row.reason or ""))
end

local function exit_status(rows, reason)
  if reason == "deadline" then return 124 end
  local failed = false
  for _, row in ipairs(rows) do
    if row.retryable then return 3 end
    failed = failed or row.status == "failed"
  end
  return failed and 4 or 0
end

return karst.arguments.main(usage, { ... }, function(options, words)
  -- 1. What is wanted. Nothing is made before the words are understood.
  local deadline = karst.arguments.number(options, "deadline")
  if #words == 0 and not terminal.is_terminal("stdin") then words = { "-" } end
  local root_ids = ids.unique(ids.read(words))
  if #root_ids == 0 then karst.errors.raise("bad_argument", "no root ids were given") end

  -- 2. Where each stands, once nothing is being made any more.
  fs.mkdir(options.output)
  local client = cave.client(options.datastack, {
    server_address = options.server, data = options.data,
  })
  local statuses, reason = settle(client, root_ids, deadline, options)

  -- 3. The skeletons that are there.
  local available = {}
  for _, id in ipairs(root_ids) do
    if statuses[id].has_skeleton then available[#available + 1] = id end
  end
  local measures, problems = fetch(client, available, options)

  -- 4. What became of each, in the order of the request.
  local measured, rows = {}, {}
  for index, id in ipairs(available) do
    statuses[id] = fetched(id, statuses[id], measures[index], problems[index], options)
    if not problems[index] then measured[#measured + 1] = measures[index] end
  end
  for index, id in ipairs(root_ids) do
    rows[index] = statuses[id]
    rows[index].root_id = id
    print_row(rows[index])
  end
  report.write(fs.join(options.output, "measures.csv"), measured,
    { columns = { "root_id", table.unpack(report.measure_columns()) } })
  report.write(fs.join(options.output, "status.csv"), rows,
    { columns = { "root_id", "status", "reason", "retryable", "file" } })
  return exit_status(rows, reason)
end)
