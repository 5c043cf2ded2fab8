local test = require "karst.test"
local fs = require "karst.fs"
local describe, it, expect = test.describe, test.it, test.expect

local GRAPH = fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl")
local ID = 864691128455135233

local function data(name)
  return fs.join(_G.TEST_FOLDER, name)
end

describe("service.open", function()
  it("makes the folder and names itself", function()
    local service = karst.service.open(data("new/folder"))
    expect(fs.is_folder(data("new/folder"))):to_equal(true)
    expect(service.folder):to_equal(data("new/folder"))
    expect(tostring(service)):to_equal("Service in " .. data("new/folder"))
    expect(service:datastacks()):to_equal {}
    service:close()
  end)

  it("checks its argument", function()
    expect(function() karst.service.open(5) end):to_raise "bad argument #1 'folder'"
    expect(function() karst.service.open({}) end):to_raise "string expected, got table"
  end)
end)

describe("import", function()
  it("takes files in, once", function()
    local service = karst.service.open(data("import"))
    local first = service:import(GRAPH)
    expect(first):to_equal {
      { root_id = ID, kind = "graph", outcome = "added", path = GRAPH },
    }
    expect(service:import({ GRAPH })[1].outcome):to_equal("unchanged")
    expect(service:datastacks()):to_equal { "local" }
    expect(service:root_ids()):to_equal { ID }
    service:import(GRAPH, { datastack = "other" })
    expect(service:root_ids { datastack = "other" }):to_equal { ID }
    expect(service:datastacks()):to_equal { "local", "other" }
  end)

  it("refuses other data for a known id, naming both", function()
    local service = karst.service.open(data("conflict"))
    service:import(GRAPH)
    local other = data("other.l2.jsonl")
    fs.write(other, '{"t":"header","format":"l2graph","version":1,"unit":"nm","root_id":' .. ID
      .. '}\n{"t":"n","id":144117251203661825,"p":[0,0,0]}\n')
    expect(function() service:import(other) end)
      :to_raise { code = "conflict", root_id = ID, path = other }
  end)

  it("names the file and line at fault", function()
    local service = karst.service.open(data("bad"))
    expect(function() service:import(data("none.l2.jsonl")) end)
      :to_raise { path = data("none.l2.jsonl") }
    fs.write(data("bad.l2.jsonl"), "not json\n")
    local problem = expect(function() service:import(data("bad.l2.jsonl")) end):to_raise()
    expect(tostring(problem)):to_contain(data("bad.l2.jsonl") .. ": line 1: not a JSON object")
    expect(service:datastacks()):to_equal {}
  end)

  it("checks its arguments", function()
    local service = karst.service.open(data("arguments"))
    expect(function() service:import() end):to_raise "bad argument #1 'files'"
    expect(function() service:import(5) end):to_raise "path or list of paths expected"
    expect(function() service:import {} end):to_raise "the list of paths is empty"
    expect(function() service:import { GRAPH, 5 } end):to_raise "entry 2: path expected, got number"
    expect(function() service:import(GRAPH, { datastak = "x" }) end)
      :to_raise "did you mean 'datastack'?"
    expect(function() service:import(GRAPH, "demo") end):to_raise "table expected, got string"
    expect(function() service:import(GRAPH, { datastack = "../x" }) end)
      :to_raise { code = "bad_datastack_name" }
  end)
end)

describe("refuse", function()
  it("keeps neurons out", function()
    local service = karst.service.open(data("refuse"))
    service:import(GRAPH)
    service:refuse { ID }
    local client = karst.cave.client("local",
      { server_address = "embedded", data = data("refuse") })
    expect(client.skeleton:get_status(ID)[ID].status):to_equal("refused")
    expect(function() service:refuse(1.5) end):to_raise "root id must be an integer"
    expect(function() service:refuse() end):to_raise "bad argument #1 'root_ids'"
    expect(function() service:refuse {} end):to_raise "the list of root ids is empty"
    expect(function() service:refuse(ID, { stack = "x" }) end):to_raise "unknown option 'stack'"
  end)
end)

describe("close", function()
  it("ends the service, which says so afterwards", function()
    local service = karst.service.open(data("close"))
    service:import(GRAPH)
    service:close()
    expect(function() service:datastacks() end):to_raise { code = "closed" }
    expect(karst.service.open(data("close")):root_ids()):to_equal { ID }
  end)

  it("leaves unknown datastacks to an error that lists the known", function()
    local service = karst.service.open(data("import"))
    expect(function() service:root_ids { datastack = "none" } end)
      :to_raise { code = "unknown_datastack" }
    expect(function() service:root_ids(5) end):to_raise "table expected, got number"
  end)
end)
