-- One script for every service: the embedded one, `karst serve`, the reference as it was recorded.
-- Arguments: the server's address, and for the embedded service its folder.
local address, folder = ...
local client = karst.cave.client("demo_stack", {
  server_address = address, data = folder,
  auth_token = address ~= "embedded" and "0123456789abcdef0123456789abcdef" or nil,
})
local skeletons = client.skeleton
local one, two = 864691135000000001, 864691135000000002
local missing, refused = 864691135000000032, 864691135000000777

assert(skeletons:get_version():match("^%d+%.%d+"))
local versions = skeletons:get_versions()
assert(#versions == 6 and versions[1] == -1 and versions[6] == 4)

local exist = skeletons:skeletons_exist({ one, two, missing }, { skeleton_version = 0 })
assert(exist[one] == true and exist[two] == true and exist[missing] == false)

local cell = skeletons:get_skeleton(one)
assert(#cell == 9 and cell.unit == "nm" and #cell.lvl2_ids > 0)
local swc = skeletons:get_skeleton { root_id = one, output_format = "swc" }
assert(#swc == 9 and swc.unit == "um")
assert(math.abs(cell:cable_length() / 1000 - swc:cable_length()) < 0.01)

local bulk = skeletons:get_bulk_skeletons { one, two }
assert(#bulk[one] == 9 and #bulk[two] == 9)

local contents = skeletons:get_cache_contents { root_id_prefixes = { one } }
assert(contents.num_found == 1 and contents.files[1]:find("rid-" .. one, 1, true))

local list = skeletons:get_refusal_list()
assert(#list == 1 and list[1].root_id == refused and list[1].datastack_name == "demo_stack")

assert(skeletons:get_precomputed_skeleton_info()["@type"] == "neuroglancer_skeletons")

local ok, problem = pcall(skeletons.get_skeleton, skeletons, refused)
assert(not ok and problem.code == "refused" and problem.root_id == refused, tostring(problem))

print("the same everywhere")
