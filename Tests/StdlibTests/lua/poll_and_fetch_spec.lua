-- luacheck: globals io.stderr
local test = require "karst.test"
local csv = require "karst.csv"
local fs = require "karst.fs"
local describe, it, expect = test.describe, test.it, test.expect

local GRAPH = fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl")
local RECIPE = fs.join(_G.FIXTURES, "../../stdlib/recipes/poll_and_fetch.lua")
local DATA = fs.join(_G.TEST_FOLDER, "data")
local ID = 864691128455135233
local BROKEN, REFUSED, UNKNOWN = ID + 1000, ID + 1001, ID + 1002

local function write_graph(id, nodes)
  local path = fs.join(_G.TEST_FOLDER, id .. ".l2.jsonl")
  local header = '{"t":"header","format":"l2graph","version":1,"unit":"nm","root_id":%d}\n'
  fs.write(path, header:format(id) .. nodes)
  return path
end

local service = karst.service.open(DATA)
service:import {
  GRAPH,
  write_graph(BROKEN, '{"t":"n","id":144117251203661825}\n'),
  write_graph(REFUSED, '{"t":"n","id":144117251203661825,"p":[0,0,0]}\n'),
}
service:refuse(REFUSED)

--- Runs the recipe with what it writes to standard output and standard error kept.
local function run(...)
  local real_error, complaints = io.stderr, {}
  local out = fs.join(_G.TEST_FOLDER, "stdout")
  io.output(out)
  io.stderr = { write = function(_, ...) complaints[#complaints + 1] = table.concat { ... } end }
  local results = table.pack(pcall(assert(loadfile(RECIPE)), ...))
  io.stderr = real_error
  io.output():close()
  io.output(io.stdout)
  if not results[1] then error(results[2], 0) end
  return results[2], fs.read(out), table.concat(complaints)
end

local function folder(name)
  return fs.join(_G.TEST_FOLDER, name)
end

describe("the recipe poll_and_fetch", function()
  it("fetches one neuron, with its measures", function()
    local out = folder("one")
    local status, rows = run("-q", "--data", DATA, "-o", out, tostring(ID))
    expect(status):to_equal(0)
    local sk = karst.swc.read(fs.join(out, ID .. ".swc"))
    expect(sk.unit):to_equal("um")
    local length = sk:cable_length()
    local file = fs.join(out, ID .. ".swc")
    expect(rows):to_equal(("%d\tfetched\t%.3f\t%s\n"):format(ID, length, file))
    local measures = csv.parse_records(fs.read(fs.join(out, "measures.csv")))
    expect(#measures):to_equal(1)
    expect(measures[1].root_id):to_equal(tostring(ID))
    expect(tonumber(measures[1].cable_length_um)):to_be_near(length, 1e-6)
    expect(tonumber(measures[1].nodes)):to_equal(#sk)
    expect(fs.list(out)):to_equal { ID .. ".swc", "measures.csv", "status.csv" }
  end)

  it("settles ids that are refused, unknown, failing or repeated", function()
    local out = folder("many")
    local status, rows = run("-q", "--data=" .. DATA, "-o", out, "--deadline", "30",
      ("%d,%d"):format(ID, REFUSED), tostring(UNKNOWN), tostring(BROKEN), tostring(ID))
    expect(status):to_equal(4)
    local _, lines = rows:gsub("\n", "")
    expect(lines):to_equal(4)
    local words = {}
    for _, row in ipairs(csv.parse_records(fs.read(fs.join(out, "status.csv")))) do
      words[row.root_id] = row.status
    end
    expect(words):to_equal {
      [tostring(ID)] = "fetched", [tostring(REFUSED)] = "refused",
      [tostring(UNKNOWN)] = "invalid", [tostring(BROKEN)] = "failed",
    }
  end)

  it("counts refused and unknown ids as answers", function()
    expect((run("-q", "--data", DATA, "-o", folder("answers"), tostring(REFUSED)))):to_equal(0)
  end)

  it("explains wrong use and writes nothing", function()
    for _, wrong in ipairs {
      { "--nonsense" }, { "-o" }, { "--deadline", "soon", "1" }, { "--deadline", "-1", "1" },
      { "8.6469e+17" }, { "abc" },
    } do
      local out = folder("wrong")
      local status, rows, complaints = run(table.unpack(wrong))
      expect(status):to_equal(2)
      expect(rows):to_equal("")
      expect(complaints):to_contain("usage: poll_and_fetch.lua")
      expect(fs.exists(out)):to_equal(false)
    end
    local status, rows = run("--help")
    expect(status):to_equal(0)
    expect(rows):to_contain("usage: poll_and_fetch.lua")
  end)

  it("raises what it cannot settle: unknown datastack, a file for a folder", function()
    expect(function() run("-q", "--data", DATA, "-d", "none", "-o", folder("x"), tostring(ID)) end)
      :to_raise { code = "unknown_datastack" }
    fs.write(folder("file"), "x")
    expect(function() run("-q", "--data", DATA, "-o", folder("file"), tostring(ID)) end)
      :to_raise { code = "not_directory" }
  end)
end)
