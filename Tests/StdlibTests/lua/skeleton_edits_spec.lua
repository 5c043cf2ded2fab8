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

-- Every node that is left has its id, and the map leads to it.
local function expect_map(old, new, map)
  expect(#map):to_equal(#old)
  for index, place in ipairs(map) do
    expect(place >= 0 and place <= #new):to_equal(true)
    for position, id in ipairs(new.ids) do
      if id == old.ids[index] then expect(place):to_equal(position) end
    end
  end
end

describe("lengths of edits", function()
  it("are numbers in the skeleton's unit, or texts with a unit", function()
    local sk = make()
    for _, length in ipairs { 3, 3.0, "3 um", "3um", "3000 nm", "3e3 nm", "0.003 mm", "3 µm" } do
      local pruned, map = sk:prune_twigs(length)
      expect(pruned.ids):to_equal { 1, 2, 4, 5, 6, 7 }
      expect(map):to_equal { 1, 2, 0, 3, 4, 5, 6 }
    end
    expect(#sk:prune_twigs "2.9 um"):to_equal(7)
    expect(#make("nm"):prune_twigs "0.003 um"):to_equal(6)
    expect(#make("8 nm"):prune_twigs "24 nm"):to_equal(6)
  end)

  it("need a unit that is known, on both sides", function()
    local sk = make()
    for _, wrong in ipairs { "5", "5 parsec", "um", "five um", "5 8 nm", "", "5 unknown" } do
      local message = "a length such as 5 or '5 um' expected, got '" .. wrong .. "'"
      expect(function() sk:resample(wrong) end)
        :to_raise { code = "bad_argument", message = message }
    end
    expect(function() sk:resample() end):to_raise "bad argument #1 'spacing'"
    expect(function() sk:resample {} end):to_raise "length such as 5 or '5 um' expected, got table"
    expect(function() make("unknown"):resample "5 um" end):to_raise { code = "unknown_unit" }
    -- Sections of 10, 3, 8 and 2 in 2, 1, 2 and 1 pieces, and two roots.
    expect(#make("unknown"):resample(5)):to_equal(8)
  end)
end)

describe("pruning", function()
  it("goes on where that is asked for, or cuts exactly", function()
    local sk = make()
    expect(sk:prune_twigs(8).ids):to_equal { 1, 2, 6, 7 }
    expect(sk:prune_twigs(8, { recursive = true }).ids):to_equal { 1, 2, 6, 7 }
    expect(sk:prune_twigs(8, { recursive = 2 }).ids):to_equal { 1, 2, 6, 7 }
    local exact, map = sk:prune_twigs("1 um", { exact = true })
    expect(exact.ids):to_equal { 1, 2, 8, 4, 9, 6, 10 }
    expect(exact.y[3]):to_be_near(2)
    expect(exact:cable_length()):to_be_near(23 - 3)
    expect(map):to_equal { 1, 2, 0, 4, 0, 6, 0 }
    expect(function() sk:prune_twigs(-1) end):to_raise { code = "bad_option" }
    expect(function() sk:prune_twigs(1, { exakt = true }) end):to_raise "did you mean 'exact'?"
    expect(function() sk:prune_twigs(1, { recursive = "yes" }) end):to_raise "integer expected"
  end)

  it("takes Strahler orders", function()
    local sk = make()
    expect(sk:prune_strahler(1).ids):to_equal { 1, 2 }
    expect(#sk:prune_strahler { 1, 2 }):to_equal(0)
    expect(#sk:prune_strahler {}):to_equal(7)
    expect(function() sk:prune_strahler "1" end):to_raise "integer or list of integers expected"
    expect(function() sk:prune_strahler { 1.5 } end):to_raise "a list of integers expected"
  end)

  it("keeps what satisfies everything", function()
    local sk = make()
    expect(sk:prune({ max_depth = "12 um" }).ids):to_equal { 1, 2, 6, 7 }
    expect(sk:prune({ min_tree_length = 5 }).ids):to_equal { 1, 2, 3, 4, 5 }
    expect(sk:prune({ min_section_length = 5 }).ids):to_equal { 1, 2, 4, 5, 6 }
    expect(sk:prune({ min_radius = "2 um", max_radius = 9 }).ids):to_equal { 1, 2, 4 }
    expect(sk:prune({ types = "axon" }).ids):to_equal { 4, 5 }
    expect(sk:prune({ types = { "soma", 3 } }).ids):to_equal { 1, 2, 3 }
    expect(sk:prune({ box = { low = { 5, 0, 0 }, high = { 60, 1, 4 } } }).ids)
      :to_equal { 2, 4, 6, 7 }
    expect(sk:prune({ center = { 10, 0, 0 }, max_distance = 4 }).ids):to_equal { 2, 3, 4 }
    local mask = { true, false, true, true, true, false, true }
    expect(sk:prune({ mask = mask }).parents):to_equal { 0, 0, 0, 3, 0 }
    local bridged, map = sk:prune { mask = mask, bridge = true }
    expect(bridged.parents):to_equal { 0, 1, 1, 3, 0 }
    expect(map):to_equal { 1, 0, 2, 3, 4, 0, 5 }
    expect(sk:prune({ types = 3, max_depth = 12 }).ids):to_equal { 2 }
    expect(#sk:prune {}):to_equal(7)
  end)

  it("says what it does not understand", function()
    local sk = make()
    expect(function() sk:prune() end):to_raise "bad argument #1 'options'"
    expect(function() sk:prune { depth = 5 } end):to_raise "unknown option 'depth'"
    expect(function() sk:prune { types = "axxon" } end):to_raise "unknown type 'axxon'"
    expect(function() sk:prune { mask = { true } } end)
      :to_raise "the mask has 1 entries for 7 nodes"
    expect(function() sk:prune { mask = { 1 } } end):to_raise "a list of booleans expected"
    expect(function() sk:prune { box = {} } end):to_raise "'low' and 'high'"
    expect(function() sk:prune { center = { 1, 2, 3 } } end):to_raise "no 'max_distance'"
    expect(function() sk:prune { max_distance = 1 } end):to_raise "no 'center'"
    expect(function() sk:prune { min_depth = 5, max_depth = 4 } end)
      :to_raise "bad argument 'min_depth'"
  end)
end)

describe("parts of a skeleton", function()
  it("are a node with all beyond it, or both sides of it", function()
    local sk = make()
    local part, map = sk:subtree(4)
    expect(part.ids):to_equal { 4, 5 }
    expect(map):to_equal { 0, 0, 0, 1, 2, 0, 0 }
    local distal, proximal, distal_map, proximal_map = sk:cut(4)
    expect(distal.ids):to_equal { 4, 5 }
    expect(proximal.ids):to_equal { 1, 2, 3, 4, 6, 7 }
    expect(distal_map):to_equal { 0, 0, 0, 1, 2, 0, 0 }
    expect(proximal_map):to_equal { 1, 2, 3, 4, 0, 5, 6 }
    local _, rest = sk:cut(4, { stub = false })
    expect(rest.ids):to_equal { 1, 2, 3, 6, 7 }
    expect(function() sk:cut(8) end):to_raise "a node from 1 to 7 expected, got 8"
    expect(function() sk:subtree(0) end):to_raise "a node from 1 to 7 expected, got 0"
  end)

  it("are the largest trees and the longest segments", function()
    local sk = make()
    expect(sk:keep_largest().ids):to_equal { 1, 2, 3, 4, 5 }
    expect(#sk:keep_largest(2)):to_equal(7)
    expect(sk:keep_longest().ids):to_equal { 1, 2, 4, 5 }
    expect(sk:keep_longest(2).ids):to_equal { 1, 2, 3, 4, 5 }
    expect(#sk:keep_largest(0)):to_equal(0)
    expect(function() sk:keep_largest(-1) end):to_raise { code = "bad_option" }
  end)

  it("come apart and go together", function()
    local sk = make()
    local trees, map, tree_of = sk:split()
    expect(#trees):to_equal(2)
    expect(trees[2].ids):to_equal { 6, 7 }
    expect(map):to_equal { 1, 2, 3, 4, 5, 1, 2 }
    expect(tree_of):to_equal { 1, 1, 1, 1, 1, 2, 2 }
    expect(trees[1]:combine { trees[2] } == sk):to_equal(true)
    local twice, maps = sk:combine { sk }
    expect(#twice):to_equal(14)
    expect(twice.ids[8]):to_equal(8)
    expect(maps[2]):to_equal { 8, 9, 10, 11, 12, 13, 14 }
    expect(function() sk:combine { make "nm" } end):to_raise "differ in unit"
    expect(function() sk:combine { 5 } end):to_raise "a list of skeletons expected"
  end)
end)

describe("courses", function()
  it("are sampled anew", function()
    local sk = make()
    local fine, map = sk:resample "1 um"
    expect(#fine):to_equal(2 + 23)
    expect(fine:cable_length()):to_be_near(23)
    expect_map(sk, fine, map)
    local coarse, coarse_map = sk:resample(4)
    expect(coarse.ids):to_equal { 1, 8, 9, 2, 3, 10, 5, 6, 7 }
    expect(coarse_map):to_equal { 1, 4, 5, 6, 7, 8, 9 }
    expect(function() sk:resample(0) end):to_raise "the spacing must be a positive number, got 0"
    expect(function() sk:resample(1e-300) end):to_raise "more nodes than 2^31"
  end)

  it("lose nodes", function()
    local sk = make()
    local few, map = sk:downsample(math.huge)
    expect(few.ids):to_equal { 1, 2, 3, 5, 6, 7 }
    expect(map):to_equal { 1, 2, 3, 2, 4, 5, 6 }
    expect(#sk:downsample(1)):to_equal(7)
    expect(#sk:downsample(5, { preserve = { 4 } })):to_equal(7)
    expect(sk:simplify("0.1 um").ids):to_equal { 1, 2, 3, 5, 6, 7 }
    expect(#sk:simplify("0.1 um", { radius = true })):to_equal(7)
    expect(function() sk:downsample(0) end):to_raise "the step must be 1 or more"
    expect(function() sk:downsample() end):to_raise "bad argument #1 'n'"
    expect(function() sk:downsample(2, { preserve = { 9 } }) end):to_raise "a node from 1 to 7"
  end)

  it("are evened out and put into line", function()
    local bent = karst.swc.parse("1 0 0 0 0 1 -1\n2 0 1 30 0 1 1\n3 0 2 0 0 1 2\n", { unit = "um" })
    local smooth, map = bent:smooth()
    expect(smooth.y):to_equal { 0.0, 10.0, 0.0 }
    expect(map):to_equal { 1, 2, 3 }
    expect(bent:smooth({ window = 1 }).y):to_equal { 0.0, 30.0, 0.0 }
    expect(bent:smooth({ sigma = "1 mm" }).y[2]):to_be_near(10.003, 1e-3)
    expect(bent:despike().y):to_equal { 0.0, 0.0, 0.0 }
    expect(bent:despike({ sigma = 20, max_length = 2 }).y):to_equal { 0.0, 30.0, 0.0 }
    expect(function() bent:smooth { window = 3, sigma = 1 } end):to_raise "both window and sigma"
    expect(function() bent:smooth { window = 0 } end):to_raise { code = "bad_option" }
  end)
end)

describe("places, somata and ids", function()
  it("move, scale and turn", function()
    local sk = make()
    expect(sk:transform({ translate = { 1, 2, 3 } }).z[5]):to_equal(11.0)
    expect(sk:transform({ scale = 2 }):cable_length()):to_be_near(46)
    expect(sk:transform({ scale = { -1, 1, 1 }, translate = { 5, 0, 0 } }).x[2]):to_equal(-5.0)
    local turn = { { 0, -1, 0, 0 }, { 1, 0, 0, 0 }, { 0, 0, 1, 0 } }
    expect(sk:transform({ matrix = turn }).y[2]):to_equal(10.0)
    expect(function() sk:transform { matrix = { { 1 } } } end):to_raise "three rows of four numbers"
    expect(function() sk:transform { matrix = turn, scale = 2 } end):to_raise "without 'scale'"
    expect(function() sk:transform { scale = 0 } end):to_raise { code = "bad_option" }
  end)

  it("have a soma of one node or of three", function()
    local sk = make()
    local three, map = sk:three_point_soma()
    expect(three.ids):to_equal { 1, 8, 9, 2, 3, 4, 5, 6, 7 }
    expect(three.types):to_equal { 1, 1, 1, 3, 3, 2, 2, 0, 0 }
    expect(map):to_equal { 1, 4, 5, 6, 7, 8, 9 }
    local one, back = three:collapse_soma()
    expect(one == sk):to_equal(true)
    expect(back):to_equal { 1, 1, 1, 2, 3, 4, 5, 6, 7 }
  end)

  it("are numbered and sorted", function()
    local sk = make()
    expect(sk:renumber().ids):to_equal { 1, 2, 3, 4, 5, 6, 7 }
    expect(sk:renumber(0).ids[7]):to_equal(6)
    local sorted, map = sk:sort "size"
    expect(sorted.ids):to_equal { 1, 2, 4, 5, 3, 6, 7 }
    expect(map):to_equal { 1, 2, 5, 3, 4, 6, 7 }
    expect(sk:sort().ids):to_equal { 1, 2, 3, 4, 5, 6, 7 }
    expect(function() sk:sort "colour" end)
      :to_raise "one of 'position', 'size', 'id' expected, got 'colour'"
  end)
end)
