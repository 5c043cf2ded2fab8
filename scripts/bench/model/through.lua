-- Times work on one skeleton as a script asks for it. Prints a name of the driver's and seconds.

local path = ...
local sk = karst.skeleton.read(path, { unit = "um" })

local function best(run)
  local least
  for _ = 1, 9 do
    collectgarbage()
    -- A skeleton of its own, so that no table of the run before is left.
    local fresh = sk:renumber()
    local start = karst.task.now()
    run(fresh)
    local seconds = karst.task.now() - start
    least = math.min(least or seconds, seconds)
  end
  return least
end

local cases = {
  { "cable_length", function(s) return s:cable_length() end },
  { "strahler", function(s) return s:strahler_order() end },
  { "dist_to_root", function(s) return s:root_distance() end },
  { "reroot", function(s) return s:reroot(#s) end },
  { "prune_twigs", function(s) return s:prune_twigs(20) end },
  { "resample", function(s) return s:resample(2) end },
  { "segments", function(s) return s:sections() end },
  { "read", function() return karst.skeleton.read(path) end },
}

for _, case in ipairs(cases) do
  print(("%s\t%.9f"):format(case[1], best(case[2])))
end
