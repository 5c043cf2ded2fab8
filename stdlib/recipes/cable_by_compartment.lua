-- How much cable the axon, the dendrites and the rest of each cell have: a table, one row per cell.

local usage = [[
usage: cable_by_compartment.lua [options] [ID… | FILE | -]

Prints CSV: lengths in micrometres. Cells without a skeleton have an empty row and a reason.

  -d, --datastack NAME  whose neurons they are (default: local)
      --server ADDRESS  the service: embedded, or an address (default: embedded)
      --data DIR        the embedded service's folder
      --jobs NUMBER     how many requests at a time (default: 8)
  -h, --help            this text
]]

local columns = { "root_id", "cable_length_um", "axon_um", "dendrite_um", "other_um", "reason" }

return karst.arguments.main(usage, { ... }, function(options, words)
  local ids = karst.ids.read(#words > 0 and words or { "-" })
  local client = karst.cave.client(options.datastack, {
    server_address = options.server, data = options.data,
  })

  -- Ask and wait for all at once; every id gets an answer.
  local statuses = karst.poll.skeletons(client, ids)

  local function row_of(id)
    if not statuses[id].has_skeleton then return { root_id = id, reason = statuses[id].reason } end
    local skeleton = client.skeleton:get_skeleton(id):to_unit("um")
    local all = skeleton:cable_length()
    local axon = skeleton:cable_length { type = "axon" }
    -- The service knows no apical dendrites; other sources do.
    local dendrite = skeleton:cable_length { type = 3 } + skeleton:cable_length { type = 4 }
    return {
      root_id = id, cable_length_um = all, axon_um = axon, dendrite_um = dendrite,
      other_um = all - axon - dendrite,
    }
  end

  -- Many requests are under way at a time; the rows keep the order of the ids.
  local limit = karst.arguments.number(options, "jobs") // 1 | 0
  local rows = karst.task.map(ids, row_of, { limit = limit })
  io.write(karst.report.csv(rows, { columns = columns }))
end)
