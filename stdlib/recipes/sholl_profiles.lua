-- Sholl profiles: how often the cable of each neuron crosses spheres around its root, as a table
-- and as a picture with one line for each neuron.

local usage = [[
usage: sholl_profiles.lua [options] PLACE…

A PLACE is a file, a folder or a quoted pattern.

      --step LENGTH     distance between spheres (default: 10 um)
  -o, --output NAME     writes NAME.csv and NAME.svg (default: sholl)
  -h, --help            this text
]]

local colours = { "#1b6ca8", "#c0392b", "#1e8449", "#7d3c98", "#b9770e", "#117a65", "#515a5a" }

--- The profiles as an SVG picture: distance to the right, crossings upwards.
local function picture(profiles)
  local farthest, most = 1, 1
  for _, profile in ipairs(profiles) do
    for index, radius in ipairs(profile.radii) do
      farthest = math.max(farthest, radius)
      most = math.max(most, profile.crossings[index])
    end
  end
  local width, height, margin = 640, 400, 48
  local function x(radius) return margin + radius / farthest * (width - 2 * margin) end
  local function y(count) return height - margin - count / most * (height - 2 * margin) end

  local lines = {
    ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif"'
      .. ' font-size="12">'):format(width, height),
    ('<path d="M%d %dV%dH%d" fill="none" stroke="black"/>')
      :format(margin, margin, height - margin, width - margin),
    ('<text x="%d" y="%d" text-anchor="end">%.0f µm</text>')
      :format(width - margin, height - margin + 20, farthest),
    ('<text x="%d" y="%d">%d crossings</text>'):format(margin, margin - 8, most),
  }
  for number, profile in ipairs(profiles) do
    local points = { ("%.1f,%.1f"):format(x(0), y(profile.crossings[1] or 0)) }
    for index, radius in ipairs(profile.radii) do
      points[#points + 1] = ("%.1f,%.1f"):format(x(radius), y(profile.crossings[index]))
    end
    lines[#lines + 1] = ('<polyline fill="none" stroke="%s" points="%s"/>')
      :format(colours[(number - 1) % #colours + 1], table.concat(points, " "))
  end
  return table.concat(lines, "\n") .. "\n</svg>\n"
end

return karst.arguments.main(usage, { ... }, function(options, words)
  if #words == 0 then karst.errors.raise("bad_argument", "which skeletons?") end
  local rows, profiles = {}, {}
  for skeleton, path in karst.skeleton.each(words, { progress = false }) do
    -- In micrometres, whatever the file has; a file without a unit is an error that says so.
    local profile = skeleton:to_unit("um"):sholl { step = options.step }
    profiles[#profiles + 1] = profile
    for index, radius in ipairs(profile.radii) do
      rows[#rows + 1] = {
        path = path, radius_um = radius, crossings = profile.crossings[index],
        length_um = profile.lengths[index],
      }
    end
  end
  karst.report.write(options.output .. ".csv", rows, {
    columns = { "path", "radius_um", "crossings", "length_um" },
  })
  karst.fs.write(options.output .. ".svg", picture(profiles))
  io.write(options.output, ".csv\n", options.output, ".svg\n")
end)
