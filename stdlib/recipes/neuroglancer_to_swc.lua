-- From a Neuroglancer state to a folder of SWC files: the cells that are selected in it.

local usage = [[
usage: neuroglancer_to_swc.lua [options] STATE

STATE is the state as JSON, in a file or, with -, on standard input: in Neuroglancer it is behind
the {} button. Cells that are listed and not shown are left out.

  -d, --datastack NAME  whose neurons they are (default: local)
      --server ADDRESS  the service: embedded, or an address (default: embedded)
      --data DIR        the embedded service's folder
  -o, --output DIR      where everything goes (default: cells)
  -q, --quiet           no progress
  -h, --help            this text
]]

return karst.arguments.main(usage, { ... }, function(options, words)
  local ids = karst.ids.read { words[1] or "-" }
  if #ids == 0 then karst.errors.raise("bad_argument", "no cell is selected in this state") end
  local client = karst.cave.client(options.datastack, {
    server_address = options.server, data = options.data,
  })
  local job = karst.jobs.run {
    client = client, ids = ids, out = options.output, quiet = options.quiet,
  }
  for _, id in ipairs(ids) do
    local entry = job.entries[id]
    local file = entry.bytes and karst.fs.join(job.out, "skeletons", id .. ".swc")
    io.write(("%d\t%s\t%s\n"):format(id, job.status[id], file or entry.reason or ""))
  end
  return job.exit_status
end)
