-- luacheck: globals io.stderr
local test = require "karst.test"
local csv = require "karst.csv"
local fs = require "karst.fs"
local json = require "karst.json"
local describe, it, expect = test.describe, test.it, test.expect

local RECIPES = fs.join(_G.FIXTURES, "../../stdlib/recipes")
local DATA = fs.join(_G.TEST_FOLDER, "recipes-data")
local REAL = 864691128455135233
local BROKEN, REFUSED, UNKNOWN = REAL + 1000, REAL + 1001, REAL + 1002

local function write_graph(id, nodes)
  local path = fs.join(_G.TEST_FOLDER, id .. ".l2.jsonl")
  local header = '{"t":"header","format":"l2graph","version":1,"unit":"nm","root_id":%d}\n'
  fs.write(path, header:format(id) .. nodes)
  return path
end

local service = karst.service.open(DATA)
service:import {
  fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl"),
  write_graph(BROKEN, '{"t":"n","id":144117251203661825}\n'),
  write_graph(REFUSED, '{"t":"n","id":144117251203661825,"p":[0,0,0]}\n'),
}
service:refuse(REFUSED)

--- Runs a recipe with what it writes to standard output and standard error kept.
local function run(name, ...)
  local real_error, complaints = io.stderr, {}
  local out = fs.join(_G.TEST_FOLDER, "stdout")
  io.output(out)
  io.stderr = { write = function(_, ...) complaints[#complaints + 1] = table.concat { ... } end }
  local recipe = assert(loadfile(fs.join(RECIPES, name .. ".lua")))
  local results = table.pack(pcall(recipe, ...))
  io.stderr = real_error
  io.output():close()
  io.output(io.stdout)
  if not results[1] then error(results[2], 0) end
  return results[2], fs.read(out), table.concat(complaints)
end

local function folder(name)
  return fs.join(_G.TEST_FOLDER, name)
end

local service_options = { "--data", DATA }

--- Runs a recipe that asks the service.
local function ask(name, ...)
  local words = table.move(service_options, 1, #service_options, 1, {})
  return run(name, table.unpack(table.move({ ... }, 1, select("#", ...), #words + 1, words)))
end

local function lines(text)
  local found = {}
  for line in text:gmatch("[^\n]+") do found[#found + 1] = line end
  return found
end

describe("each recipe", function()
  for _, file in ipairs(fs.list(RECIPES)) do
    local name = file:match("^(.*)%.lua$")
    it(("explains itself: %s"):format(name), function()
      local status, text = run(name, "--help")
      expect(status):to_equal(0)
      expect(text):to_match("^usage: " .. name .. "%.lua ")
      expect(fs.read(fs.join(RECIPES, file))):to_match("^%-%- %u[^\n]+\n")
    end)

    it(("refuses an option that it does not have: %s"):format(name), function()
      local status, text, complaints = run(name, "--nonsense")
      expect(status):to_equal(2)
      expect(text):to_equal("")
      expect(complaints):to_contain("usage: " .. name .. ".lua")
    end)
  end
end)

describe("poll_overnight", function()
  it("settles every id and says how many of each kind there are", function()
    local out = folder("overnight")
    local status, text = ask("poll_overnight", "-q", "-o", out,
      ("%d,%d,%d,%d"):format(REAL, BROKEN, REFUSED, UNKNOWN))
    expect(status):to_equal(4)
    local found = lines(text)
    table.sort(found)
    expect(found):to_equal { "failed\t1", "fetched\t1", "invalid\t1", "refused\t1" }
    expect(karst.swc.read(fs.join(out, "skeletons", REAL .. ".swc")).unit):to_equal("um")
  end)
end)

describe("watch_list", function()
  it("fetches what is new in each round, and only that", function()
    local list, out = folder("list.csv"), folder("watched")
    fs.write(list, ("root_id\n%d\n"):format(REFUSED))
    local _, text = ask("watch_list", "--rounds", "1", "-o", out, list)
    expect(text):to_equal(("%d\trefused\ton the service's refusal list\n"):format(REFUSED))
    fs.write(list, ("root_id\n%d\n%d\n"):format(REFUSED, REAL))
    _, text = ask("watch_list", "--rounds", "2", "--every", "0", "-o", out, list)
    expect(lines(text)[2]):to_equal(("%d\tfetched\t"):format(REAL))
    expect(#lines(text)):to_equal(2)
  end)
end)

describe("cable_by_compartment", function()
  it("gives parts that make up the whole, and reasons for what is not there", function()
    local status, text = ask("cable_by_compartment", tostring(REAL), tostring(UNKNOWN))
    expect(status):to_equal(nil)
    local rows = csv.parse_records(text)
    local row = rows[1]
    local parts = tonumber(row.axon_um) + tonumber(row.dendrite_um) + tonumber(row.other_um)
    expect(parts):to_be_near(tonumber(row.cable_length_um), 1e-6)
    local client = karst.cave.client("local", { server_address = "embedded", data = DATA })
    local wanted = client.skeleton:get_skeleton(REAL):cable_length() / 1000
    expect(tonumber(row.cable_length_um)):to_be_near(wanted, 1e-6)
    expect(rows[2].reason):to_equal("not an id of this data set")
    expect(rows[2].cable_length_um):to_equal("")
  end)
end)

describe("neuroglancer_to_swc", function()
  it("fetches the cells that are shown", function()
    local state, out = folder("state.json"), folder("selected")
    fs.write(state, ([[{"layers": [{"type": "image", "name": "em"}, {"name": "seg",
      "type": "segmentation", "segments": ["%d", "!%d"]}]}]]):format(REAL, UNKNOWN))
    local status, text = ask("neuroglancer_to_swc", "-q", "-o", out, state)
    expect(status):to_equal(0)
    local file = fs.join(out, "skeletons", REAL .. ".swc")
    expect(text):to_equal(("%d\tfetched\t%s\n"):format(REAL, file))
    fs.write(state, '{"layers": []}')
    expect((ask("neuroglancer_to_swc", "-q", "-o", out, state))):to_equal(2)
  end)
end)

describe("several_datastacks", function()
  it("gives each datastack a folder", function()
    service:import({ fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl") },
      { datastack = "other" })
    local list, out = folder("cells.csv"), folder("several")
    fs.write(list, ("datastack,root_id\nlocal,%d\nother,%d\nlocal,%d\n")
      :format(REAL, REAL, REFUSED))
    local status, text = ask("several_datastacks", "-o", out, list)
    expect(status):to_equal(0)
    expect(text):to_equal("local\t1 fetched, 1 refused\nother\t1 fetched\n")
    expect(fs.exists(fs.join(out, "other/skeletons", REAL .. ".swc"))):to_equal(true)
    fs.write(list, ("datastack,root_id\n,%d\n"):format(REAL))
    expect((ask("several_datastacks", "-o", out, list))):to_equal(2)
  end)
end)

describe("progress_callback", function()
  it("prints JSON lines that end with everything done", function()
    local ids = ("%d,%d"):format(REAL, REFUSED)
    local _, text = ask("progress_callback", "-o", folder("told"), ids)
    local found = lines(text)
    local last = json.decode(found[#found])
    expect(last.done):to_equal(2)
    expect(last.total):to_equal(2)
    expect(last.counts):to_equal { fetched = 1, refused = 1 }
  end)
end)

local swc_folder = folder("files")
fs.mkdir(swc_folder)
fs.write(fs.join(swc_folder, "a.swc"),
  "# unit um\n1 1 0 0 0 1 -1\n2 3 0 15 0 1 1\n3 3 0 25 0 1 2\n")
fs.write(fs.join(swc_folder, "b.swc"), "# unit um\n1 1 0 0 0 1 -1\n2 3 0 0 35 1 1\n")
fs.write(fs.join(swc_folder, "c.swc"), "this is no skeleton\n")

describe("parallel_map", function()
  it("measures what can be read and names what cannot", function()
    local status, text = run("parallel_map", "-q", "--measures", "cable_length,nodes", swc_folder)
    expect(status):to_equal(4)
    local rows = csv.parse_records(text)
    expect(#rows):to_equal(2)
    expect(rows[1].path):to_match("a%.swc$")
    expect(tonumber(rows[1].cable_length)):to_be_near(25)
    expect(tonumber(rows[2].nodes)):to_be_near(2)
  end)
end)

describe("sholl_profiles", function()
  it("counts crossings and draws a line for each neuron", function()
    local name = folder("profiles")
    local words = { fs.join(swc_folder, "a.swc"), fs.join(swc_folder, "b.swc") }
    run("sholl_profiles", "--step", "10 um", "-o", name, table.unpack(words))
    local rows = csv.parse_records(fs.read(name .. ".csv"))
    local counts = {}
    for _, row in ipairs(rows) do
      local key = row.path:match("(%a)%.swc$") .. row.radius_um
      counts[key] = tonumber(row.crossings)
    end
    -- One straight cable to 25 and one to 35 micrometres cross each sphere before their end once.
    expect(counts["a10"]):to_equal(1)
    expect(counts["a20"]):to_equal(1)
    expect(counts["b30"]):to_equal(1)
    local _, drawn = fs.read(name .. ".svg"):gsub("<polyline", "")
    expect(drawn):to_equal(2)
  end)
end)

describe("qc_report", function()
  it("has a row for each finding and for each file that cannot be read", function()
    local status, text, complaints = run("qc_report", swc_folder)
    expect(status):to_equal(4)
    local unreadable = 0
    for _, row in ipairs(csv.parse_records(text)) do
      expect(row.message):to_match("%w")
      if row.path:match("c%.swc$") then unreadable = unreadable + 1 end
    end
    expect(unreadable):to_equal(1)
    expect(complaints):to_match("^3 skeletons: %d without findings, 1 unreadable\n$")
  end)
end)
