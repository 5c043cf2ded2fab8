-- Leave it running: has the skeletons of a list of neurons made, waits as long as it takes,
-- and writes each as soon as it is there.

local usage = [[
usage: poll_overnight.lua [options] [ID… | FILE | -]

Ids are words, files (a list, CSV, JSON), or come on standard input with -.

  -d, --datastack NAME  whose neurons they are (default: local)
      --server ADDRESS  the service: embedded, or an address (default: embedded)
      --data DIR        the embedded service's folder
  -o, --output DIR      where everything goes (default: cells)
      --hours NUMBER    how long to wait at most (default: 10)
  -q, --quiet           no progress
  -h, --help            this text
]]

return karst.arguments.main(usage, { ... }, function(options, words)
  -- 1. Whose skeletons, and where they come from.
  local ids = karst.ids.read(#words > 0 and words or { "-" })
  local client = karst.cave.client(options.datastack, {
    server_address = options.server, data = options.data,
  })

  -- 2. The job. Everything it does is in the folder's journal: when the machine goes down at three
  --    in the morning, the same command goes on where it was.
  local job = karst.jobs.run {
    client = client, ids = ids, out = options.output, quiet = options.quiet,
    deadline = karst.arguments.number(options, "hours") * 3600,
  }

  -- 3. What became of them. The details are in status.csv and missing.csv.
  for status, count in pairs(job.counts) do
    io.write(("%s\t%d\n"):format(status, count))
  end

  -- 0: all settled. 3: running it again may help. 4: some failed for good. 124: the hours are over.
  return job.exit_status
end)
