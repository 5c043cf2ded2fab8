-- Cells of several data sets at once: a table with a datastack and a root id in each row.

local usage = [[
usage: several_datastacks.lua [options] TABLE

TABLE is CSV with the columns datastack and root_id. Each datastack gets a folder of its own.

      --server ADDRESS  the service: embedded, or an address (default: embedded)
      --data DIR        the embedded service's folder
  -o, --output DIR      where the folders go (default: cells)
  -h, --help            this text
]]

--- Root ids by datastack, and the datastacks in the order of the table.
local function read_table(path)
  local records = karst.csv.parse_records(karst.fs.read(path))
  local ids, order = {}, {}
  for index, record in ipairs(records) do
    local place = ("%s: row %d"):format(path, index + 1)
    local datastack = record.datastack
    if not datastack or datastack == "" then
      karst.errors.raise("bad_argument", place .. ": no datastack")
    end
    if not ids[datastack] then
      ids[datastack] = {}
      order[#order + 1] = datastack
    end
    local list = ids[datastack]
    list[#list + 1] = karst.ids.parse(record.root_id or "", place)
  end
  return ids, order
end

return karst.arguments.main(usage, { ... }, function(options, words)
  if not words[1] then karst.errors.raise("bad_argument", "which table?") end
  local ids, datastacks = read_table(words[1])

  -- One job for each data set, all at a time: they wait for different servers.
  local jobs = karst.task.map(datastacks, function(datastack)
    local client = karst.cave.client(datastack, {
      server_address = options.server, data = options.data,
    })
    return karst.jobs.run {
      client = client, ids = ids[datastack], quiet = true,
      out = karst.fs.join(options.output, datastack),
    }
  end, { limit = #datastacks })

  local status = 0
  for index, datastack in ipairs(datastacks) do
    local job, words_of = jobs[index], {}
    for word, count in pairs(job.counts) do words_of[#words_of + 1] = count .. " " .. word end
    table.sort(words_of)
    io.write(datastack, "\t", table.concat(words_of, ", "), "\n")
    -- "Asking again may help" says more than "some failed for good".
    if status == 0 or job.exit_status == 3 then status = job.exit_status end
  end
  return status
end)
