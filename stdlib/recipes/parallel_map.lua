-- One row of measures for each skeleton file of a folder, read on all cores.

local usage = [[
usage: parallel_map.lua [options] PLACE…

A PLACE is a file, a folder or a quoted pattern. Prints CSV; files that cannot be read are named on
standard error, and the others are measured all the same.

      --measures NAMES  which measures, with commas between (default: cable_length,tips,nodes)
      --jobs NUMBER     how many files at a time (default: 8)
  -q, --quiet           no progress
  -h, --help            this text
]]

return karst.arguments.main(usage, { ... }, function(options, words)
  if #words == 0 then karst.errors.raise("bad_argument", "which files?") end
  local names = {}
  for name in options.measures:gmatch("[^,%s]+") do names[#names + 1] = name end

  -- Files are read and measured on threads of the host; only the rows come to Lua.
  local rows, problems = karst.skeleton.read_all(words, {
    measures = names, jobs = karst.arguments.number(options, "jobs") // 1 | 0,
    progress = not options.quiet or false,
  })

  local columns = table.move(names, 1, #names, 3, { "path", "unit" })
  io.write(karst.report.csv(rows, { columns = columns }))
  for _, problem in ipairs(problems) do
    karst.log.error(problem.message, { path = problem.path })
  end
  return #problems > 0 and 4 or 0
end)
