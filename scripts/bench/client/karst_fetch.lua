-- Times karst's fetch_skeletons, and the decoding of one large flatdict.
local port, count, large = ...
local client = karst.cave.client("bench", {
  server_address = "http://127.0.0.1:" .. port, auth_token = "abcd1234",
})
local ids = {}
for i = 1, tonumber(count) do ids[i] = 864691135000000000 + i end

local function memory()
  for line in io.lines("/proc/self/status") do
    local kilobytes = line:match("VmHWM:%s+(%d+)")
    if kilobytes then return kilobytes // 1024 end
  end
end

client.skeleton:fetch_skeletons { ids[1] }
local function fetch(form)
  local start, cpu = karst.task.now(), os.clock()
  local found = client.skeleton:fetch_skeletons(ids, { output_format = form })
  local seconds, busy = karst.task.now() - start, os.clock() - cpu
  assert(#found[ids[#ids]] > 0)
  print(("karst %s %.3f %.3f %d"):format(form, seconds, busy, memory()))
end

for _, form in ipairs { "dict", "swc" } do
  fetch(form)
  collectgarbage()
end

local best = math.huge
for _ = 1, 5 do
  local start = os.clock()
  assert(#karst.skeleton.read(large) > 0)
  best = math.min(best, os.clock() - start)
end
print(("karst decode %.4f %.4f 0"):format(best, best))
