-- Prints "name<tab>nanoseconds" for each case: the best of seven runs, CPU time, the loop included.
local RUNS = 7

local function time(name, count, body)
  local best = math.huge
  for _ = 1, RUNS do
    local start = os.clock()
    body(count)
    best = math.min(best, os.clock() - start)
  end
  print(("%s\t%.1f"):format(name, best / count * 1e9))
end

return time
