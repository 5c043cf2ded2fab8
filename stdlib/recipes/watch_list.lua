-- Watches a list of neurons that others edit, and fetches what is new in it.
--
-- Proofreading goes on: cells are added to the list, and root ids change when a cell is edited.
-- Each round fetches the ids that are new, says which have been superseded, and leaves the rest.

local usage = [[
usage: watch_list.lua [options] LIST

LIST is a file of root ids: one per line, CSV, or JSON. It is read again in each round.

  -d, --datastack NAME  whose neurons they are (default: local)
      --server ADDRESS  the service: embedded, or an address (default: embedded)
      --data DIR        the embedded service's folder
      --column NAME     the column of the ids, when the list is a table
  -o, --output DIR      where everything goes (default: cells)
      --every SECONDS   pause between rounds (default: 600)
      --rounds NUMBER   how many rounds (default: 1000000000)
  -h, --help            this text
]]

return karst.arguments.main(usage, { ... }, function(options, words)
  local list = words[1]
  if not list then karst.errors.raise("bad_argument", "which list should be watched?") end
  local every = karst.arguments.number(options, "every")
  local rounds = karst.arguments.number(options, "rounds")
  local client = karst.cave.client(options.datastack, {
    server_address = options.server, data = options.data,
  })

  local status, known = 0, {}
  for round = 1, rounds do
    local ids = karst.ids.read({ list }, { column = options.column })
    local new = {}
    for _, id in ipairs(ids) do
      if not known[id] then new[#new + 1] = id end
    end

    -- Ids that the folder has from an earlier call cost no request.
    if #new > 0 then
      local job = karst.jobs.run { client = client, ids = ids, out = options.output, quiet = true }
      for _, id in ipairs(new) do
        local entry = job.entries[id]
        io.write(("%d\t%s\t%s\n"):format(id, job.status[id], entry.successor or entry.reason or ""))
        known[id] = not entry.retryable
      end
      status = job.exit_status
    end

    io.flush()
    if round < rounds then karst.task.sleep(every) end
  end
  return status
end)
