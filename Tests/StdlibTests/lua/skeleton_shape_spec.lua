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

describe("orders and parts", function()
  it("are those of each node", function()
    local sk = make()
    expect(numbers(sk:strahler_order())):to_equal { 2, 2, 1, 1, 1, 1, 1 }
    expect(numbers(sk:branch_order())):to_equal { 0, 0, 1, 1, 1, 0, 0 }
  end)

  it("are sections and long segments", function()
    local sk = make()
    local sections = sk:sections()
    expect(numbers(sections.first)):to_equal { 1, 2, 2, 6 }
    expect(numbers(sections.last)):to_equal { 2, 3, 5, 7 }
    expect(numbers(sections.length)):to_equal { 10.0, 3.0, 8.0, 2.0 }
    local segments, lengths = sk:long_segments()
    expect(#segments):to_equal(3)
    expect(numbers(segments[1])):to_equal { 1, 2, 4, 5 }
    expect(numbers(segments[2])):to_equal { 2, 3 }
    expect(numbers(lengths)):to_equal { 18.0, 3.0, 2.0 }
  end)

  it("have centres, lengths by type and a soma", function()
    local sk = make()
    local x, y, z = sk:centroid()
    expect(x):to_be_near(142 / 7)
    expect({ y, z }):to_equal { 3 / 7, 12 / 7 }
    expect((sk:centroid { cable = true })):to_be_near((10 * 5 + 3 * 10 + 8 * 10 + 2 * 51) / 23)
    expect(sk:cable_length_by_type()):to_equal { [0] = 2.0, [2] = 8.0, [3] = 13.0 }
    local soma = sk:soma()
    expect(soma.shape):to_equal("point")
    expect(numbers(soma.nodes)):to_equal { 1 }
    expect(soma.radius):to_equal(2.0)
    expect(soma.surface):to_be_near(16 * math.pi)
    expect(sk:subtree(2):soma()):to_equal(nil)
  end)

  it("are measured by name", function()
    local sk = make()
    expect(sk:measure "tips"):to_equal(3)
    expect(sk:measure { "tips", "cable_length" }):to_equal { tips = 3, cable_length = 23.0 }
    expect(sk:subtree(2):measure "soma_radius"):to_equal(nil)
    expect(function() sk:measure "tip" end):to_raise "did you mean 'tips'?"
    expect(function() sk:measure(5) end):to_raise "name or list of names expected, got number"
  end)
end)

describe("Sholl analysis", function()
  it("counts crossings, lengths, branch points and tips", function()
    local sk = make()
    local profile = sk:sholl { step = "5 um", geodesic = true }
    expect(numbers(profile.radii)):to_equal { 5.0, 10.0, 15.0, 20.0 }
    expect(numbers(profile.crossings)):to_equal { 1, 1, 1, 0 }
    expect(numbers(profile.lengths)):to_equal { 7.0, 5.0, 8.0, 3.0 }
    expect(numbers(profile.branch_points)):to_equal { 0, 1, 0, 0 }
    expect(numbers(profile.tips)):to_equal { 1, 0, 1, 1 }
    profile = sk:sholl { radii = { 5, "60 um" } }
    expect(numbers(profile.crossings)):to_equal { 1, 0 }
    expect(numbers(sk:sholl({ radii = { 1.5 }, center = { 51, 0, 0 } }).lengths)):to_equal { 2.0 }
    expect(numbers(sk:sholl({ radii = { 1 }, center = "soma" }).crossings)):to_equal { 1 }
  end)

  it("says what it needs", function()
    local sk = make()
    expect(function() sk:sholl() end):to_raise "give a 'step' or the 'radii'"
    expect(function() sk:sholl { step = 1, radii = { 1 } } end):to_raise "both 'step' and 'radii'"
    expect(function() sk:sholl { step = 0 } end):to_raise { code = "bad_option" }
    expect(function() sk:sholl { step = 1, center = "top" } end):to_raise "'root', 'soma' or three"
    expect(function() sk:subtree(2):sholl { step = 1, center = "soma" } end):to_raise "has no soma"
    expect(function() sk:sholl { step = 1, geodesic = true, center = "soma" } end)
      :to_raise "no 'center'"
    expect(function() make("unknown"):sholl { step = "1 um" } end)
      :to_raise { code = "unknown_unit" }
  end)
end)

describe("comparison", function()
  it("has persistence pairs and vectors", function()
    local sk = make()
    local pairs_of = sk:persistence()
    expect(numbers(pairs_of.start)):to_equal { 10.0, 0.0, 0.0 }
    expect(numbers(pairs_of.stop)):to_equal { 13.0, 18.0, 2.0 }
    expect(numbers(pairs_of.tip)):to_equal { 3, 5, 7 }
    expect(sk:persistence({ metric = "straight" }).stop[3]):to_equal(2.0)
    local vector, samples = sk:persistence_vector()
    expect(#vector):to_equal(100)
    expect(samples[100]):to_be_near(10.5)
    local options = { samples = { 0, 5 }, bandwidth = 1, threshold = "1 um" }
    vector, samples = sk:persistence_vector(options)
    expect(numbers(samples)):to_equal { 0.0, 5.0 }
    expect(vector[1] > vector[2]):to_equal(true)
    expect(function() sk:persistence { metric = "crow" } end)
      :to_raise "'path' or 'straight' expected, got 'crow'"
    expect(function() sk:persistence_vector { threshold = 99 } end):to_raise { code = "bad_option" }
  end)

  it("has dotprops", function()
    local dots = make():resample("1 um"):dotprops()
    expect(#dots.alpha):to_equal(25)
    expect(dots.tangents.x[1]):to_be_near(1)
    expect(dots.alpha[1]):to_be_near(1)
    expect(dots.points.x[1]):to_equal(0.0)
    expect(#make():dotprops({ k = 3 }).alpha):to_equal(7)
    expect(function() make():dotprops { k = 1 } end):to_raise { code = "bad_option" }
  end)
end)
