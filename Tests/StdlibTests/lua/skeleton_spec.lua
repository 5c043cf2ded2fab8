local test = require "karst.test"
local fs = require "karst.fs"
local describe, it, expect = test.describe, test.it, test.expect

-- A root with one long and one forked branch; ids with gaps, rows not in order.
local text = [[
10 1 0 0 0 2 -1
30 3 3 4 0 1 10
50 2 3 4 12 1 30
40 2 3 9 0 0.5 30
]]

local function make(options)
  return karst.swc.parse(text, options or { unit = "um" })
end

describe("a skeleton's columns", function()
  it("count from 1, with 0 for no parent", function()
    local sk = make()
    expect(#sk):to_equal(4)
    expect(sk.root):to_equal(1)
    expect(sk.ids):to_equal { 10, 30, 50, 40 }
    expect(sk.parents):to_equal { 0, 1, 2, 2 }
    expect(sk.types):to_equal { 1, 3, 2, 2 }
    expect(sk.compartment):to_be(sk.types)
    expect(sk.x):to_equal { 0.0, 3.0, 3.0, 3.0 }
    expect(sk.z):to_equal { 0.0, 0.0, 12.0, 0.0 }
    expect(sk.radius):to_equal { 2.0, 1.0, 1.0, 0.5 }
    expect(sk.vertices[3]):to_equal { 3.0, 4.0, 12.0 }
    expect(sk.edges):to_equal { { 2, 1 }, { 3, 2 }, { 4, 2 } }
    expect(sk.unit):to_equal("um")
    expect(sk.root_id):to_equal(nil)
    expect(sk.lvl2_ids):to_equal(nil)
    expect(sk.meta):to_equal {}
  end)

  it("are made once", function()
    local sk = make()
    expect(sk.x):to_be(sk.x)
    expect(sk.edges):to_be(sk.edges)
  end)

  it("are listed by pairs and unknown ones are an error or nil", function()
    local names = {}
    for name, value in pairs(make()) do names[name] = value end
    expect(names.unit):to_equal("um")
    expect(names.parents):to_equal { 0, 1, 2, 2 }
  end)
end)

describe("a skeleton's methods", function()
  it("give single nodes", function()
    local x, y, z = make():vertex(3)
    expect({ x, y, z }):to_equal { 3.0, 4.0, 12.0 }
    for _, wrong in ipairs { 0, 5, -1 } do
      expect(function() make():vertex(wrong) end)
        :to_raise { code = "bad_argument", message = "a node from 1 to 4 expected, got " .. wrong }
    end
    expect(function() make():vertex() end):to_raise "bad argument #1 'i'"
    expect(function() make():vertex("x") end):to_raise "integer expected"
    expect(function() make():vertex(1.5) end):to_raise "integer expected"
  end)

  it("give lengths, also by type", function()
    local sk = make()
    expect(sk:cable_length()):to_be_near(5 + 12 + 5)
    expect(sk:cable_length { type = "axon" }):to_be_near(12 + 5)
    expect(sk:cable_length { type = 3 }):to_be_near(5)
    expect(sk:cable_length { type = "soma" }):to_be_near(0)
    expect(function() sk:cable_length { type = "axxon" } end):to_raise "unknown type 'axxon'"
    expect(function() sk:cable_length { tpe = 1 } end):to_raise "did you mean 'type'?"
    expect(function() sk:cable_length(5) end):to_raise "table expected"
    expect(sk:root_distance()):to_equal { 0.0, 5.0, 17.0, 10.0 }
  end)

  it("give tips, branch points and the box", function()
    local sk = make()
    expect(sk:tips()):to_equal { 3, 4 }
    expect(sk:branch_points()):to_equal { 2 }
    expect(sk:bounding_box()):to_equal { low = { 0.0, 0.0, 0.0 }, high = { 3.0, 9.0, 12.0 } }
  end)

  it("measure everything there is, by name", function()
    local measured = make():measure()
    local undefined = {}
    for _, measure in ipairs(karst.skeleton.measures()) do
      local value = measured[measure.name]
      if value == nil then undefined[#undefined + 1] = measure.name end
      expect(value == nil or type(value) == "number"):to_equal(true)
      expect(#measure.summary > 0):to_equal(true)
    end
    -- A child is as thick as the fork, and no section has three edges.
    expect(undefined):to_equal { "rall_power_mean", "helix_mean" }
    expect(measured.cable_length):to_be_near(22)
  end)

  it("reroot into a new skeleton, with the map of nodes", function()
    local sk = make()
    local turned, map = sk:reroot(3)
    expect(turned.ids[turned.root]):to_equal(50)
    expect(turned:cable_length()):to_be_near(22)
    for old, new in ipairs(map) do expect(turned.ids[new]):to_equal(sk.ids[old]) end
    expect(sk.root):to_equal(1)
    expect(function() sk:reroot(9) end):to_raise "a node from 1 to 4 expected, got 9"
    expect(function() sk:reroot() end):to_raise "bad argument #1 'i'"
  end)

  it("change units, where they are known", function()
    local nm = make():to_unit("nm")
    expect(nm.unit):to_equal("nm")
    expect(nm:cable_length()):to_be_near(22000)
    local unknown = make { unit = "unknown" }
    expect(function() unknown:to_unit("nm") end):to_raise { code = "unknown_unit" }
    expect(function() make():to_unit("parsec") end):to_raise "bad argument #1 'unit'"
    expect(function() make():to_unit() end):to_raise "string expected, got no value"
  end)

  it("make the service's table, from 0 or 1", function()
    local sk = make { unit = "nm" }
    local from_zero = sk:to_table { index_base = 0 }
    expect(from_zero.edges):to_equal { { 1, 0 }, { 2, 1 }, { 3, 1 } }
    expect(from_zero.root):to_equal(0)
    expect(from_zero.vertices[2]):to_equal { 3.0, 4.0, 0.0 }
    expect(from_zero.radius):to_equal { 2.0, 1.0, 1.0, 0.5 }
    expect(from_zero.compartment):to_equal { 1, 3, 2, 2 }
    expect(sk:to_table().edges):to_equal { { 2, 1 }, { 3, 2 }, { 4, 2 } }
    expect(function() sk:to_table { index_base = 2 } end):to_raise "0 or 1 expected, got 2"
    expect(function() sk:to_table { base = 2 } end):to_raise "unknown option 'base'"
  end)

  it("need their receiver", function()
    expect(function() make().measure() end):to_raise { code = "bad_argument" }
    expect(function() make().tips(5) end):to_raise { code = "bad_argument" }
  end)
end)

describe("a skeleton", function()
  it("prints as one line and equals its like", function()
    expect(tostring(make())):to_equal("Skeleton (4 nodes, 2 tips, 22 µm)")
    expect(make() == make()):to_equal(true)
    expect(make() == make({ unit = "nm" })):to_equal(false)
    expect(make() == make():reroot(3)):to_equal(false)
  end)
end)

describe("skeleton.read and sk:write", function()
  it("go through every format that is written", function()
    local sk = make { unit = "nm" }
    for _, name in ipairs { "a.swc", "a.swc.gz", "a.json" } do
      local path = fs.join(_G.TEST_FOLDER, name)
      sk:write(path)
      local read = karst.skeleton.read(path, { unit = "nm" })
      expect(#read):to_equal(4)
      expect(read:cable_length()):to_be_near(22)
    end
  end)

  it("name the file and what is wrong with it", function()
    local path = fs.join(_G.TEST_FOLDER, "nothing")
    expect(function() karst.skeleton.read(path) end):to_raise { code = "not_found", path = path }
    fs.write(path, "\0\1\2")
    expect(function() karst.skeleton.read(path) end):to_raise { path = path }
    expect(function() karst.skeleton.read(_G.TEST_FOLDER) end):to_raise { code = "is_directory" }
    expect(function() karst.skeleton.read() end):to_raise "bad argument #1 'path'"
    expect(function() karst.skeleton.read(path, { units = "nm" }) end)
      :to_raise "did you mean 'unit'?"
    expect(function() make():write() end):to_raise "bad argument #1 'path'"
    expect(function() make():write(fs.join(path, "x.swc")) end):to_raise { code = "not_directory" }
    expect(function() make():write(fs.join(_G.TEST_FOLDER, "a.xyz")) end):to_raise "xyz"
  end)
end)
