-- How far the skeletons of a folder can be trusted: what is odd about each, and a summary.

local usage = [[
usage: qc_report.lua [options] PLACE…

A PLACE is a file, a folder or a quoted pattern. Prints CSV: one row for each finding.

  -o, --output FILE     where the table goes (default: -)
  -h, --help            this text
]]

return karst.arguments.main(usage, { ... }, function(options, words)
  if #words == 0 then karst.errors.raise("bad_argument", "which skeletons?") end
  local rows, files, clean, unreadable = {}, 0, 0, 0

  -- A few skeletons are read ahead; a folder of any size fits.
  local reading = { on_error = "collect", progress = false }
  for skeleton, path, problem in karst.skeleton.each(words, reading) do
    files = files + 1
    if not skeleton then
      unreadable = unreadable + 1
      rows[#rows + 1] = {
        path = path, severity = "error", code = problem.code, message = problem.message,
      }
    else
      local findings = skeleton:qc()
      if #findings == 0 then clean = clean + 1 end
      for _, finding in ipairs(findings) do
        rows[#rows + 1] = {
          path = path, severity = finding.severity, code = finding.code, node = finding.node,
          message = finding.message,
        }
      end
    end
  end

  local columns = { "path", "severity", "code", "node", "message" }
  if options.output == "-" then
    io.write(karst.report.csv(rows, { columns = columns }))
  else
    karst.report.write(options.output, rows, { columns = columns })
  end
  io.stderr:write(("%d skeletons: %d without findings, %d unreadable\n")
    :format(files, clean, unreadable))
  return unreadable > 0 and 4 or 0
end)
