local test = require "karst.test"
local describe, it, expect = test.describe, test.it, test.expect

-- A root, 10 up to a fork, from there a twig of 3 and a branch of 8 in two steps; and a tree of 2.
local text = [[
1 1 0 0 0 2 -1
2 3 10 0 0 2 1
3 3 10 3 0 1 2
4 2 10 0 4 2 2
5 2 10 0 8 1 4
6 0 50 0 0 1 -1
7 0 52 0 0 1 6
]]

local function make(unit)
  return karst.swc.parse(text, { unit = unit or "um" })
end

local function numbers(list)
  local copy = {}
  for index, value in ipairs(list) do copy[index] = value end
  return copy
end

describe("what is near", function()
  it("are nodes with their distances", function()
    local sk = make()
    local nodes, distances = sk:nearest { 10, 1, 0 }
    expect(numbers(nodes)):to_equal { 2 }
    expect(numbers(distances)):to_equal { 1.0 }
    nodes, distances = sk:nearest({ 10, 1, 0 }, { k = 3, within = "3000 nm" })
    expect(numbers(nodes)):to_equal { 2, 3 }
    expect(numbers(distances)):to_equal { 1.0, 2.0 }
    expect(function() sk:nearest { 1, 2 } end):to_raise "three numbers expected"
    expect(function() sk:nearest({ 1, 2, 3 }, { k = -1 }) end):to_raise "0 or more expected"
    expect(function() make("unknown"):nearest({ 1, 2, 3 }, { within = "1 um" }) end)
      :to_raise { code = "unknown_unit" }
  end)

  it("are found for many points at once", function()
    local sk = make()
    local points = { { 0, 0, 1 }, { 51.5, 0, 0 }, { 500, 0, 0 } }
    local nodes, distances = sk:snap(points, { within = 5 })
    expect(numbers(nodes)):to_equal { 1, 7, 0 }
    expect(numbers(distances)):to_equal { 1.0, 0.5, math.huge }
    local columns = { x = { 0, 51.5 }, y = { 0, 0 }, z = { 1, 0 } }
    expect(numbers((sk:snap(columns)))):to_equal { 1, 7 }
    expect(numbers((sk:snap { x = sk.x, y = sk.y, z = sk.z }))):to_equal { 1, 2, 3, 4, 5, 6, 7 }
    expect(function() sk:snap { { 1, 2 } } end):to_raise "entry 1: three numbers expected"
    expect(function() sk:snap { x = { 1 }, y = {}, z = { 1 } } end)
      :to_raise "the columns differ in length: 1, 0 and 1"
  end)

  it("are places on the cable, where nodes can be put", function()
    local sk = make()
    local place = sk:nearest_on_cable { 4, 3, 0 }
    expect(place.node):to_equal(2)
    expect(place.fraction):to_be_near(0.6)
    expect(numbers(place.point)):to_equal { 4.0, 0.0, 0.0 }
    expect(place.distance):to_equal(3.0)
    expect(sk:nearest_on_cable({ 4, 3, 0 }, { within = "2 um" })):to_equal(nil)
    local more, map, positions = sk:insert_nodes { place }
    expect(numbers(more.ids)):to_equal { 1, 8, 2, 3, 4, 5, 6, 7 }
    expect(numbers(positions)):to_equal { 2 }
    expect(numbers(map)):to_equal { 1, 3, 4, 5, 6, 7, 8 }
    expect(more:cable_length()):to_be_near(sk:cable_length())
    expect(function() sk:insert_nodes { { node = 9, fraction = 0 } } end)
      :to_raise "entry 1: a node from 1 to 7 expected, got 9"
    expect(function() sk:insert_nodes { { 1, 2 } } end):to_raise "'node' and 'fraction'"
    expect(function() sk:insert_nodes { { node = 2, fraction = 3 } } end)
      :to_raise { code = "bad_option" }
  end)

  it("are those that satisfy tests", function()
    local sk = make()
    expect(numbers(sk:find_nodes { types = "axon" })):to_equal { 4, 5 }
    expect(numbers(sk:find_nodes { center = { 10, 0, 0 }, max_distance = "3 um" }))
      :to_equal { 2, 3 }
    expect(numbers(sk:find_nodes { box = { low = { 0, 0, 0 }, high = { 10, 0, 4 } } }))
      :to_equal { 1, 2, 4 }
    expect(numbers(sk:find_nodes { min_depth = 14, max_depth = "1 mm" })):to_equal { 4, 5 }
    expect(function() sk:find_nodes { bridge = true } end):to_raise "unknown option 'bridge'"
  end)
end)

describe("relatives", function()
  it("are on the way to the root or beyond", function()
    local sk = make()
    expect(numbers(sk:ancestors(5))):to_equal { 5, 4, 2, 1 }
    expect(numbers(sk:descendants(2))):to_equal { 2, 3, 4, 5 }
    expect(numbers(sk:children(2))):to_equal { 3, 4 }
    expect(numbers(sk:children(5))):to_equal {}
    expect(sk:is_descendant(5, 2)):to_equal(true)
    expect(sk:is_descendant(2, 5)):to_equal(false)
    expect(sk:is_descendant(2, 2)):to_equal(true)
    expect(sk:common_ancestor(3, 5)):to_equal(2)
    expect(sk:common_ancestor(3, 7)):to_equal(nil)
    expect(numbers(sk:path(3, 5))):to_equal { 3, 2, 4, 5 }
    expect(sk:path(3, 7)):to_equal(nil)
    expect(numbers(sk:section_of(4))):to_equal { 2, 4, 5 }
    expect(function() sk:path(0, 1) end):to_raise "a node from 1 to 7 expected, got 0"
    expect(function() sk:path(1) end):to_raise "bad argument #2 'to'"
  end)
end)

describe("distances along the cable", function()
  it("are between nodes, or infinite", function()
    local sk = make()
    expect(sk:geodesic_distance(3, 5)):to_be_near(11)
    expect(sk:geodesic_distance(3, 7)):to_equal(math.huge)
    expect(numbers(sk:geodesic_distance(3)))
      :to_equal { 13.0, 3.0, 0.0, 7.0, 11.0, math.huge, math.huge }
    local nodes, distances = sk:nodes_within(3, "7 um")
    expect(numbers(nodes)):to_equal { 2, 3, 4 }
    expect(numbers(distances)):to_equal { 3.0, 0.0, 7.0 }
    nodes, distances = sk:farthest_tips(1, 5)
    expect(numbers(nodes)):to_equal { 5, 3 }
    expect(numbers(distances)):to_equal { 18.0, 13.0 }
    expect(function() sk:nodes_within(3, -1) end):to_raise { code = "bad_option" }
  end)

  it("make a matrix", function()
    local sk = make()
    local m = sk:geodesic_matrix()
    expect(m.rows):to_equal(3)
    expect(m.columns):to_equal(3)
    expect(#m):to_equal(3)
    expect(m:totable()):to_equal {
      { 0.0, 11.0, math.huge }, { 11.0, 0.0, math.huge }, { math.huge, math.huge, 0.0 },
    }
    expect(m[1][2]):to_equal(11.0)
    expect(m[4]):to_equal(nil)
    expect(m:at(2, 1)):to_equal(11.0)
    expect(tostring(m)):to_equal("Matrix (3 × 3)")
    expect(sk:geodesic_matrix({ 5, 1 }):totable()):to_equal { { 0.0, 18.0 }, { 18.0, 0.0 } }
    expect(#sk:geodesic_matrix {}):to_equal(0)
    expect(function() m:at(4, 1) end):to_raise "a row from 1 to 3 expected, got 4"
    expect(function() m:at(1, 0) end):to_raise "a column from 1 to 3 expected, got 0"
    expect(function() sk:geodesic_matrix { 8 } end):to_raise "a node from 1 to 7 expected, got 8"
  end)
end)

describe("columns", function()
  it("go with their nodes", function()
    local sk = make():with_column("mass", { 1, 2, 3, 4, 5, 6, 7.5 })
    sk = sk:with_column("label", { 10, 20, 30, 40, 50, 60, 9007199254740993 })
    expect(sk:column_names()):to_equal { "mass", "label" }
    expect(numbers(sk:column "label")[7]):to_equal(9007199254740993)
    local part = sk:subtree(4)
    expect(numbers(part:column "mass")):to_equal { 4.0, 5.0 }
    expect(numbers(sk:resample(4):column "mass")[2]):to_be_near(4 / 3)
    expect(sk:with_column("mass"):column_names()):to_equal { "label" }
    expect(sk:with_column("copy", sk.x):column("copy")[2]):to_equal(10.0)
    expect(sk:column "none"):to_equal(nil)
    expect(function() sk:with_column("mass", { 1 }) end)
      :to_raise "the column 'mass' has 1 values for 7 nodes"
    expect(function() sk:with_column("mass", { "x" }) end):to_raise "a list of integers expected"
    expect(function() sk:with_column("mass", 5) end)
      :to_raise "list of integers expected, got number"
  end)
end)

describe("trees", function()
  it("are joined by the shortest links", function()
    local sk = make()
    local healed, map, links = sk:heal()
    expect(#healed):to_equal(7)
    expect(links):to_equal { { from_id = 2, to_id = 6, length = 40.0 } }
    expect(healed:cable_length()):to_be_near(23 + 40)
    expect(healed.ids[healed.root]):to_equal(1)
    expect(#map):to_equal(7)
    expect(#select(3, sk:heal { max_distance = "39 um" })):to_equal(0)
    expect(#select(3, sk:heal { max_distance = 40, min_size = 3 })):to_equal(0)
    expect(select(3, sk:heal { tips_only = true })[1].from_id):to_equal(3)
    expect(select(3, sk:heal { max_distance = 37, use_radius = true })[1].length):to_equal(40.0)
    expect(function() sk:heal { max = 5 } end):to_raise "did you mean 'max_distance'?"
    expect(function() sk:heal { max_distance = -1 } end):to_raise { code = "bad_option" }
  end)

  it("come from several skeletons", function()
    local trees = make():split()
    local whole, maps, links = karst.skeleton.stitch(trees)
    expect(#whole):to_equal(7)
    expect(#maps[2]):to_equal(2)
    expect(links[1].length):to_equal(40.0)
    expect(#trees[1]:stitch({ trees[2] }, { max_distance = "1 um" })):to_equal(7)
    expect(#(karst.skeleton.combine(trees))):to_equal(7)
    local twice = trees[1]:combine { trees[1] }
    local merged, map = twice:merge_vertices()
    expect(merged == trees[1]):to_equal(true)
    expect(numbers(map)):to_equal { 1, 2, 3, 4, 5, 1, 2, 3, 4, 5 }
    expect(#twice:merge_vertices "1 nm"):to_equal(5)
    expect(function() karst.skeleton.stitch { 5 } end):to_raise "a list of skeletons expected"
  end)

  it("begin where that is asked for", function()
    local sk = make()
    local trees, map, tree_of = sk:split { 4 }
    expect(#trees):to_equal(3)
    expect(numbers(trees[2].ids)):to_equal { 4, 5 }
    expect(numbers(map)):to_equal { 1, 2, 3, 1, 2, 1, 2 }
    expect(numbers(tree_of)):to_equal { 1, 1, 1, 2, 2, 3, 3 }
    expect(sk:reroot("soma").root):to_equal(1)
    local function root(rule)
      local turned = sk:reroot(rule)
      return turned.ids[turned.root]
    end
    expect(root "largest_radius"):to_equal(1)
    expect(root { farthest_from = 1 }):to_equal(5)
    expect(root(4)):to_equal(4)
    expect(function() sk:reroot "top" end):to_raise "'soma', 'largest_radius'"
    expect(function() sk:reroot { farthest_from = 9 } end):to_raise "a node from 1 to 7"
  end)
end)

describe("axon and dendrite", function()
  it("are told apart by synapses", function()
    local sk = make():with_column("post", { 0, 0, 4, 0, 1, 0, 0 })
    sk = sk:with_column("pre", { 0, 0, 0, 0, 5, 0, 0 })
    local split, map, result = sk:split_neurites { inputs = "post", outputs = "pre" }
    expect(numbers(split.types)):to_equal { 1, 2, 3, 2, 2, 0, 0 }
    expect(#map):to_equal(7)
    expect(result.cut):to_equal(3)
    expect(result.axon_beyond):to_equal(false)
    expect(result.segregation > 0):to_equal(true)
    expect(function() sk:split_neurites { inputs = "post" } end):to_raise "'inputs' and 'outputs'"
    expect(function() sk:split_neurites { inputs = "post", outputs = "x" } end)
      :to_raise "there is no column 'x'"
  end)
end)
