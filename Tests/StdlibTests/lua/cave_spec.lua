local test = require "karst.test"
local fs = require "karst.fs"
local task = require "karst.task"
local describe, it, expect = test.describe, test.it, test.expect

-- An embedded service with one real graph, one that cannot be skeletonized and one that is refused.
local GRAPH = fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl")
local DATA = fs.join(_G.TEST_FOLDER, "data")
local ID = 864691128455135233
local BROKEN, REFUSED, UNKNOWN = ID + 1000, ID + 1001, ID + 1002
local WRONG_LAYER = 144117251203661825

local function write_graph(id, nodes)
  local path = fs.join(_G.TEST_FOLDER, id .. ".l2.jsonl")
  local header = '{"t":"header","format":"l2graph","version":1,"unit":"nm","root_id":%d}\n'
  fs.write(path, header:format(id) .. nodes)
  return path
end

local service = karst.service.open(DATA)
service:import({
  GRAPH,
  write_graph(BROKEN, '{"t":"n","id":144117251203661825}\n'
    .. '{"t":"n","id":144117251203661826,"p":[0,0,0]}\n'
    .. '{"t":"e","a":144117251203661825,"b":144117251203661826}\n'),
  write_graph(REFUSED, '{"t":"n","id":144117251203661825,"p":[0,0,0]}\n'),
}, { datastack = "demo" })
service:refuse(REFUSED, { datastack = "demo" })

local function open()
  return karst.cave.client("demo", { server_address = "embedded", data = DATA })
end

local client = open()
local skeletons = client.skeleton

describe("cave.client", function()
  it("gives a client of a datastack", function()
    expect(client.datastack_name):to_equal("demo")
    expect(skeletons.datastack_name):to_equal("demo")
    expect(tostring(client)):to_equal("Client of datastack 'demo'")
    local named = karst.cave.client {
      datastack_name = "demo", server_address = "embedded", data = DATA,
    }
    expect(named.skeleton:skeletons_exist(UNKNOWN)):to_equal(false)
  end)

  it("gives a client of a hosted service, and asks nothing before it has to", function()
    local hosted = karst.cave.client("minnie65_public", {
      server_address = "https://global.example.org/", auth_token = "0123456789abcdef",
      offline = true,
    })
    expect(hosted.server_address):to_equal("https://global.example.org")
    expect(hosted.auth:get_token_location()):to_equal("argument")
    expect(tostring(hosted.auth)):to_equal("AuthClient with a token")
    expect(function() hosted.info:get_datastacks() end):to_raise {
      code = "offline", message = "offline, and this needs an answer from global.example.org",
    }
  end)

  it("refuses options that make no sense for the service they are for", function()
    local function opening(options) return function() karst.cave.client("demo", options) end end
    expect(opening { server_address = "ftp://example.org" }):to_raise {
      code = "bad_address", message = "'ftp://example.org' is no address of a server",
    }
    expect(opening { server_address = "https://example.org", data = DATA }):to_raise(
      "only the embedded service has a data folder"
    )
    expect(opening { server_address = "embedded", data = DATA, auth_token = "x" }):to_raise(
      "the embedded service is reached without a network"
    )
    expect(opening { auth_tokn = "x" }):to_raise "did you mean 'auth_token'?"
    expect(opening { timeout = 0 }):to_raise "seconds above 0 expected, got 0"
    expect(opening { trace = 5 }):to_raise "path or function expected, got number"
  end)

  it("knows the ids of the embedded service as a chunked graph would", function()
    expect(client.chunkedgraph:is_valid_nodes(UNKNOWN)):to_equal(false)
    expect(client.info:get_datastacks()):to_equal { "demo" }
    expect(client.info:get_datastack_info().local_server):to_equal("embedded")
    expect(function() client.auth:get_token_location() end):to_raise "takes no token"
  end)

  it("checks its arguments", function()
    expect(function() karst.cave.client() end):to_raise "bad argument #1 'datastack_name'"
    expect(function() karst.cave.client(5) end):to_raise "string expected, got number"
    expect(function() karst.cave.client("") end):to_raise "the name of a datastack expected"
    expect(function() karst.cave.client {} end):to_raise "the name of a datastack expected"
    expect(function() karst.cave.client("demo", "embedded") end)
      :to_raise "table expected, got string"
    expect(function() karst.cave.client("demo", { sever_address = "embedded" }) end)
      :to_raise "did you mean 'server_address'?"
    expect(function() karst.cave.client("demo", { server_address = "embedded", data = 5 }) end)
      :to_raise "bad argument 'data' (string expected, got number)"
  end)

  it("names a data folder that cannot be one", function()
    local file = fs.join(_G.TEST_FOLDER, "file")
    fs.write(file, "x")
    local problem = expect(function()
      karst.cave.client("demo", { server_address = "embedded", data = file })
    end):to_raise()
    expect(tostring(problem)):to_contain(file)
  end)
end)

describe("what the service says about itself", function()
  it("is its version and the versions of skeletons", function()
    expect(skeletons:get_version()):to_match("^%d+%.%d+%.%d+$")
    expect(skeletons:get_versions()):to_equal { -1, 0, 1, 2, 3, 4 }
  end)

  it("is the refusal list", function()
    expect(skeletons:get_refusal_list())
      :to_equal { { datastack_name = "demo", root_id = REFUSED } }
    expect(function() skeletons:get_refusal_list { datastack = "x" } end)
      :to_raise "did you mean 'datastack_name'?"
  end)

  it("is the record for Neuroglancer, by version", function()
    local function attributes(version)
      local info = skeletons:get_precomputed_skeleton_info { skeleton_version = version }
      local names = {}
      for _, attribute in ipairs(info.vertex_attributes) do names[#names + 1] = attribute.id end
      return names
    end
    expect(attributes(1)):to_equal {}
    expect(attributes(4)):to_equal { "radius", "compartment" }
    expect(skeletons:get_precomputed_skeleton_info()["@type"]):to_equal("neuroglancer_skeletons")
  end)
end)

describe("get_skeleton", function()
  it("makes what is missing and gives a Skeleton", function()
    local sk = skeletons:get_skeleton(ID)
    expect(sk.root_id):to_equal(ID)
    expect(sk.unit):to_equal("nm")
    expect(#sk):to_equal(#sk.x)
    expect(#sk.lvl2_ids):to_equal(#sk.mesh_to_skel_map)
    expect(#sk.edges):to_equal(#sk - 1)
    expect(skeletons:skeletons_exist(ID)):to_equal(true)
  end)

  it("takes ids and names in every form", function()
    local sk = skeletons:get_skeleton(ID)
    expect(skeletons:get_skeleton(tostring(ID)) == sk):to_equal(true)
    expect(skeletons:get_skeleton { root_id = ID } == sk):to_equal(true)
    expect(skeletons:get_skeleton { ID } == sk):to_equal(true)
    local options = {
      datastack_name = "demo", skeleton_version = -1, output_format = "json", log_warning = false,
      verbose_level = 1,
    }
    expect(skeletons:get_skeleton(ID, options) == sk):to_equal(true)
  end)

  it("gives the service's SWC in micrometres, and bytes for the other formats", function()
    local sk = skeletons:get_skeleton(ID)
    local swc = skeletons:get_skeleton(ID, { output_format = "swc" })
    expect(swc.unit):to_equal("um")
    expect(swc:cable_length()):to_be_near(sk:cable_length() / 1000, 0.1)
    local text = skeletons:get_skeleton(ID, { output_format = "swc", raw = true })
    expect(text):to_match("^0 %d [-%d.]+ [-%d.]+ [-%d.]+ [-%d.]+ %-1\n")
    local dict = karst.json.decode(skeletons:get_skeleton(ID, { raw = true }))
    expect(#dict.vertices):to_equal(#sk)
    expect(dict.lvl2_ids):to_equal(sk.lvl2_ids)
    local precomputed = skeletons:get_skeleton(ID, { output_format = "precomputed" })
    expect((string.unpack("<I4", precomputed))):to_equal(#sk)
    expect(skeletons:get_skeleton(ID, { output_format = "h5" }):sub(2, 4)):to_equal("HDF")
  end)

  it("has what the asked version has", function()
    expect(skeletons:get_skeleton(ID, { skeleton_version = 3 }).lvl2_ids):to_equal(nil)
    expect(skeletons:get_skeleton(ID, { skeleton_version = 4 }).lvl2_ids ~= nil):to_equal(true)
  end)

  it("says why there is none", function()
    expect(function() skeletons:get_skeleton(UNKNOWN) end)
      :to_raise { code = "invalid", root_id = UNKNOWN }
    expect(function() skeletons:get_skeleton(REFUSED) end)
      :to_raise { code = "refused", root_id = REFUSED }
    expect(function() skeletons:get_skeleton(WRONG_LAYER) end)
      :to_raise { code = "wrong_layer", root_id = WRONG_LAYER }
    expect(function() skeletons:get_skeleton(BROKEN) end)
      :to_raise { code = "generation_failed", root_id = BROKEN }
    expect(function() skeletons:get_skeleton(ID, { datastack_name = "none" }) end)
      :to_raise { code = "unknown_datastack", message = "'none'" }
    expect(function() skeletons:get_skeleton(ID, { skeleton_version = 9 }) end)
      :to_raise { code = "unknown_version", message = "-1, 0, 1, 2, 3, 4" }
    expect(function() skeletons:get_skeleton(ID, { output_format = "obj" }) end)
      :to_raise { code = "unknown_format", message = "'obj'" }
  end)

  it("leaves its error where it was called", function()
    local problem = expect(function() skeletons:get_skeleton(UNKNOWN) end):to_raise()
    expect(problem.where):to_match("cave_spec.lua:%d+$")
  end)
end)

-- Each method that takes ids refuses the same things in the same words.
local takes_ids = {
  get_skeleton = "root_id", skeletons_exist = "root_ids", get_bulk_skeletons = "root_ids",
  generate_bulk_skeletons_async = "root_ids", fetch_skeletons = "root_ids", get_status = "root_ids",
}

for method, name in pairs(takes_ids) do
  describe(method, function()
    local function call(...)
      local arguments = table.pack(...)
      return function()
        return skeletons[method](skeletons, table.unpack(arguments, 1, arguments.n))
      end
    end

    it("refuses what is no id, naming the argument", function()
      local place = ("bad argument #1 '%s'"):format(name)
      local above = "99999999999999999999"
      for _, wrong in ipairs { -5, 0, "abc", "-5", "12.0", "1e5", "", above, true } do
        expect(call(wrong)):to_raise { code = "bad_argument", message = place }
        expect(call { [name] = wrong })
          :to_raise { code = "bad_argument", message = ("bad argument '%s'"):format(name) }
      end
      expect(call(ID + 0.0)):to_raise(
        place .. " (root id must be an integer (got 8.6469112845514e+17, which has lost digits))")
      expect(call(5.0)):to_raise "root id must be an integer (got 5.0, which is a float)"
      expect(call(9223372036854775808)):to_raise "root id must be an integer"
      expect(call(print)):to_raise(place)
    end)

    it("refuses missing and superfluous arguments", function()
      expect(call()):to_raise { code = "bad_argument", message = name }
      expect(call(nil)):to_raise { code = "bad_argument", message = name }
      expect(call {}):to_raise { code = "bad_argument", message = name }
      expect(call(ID, 5)):to_raise "bad argument #2 'options' (table expected, got number)"
      expect(call(ID, {}, 5)):to_raise "at most two arguments"
      expect(call({ [name] = ID }, {})):to_raise { code = "bad_argument" }
      expect(call(ID, { root_idd = ID })):to_raise "unknown option 'root_idd'"
      expect(call(ID, { datastack_name = 5 }))
        :to_raise "bad argument 'datastack_name' (string expected, got number)"
      expect(call(ID, { skeleton_version = "4" })):to_raise "integer expected, got string"
      expect(call(ID, { skeleton_version = 4.5 })):to_raise "integer expected, got 4.5"
      expect(call(ID, { log_warning = 1 })):to_raise "boolean expected, got number"
      expect(call(ID, { 5 })):to_raise "options must have names"
    end)

    it("needs its client", function()
      expect(function() skeletons[method](ID) end):to_raise { code = "bad_argument" }
    end)

    if name == "root_ids" then
      it("names the entry of a list", function()
        expect(call { ID, 7.5 }):to_raise "entry 2: root id must be an integer (got 7.5"
        expect(call { { ID } }):to_raise "entry 1: root id must be an integer or its digits"
        expect(call { ID, datastack_name = "demo" }):to_raise { code = "bad_argument" }
      end)
    end
  end)
end

describe("skeletons_exist", function()
  it("gives a boolean for one id and a table for any list", function()
    expect(skeletons:skeletons_exist(ID)):to_equal(true)
    expect(skeletons:skeletons_exist { root_ids = ID }):to_equal(true)
    expect(skeletons:skeletons_exist(UNKNOWN)):to_equal(false)
    expect(skeletons:skeletons_exist { ID }):to_equal { [ID] = true }
    expect(skeletons:skeletons_exist { ID, UNKNOWN, tostring(ID), REFUSED })
      :to_equal { [ID] = true, [UNKNOWN] = false, [REFUSED] = false }
  end)

  it("answers more ids than the reference takes at once", function()
    local many = {}
    for i = 1, 2500 do many[i] = ID + 2000 + i end
    many[2501] = ID
    local answer, count = skeletons:skeletons_exist(many), 0
    for _ in pairs(answer) do count = count + 1 end
    expect(count):to_equal(2501)
    expect(answer[ID]):to_equal(true)
  end)
end)

describe("get_cache_contents", function()
  it("lists finished skeletons by the beginnings of their ids", function()
    local one = skeletons:get_cache_contents(ID)
    expect(one.num_found):to_equal(1)
    expect(one.files[1]):to_contain("rid-" .. ID)
    expect(skeletons:get_cache_contents { root_id_prefixes = { "8646911", ID }, limit = 1 })
      :to_equal { num_found = 2, files = one.files }
    expect(skeletons:get_cache_contents("8646").files):to_equal(one.files)
    expect(skeletons:get_cache_contents()):to_equal { num_found = 0, files = {} }
  end)

  it("refuses what is no prefix or limit", function()
    for _, wrong in ipairs { -1, 1.5, "x", true } do
      expect(function() skeletons:get_cache_contents(wrong) end):to_raise()
    end
    expect(function() skeletons:get_cache_contents(1, { limit = -1 }) end)
      :to_raise { code = "bad_limit" }
    expect(function() skeletons:get_cache_contents { prefix = 1 } end):to_raise "unknown option"
  end)
end)

describe("get_bulk_skeletons and fetch_skeletons", function()
  it("give what is there, by id, and nothing for the rest", function()
    for _, method in ipairs { "get_bulk_skeletons", "fetch_skeletons" } do
      local found = skeletons[method](skeletons, { ID, UNKNOWN, REFUSED, ID })
      expect(found[ID] == skeletons:get_skeleton(ID)):to_equal(true)
      found[ID] = nil
      expect(next(found)):to_equal(nil)
    end
  end)

  it("give the other formats too", function()
    local swc = skeletons:fetch_skeletons({ ID }, { output_format = "swc" })
    expect(swc[ID].unit):to_equal("um")
    expect(skeletons:fetch_skeletons({ ID }, { method = "gcs" })[ID].unit):to_equal("nm")
    expect(function()
      skeletons:fetch_skeletons({ ID }, { output_format = "swc", method = "gcs" })
    end):to_raise "'gcs' gives the dict of version 4 only"
    local raw = skeletons:get_bulk_skeletons({ ID }, { raw = true })
    expect(raw[ID]):to_match("^{")
    expect(function() skeletons:fetch_skeletons({ ID }, { method = "ftp" }) end)
      :to_raise "'server' or 'gcs' expected, got 'ftp'"
  end)
end)

describe("get_status", function()
  it("says of each id where it stands and why", function()
    pcall(skeletons.get_skeleton, skeletons, BROKEN)
    local status = skeletons:get_status { ID, BROKEN, REFUSED, UNKNOWN, WRONG_LAYER }
    expect(status[ID].status):to_equal("cached")
    expect(status[ID].has_skeleton):to_equal(true)
    expect(status[BROKEN].status):to_equal("failed")
    expect(status[BROKEN].reason):to_contain("coordinate")
    expect(status[BROKEN].retryable):to_equal(false)
    expect(status[REFUSED].status):to_equal("refused")
    expect(status[UNKNOWN].status):to_equal("invalid")
    expect(status[WRONG_LAYER].status):to_equal("wrong_layer")
  end)
end)

describe("the main job", function()
  it("settles every id through dispatch and polling", function()
    local path = write_graph(ID + 3000, '{"t":"n","id":144117251203661825,"p":[0,0,0]}\n'
      .. '{"t":"n","id":144117251203661826,"p":[900,0,0]}\n'
      .. '{"t":"e","a":144117251203661825,"b":144117251203661826}\n')
    service:import(path, { datastack = "demo" })
    local statuses = karst.poll.skeletons(client, { ID + 3000, REFUSED, UNKNOWN, BROKEN, ID },
      { interval = 0.01, deadline = 30 })
    expect(statuses[ID + 3000].status):to_equal("cached")
    expect(statuses[REFUSED].status):to_equal("refused")
    expect(statuses[UNKNOWN].status):to_equal("invalid")
    expect(statuses[BROKEN].status):to_equal("failed")
    expect(statuses[ID].status):to_equal("cached")
    expect(type(skeletons:generate_bulk_skeletons_async { ID })):to_equal("number")
  end)
end)

describe("requests", function()
  it("overlap in tasks", function()
    local order = {}
    task.gather(function()
      skeletons:get_skeleton(ID)
      order[#order + 1] = "request"
    end, function()
      order[#order + 1] = "other"
    end)
    expect(order):to_equal { "other", "request" }
  end)

  it("give the same where a coroutine cannot wait", function()
    local list = { 2, 1 }
    table.sort(list, function(a, b)
      expect(skeletons:skeletons_exist(ID)):to_equal(true)
      return a < b
    end)
    expect(list):to_equal { 1, 2 }
  end)

  it("map over many ids at once", function()
    local found = task.map({ ID, UNKNOWN, REFUSED, ID }, function(id)
      return skeletons:skeletons_exist(id)
    end)
    expect(found):to_equal { true, false, false, true }
  end)
end)
