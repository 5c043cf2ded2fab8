-- Showing a job's progress in one's own way: here as JSON lines, which another program can read
-- while the job is running.

local usage = [[
usage: progress_callback.lua [options] [ID… | FILE | -]

  -d, --datastack NAME  whose neurons they are (default: local)
      --server ADDRESS  the service: embedded, or an address (default: embedded)
      --data DIR        the embedded service's folder
  -o, --output DIR      where everything goes (default: cells)
  -h, --help            this text
]]

return karst.arguments.main(usage, { ... }, function(options, words)
  local ids = karst.ids.read(#words > 0 and words or { "-" })
  local began = karst.task.now()

  -- Called whenever something has changed. It must be quick: the job waits for it.
  local function tell(counts, total)
    local open = counts.queued or 0
    io.write(karst.json.encode {
      done = total - open, total = total, seconds = karst.task.now() - began, counts = counts,
    }, "\n")
    io.flush()
  end

  local client = karst.cave.client(options.datastack, {
    server_address = options.server, data = options.data,
  })
  local job = karst.jobs.run {
    client = client, ids = ids, out = options.output, quiet = true, on_progress = tell,
  }
  return job.exit_status
end)
