local test = require "karst.test"
local fs = require "karst.fs"
local describe, it, expect = test.describe, test.it, test.expect

local function case(name)
  return karst.json.decode(fs.read(fs.join(_G.FIXTURES, "Skeletonize/" .. name .. ".json")))
end

--- What the reference gives is compared to the last index.
local function expect_reference(name)
  local golden = case(name)
  local input, expected, parameters = golden.input, golden.expected, golden.params
  local sk = karst.skeletonize.graph({
    vertices = input.vertices, edges = input.edges, soma_point = input.soma_pt,
    synapses = input.synapses, level2_ids = input.lvl2_ids, index_base = 0,
    l2 = input.l2 and {
      size_nm3 = input.l2.size_nm3, area_nm2 = input.l2.area_nm2, max_dt_nm = input.l2.max_dt_nm,
      mean_dt_nm = input.l2.mean_dt_nm,
    },
  }, {
    invalidation = parameters.invalidation_d, collapse_soma = parameters.collapse_soma,
    collapse_radius = parameters.collapse_radius, component_threshold = parameters.cc_vertex_thresh,
  })
  local made = sk:to_table { index_base = 0 }
  expect(made.vertices):to_equal(expected.skeleton.vertices)
  expect(made.edges):to_equal(expected.skeleton.edges)
  expect(made.root):to_equal(expected.skeleton.root)
  expect(made.mesh_to_skel_map):to_equal(expected.skeleton.mesh_to_skel_map)
  if expected.service_v4 and #expected.service_v4.compartment > 0 then
    expect(made.compartment):to_equal(expected.service_v4.compartment)
  end
end

describe("skeletonize.graph of tables", function()
  for _, name in ipairs {
    "line10", "line10_soma_tip", "line10_soma_mid_nocollapse", "line10_soma_mid_r1500",
    "line10_synapses_rootN", "star6_equal", "two_components", "two_components_soma",
  } do
    it("equals the reference on " .. name, function() expect_reference(name) end)
  end

  it("counts from 1 unless told otherwise", function()
    local vertices = { { 0, 0, 0 }, { 1000, 0, 0 }, { 2000, 0, 0 } }
    local from_one = karst.skeletonize.graph { vertices = vertices, edges = { { 1, 2 }, { 2, 3 } } }
    local from_zero = karst.skeletonize.graph {
      vertices = vertices, edges = { { 0, 1 }, { 1, 2 } }, index_base = 0,
    }
    expect(from_one == from_zero):to_equal(true)
    expect(from_one.unit):to_equal("nm")
    expect(from_one.root_id):to_equal(nil)
    expect(from_one.lvl2_ids):to_equal { 1, 2, 3 }
  end)

  it("carries the id that it is given", function()
    local sk = karst.skeletonize.graph {
      vertices = { { 0, 0, 0 } }, edges = {}, root_id = "864691135463333789",
    }
    expect(sk.root_id):to_equal(864691135463333789)
  end)

  local line = { { 0, 0, 0 }, { 1000, 0, 0 } }
  local wrong = {
    ["bad argument 'vertices'"] = { edges = {} },
    ["entry 2: three numbers expected"] = { vertices = { { 0, 0, 0 }, { 1, 2 } }, edges = {} },
    ["found a string"] = { vertices = { { 0, 0, "x" } }, edges = {} },
    ["bad argument 'edges'"] = { vertices = line },
    ["entry 1: an index from 1 to 2 expected, got 3"] = { vertices = line, edges = { { 1, 3 } } },
    ["(index_base is 0)"] = { vertices = line, edges = { { 0, 2 } }, index_base = 0 },
    ["entry 1: two indices expected"] = { vertices = line, edges = { { 1 } } },
    ["0 or 1 expected, got 2"] = { vertices = line, edges = {}, index_base = 2 },
    ["2 ids expected, one for each vertex, got 1"] =
      { vertices = line, edges = { { 1, 2 } }, level2_ids = { 5 } },
    ["bad argument 'root_id'"] = { vertices = line, edges = { { 1, 2 } }, root_id = 1.5 },
    ["bad argument 'soma_point'"] = { vertices = line, edges = { { 1, 2 } }, soma_point = 5 },
    ["bad argument 'l2.size_nm3'"] =
      { vertices = line, edges = { { 1, 2 } }, l2 = { size_nm3 = { 1 } } },
    ["bad argument 'synapses.pre'"] =
      { vertices = line, edges = { { 1, 2 } }, synapses = { pre = { 3 } } },
    ["did you mean 'vertices'?"] = { vertexes = line, edges = {} },
  }
  for message, graph in pairs(wrong) do
    it("says " .. message, function()
      expect(function() karst.skeletonize.graph(graph) end)
        :to_raise { code = "bad_argument", message = message }
    end)
  end

  it("names missing coordinates", function()
    expect(function()
      karst.skeletonize.graph { vertices = { { 0, 0, 0 }, karst.null }, edges = { { 1, 2 } } }
    end):to_raise { code = "missing_coordinates" }
  end)
end)

describe("skeletonize.graph of files", function()
  it("equals what the service makes", function()
    local path = fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl")
    local sk = karst.skeletonize.graph(path)
    expect(sk.root_id):to_equal(864691128455135233)
    local service = karst.service.open(fs.join(_G.TEST_FOLDER, "data"))
    service:import(path)
    local client = karst.cave.client("local",
      { server_address = "embedded", data = service.folder })
    expect(client.skeleton:get_skeleton(sk.root_id) == sk):to_equal(true)
  end)

  it("names the file at fault", function()
    local path = fs.join(_G.TEST_FOLDER, "x.l2.jsonl")
    expect(function() karst.skeletonize.graph(path) end)
      :to_raise { code = "not_found", path = path }
    fs.write(path, "{}\n")
    expect(function() karst.skeletonize.graph(path) end):to_raise { path = path, line = 1 }
  end)

  it("checks its arguments", function()
    local path = fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl")
    local function with(options)
      return function() karst.skeletonize.graph(path, options) end
    end
    expect(function() karst.skeletonize.graph() end):to_raise "bad argument #1 'graph'"
    expect(function() karst.skeletonize.graph(5) end):to_raise "path or table expected, got number"
    expect(with { invalidation = "x" }):to_raise "number expected, got string"
    expect(with { invalidation = -1 }):to_raise { code = "bad_option", message = "invalidation" }
    expect(with { root_search = "far" }):to_raise "'reference' or 'per_component' expected"
    expect(with { root_index = 0 }):to_raise { code = "bad_option" }
    expect(with { root_index = 100000 }):to_raise { code = "bad_option" }
    expect(with { invalidaton = 5 }):to_raise "did you mean 'invalidation'?"
    expect(with(5)):to_raise "bad argument #2 'options'"
  end)
end)

describe("skeletonize.mesh", function()
  local golden = case("strip_inconsistent_winding")
  local input, parameters = golden.input, golden.params
  local options = {
    invalidation = parameters.invalidation_d, component_threshold = parameters.cc_vertex_thresh,
  }

  local function expect_golden(sk)
    local made, expected = sk:to_table { index_base = 0 }, golden.expected.skeleton
    expect(made.vertices):to_equal(expected.vertices)
    expect(made.edges):to_equal(expected.edges)
    expect(made.root):to_equal(expected.root)
    expect(made.mesh_to_skel_map):to_equal(expected.mesh_to_skel_map)
    expect(#sk.radius):to_equal(#sk)
    expect(sk.unit):to_equal("nm")
  end

  it("equals the reference on a table", function()
    expect_golden(karst.skeletonize.mesh(
      { vertices = input.vertices, faces = input.faces, index_base = 0 }, options))
  end)

  it("equals the reference on a file, whose name is the root id", function()
    local lines = {}
    for _, v in ipairs(input.vertices) do
      lines[#lines + 1] = string.format("v %.17g %.17g %.17g", v[1], v[2], v[3])
    end
    for _, f in ipairs(input.faces) do
      lines[#lines + 1] = string.format("f %d %d %d", f[1] + 1, f[2] + 1, f[3] + 1)
    end
    local path = fs.join(_G.TEST_FOLDER, "722817260.obj")
    fs.write(path, table.concat(lines, "\n"))
    local sk = karst.skeletonize.mesh(path, options)
    expect_golden(sk)
    expect(sk.root_id):to_equal(722817260)
    options.root_id = 5
    expect(karst.skeletonize.mesh(path, options).root_id):to_equal(5)
    options.root_id = nil
  end)

  it("leaves out small components unless told otherwise", function()
    local triangle = {
      vertices = { { 0, 0, 0 }, { 9, 0, 0 }, { 0, 9, 0 } }, faces = { { 1, 2, 3 } },
    }
    expect(function() karst.skeletonize.mesh(triangle) end)
      :to_raise { code = "nothing_above_threshold" }
    expect(#karst.skeletonize.mesh(triangle, { component_threshold = 0 }) > 0):to_equal(true)
  end)

  it("puts the root at a soma point", function()
    local soma = { 1.0, 2.0, 3.0 }
    local sk = karst.skeletonize.mesh(
      { vertices = input.vertices, faces = input.faces, index_base = 0, soma_point = soma },
      { component_threshold = 0, collapse_radius = 1e9 })
    expect(#sk):to_equal(1)
    expect({ sk:vertex(sk.root) }):to_equal(soma)
  end)

  local corners = { { 0, 0, 0 }, { 9, 0, 0 }, { 0, 9, 0 } }
  local wrong = {
    ["bad argument 'vertices'"] = { faces = {} },
    ["entry 2: three numbers expected"] = { vertices = { { 0, 0, 0 }, { 1, 2 } }, faces = {} },
    ["bad argument 'faces'"] = { vertices = corners },
    ["entry 1: three indices expected"] = { vertices = corners, faces = { { 1, 2 } } },
    ["entry 1: an index from 1 to 3 expected, got 4"] =
      { vertices = corners, faces = { { 1, 2, 4 } } },
    ["bad argument 'root_id'"] = { vertices = corners, faces = { { 1, 2, 3 } }, root_id = 1.5 },
    ["bad argument 'soma_point'"] = { vertices = corners, faces = { { 1, 2, 3 } }, soma_point = 1 },
    ["did you mean 'faces'?"] = { vertices = corners, face = {} },
  }
  for message, mesh in pairs(wrong) do
    it("says " .. message, function()
      expect(function() karst.skeletonize.mesh(mesh) end)
        :to_raise { code = "bad_argument", message = message }
    end)
  end

  it("refuses what is no mesh", function()
    local path = fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl")
    expect(function() karst.skeletonize.mesh(path) end)
      :to_raise { code = "unknown_input", message = "is not a triangle mesh", path = path }
    expect(function() karst.skeletonize.mesh(5) end):to_raise "path or table expected, got number"
    expect(function() karst.skeletonize.volume(path) end)
      :to_raise { code = "unknown_input", message = "is not a label volume" }
  end)
end)

describe("skeletonize.volume", function()
  --- Two straight bars along x: label 1 of 24 voxels, label 7 of 16.
  local function write_volume()
    local voxels = {}
    for x = 0, 23 do
      for y = 0, 3 do
        for z = 0, 3 do
          local label = (y == 0 and z == 0) and 1 or (y == 2 and z == 2 and x < 16) and 7 or 0
          voxels[#voxels + 1] = string.pack("<I4", label)
        end
      end
    end
    local head = "{'descr': '<u4', 'fortran_order': False, 'shape': (24, 4, 4), }"
    head = head .. string.rep(" ", 117 - #head) .. "\n"
    local path = fs.join(_G.TEST_FOLDER, "bars.npy")
    fs.write(path, "\x93NUMPY\1\0" .. string.pack("<I2", #head) .. head .. table.concat(voxels))
    return path
  end

  local base = 12 << 56
  local options = { voxel_size = { 100, 100, 100 }, chunk = { 8, 8, 8 }, invalidation = 100 }

  it("gives a skeleton for each label", function()
    local skeletons = karst.skeletonize.volume(write_volume(), options)
    local ids = {}
    for id, sk in pairs(skeletons) do
      ids[#ids + 1] = id
      expect(sk.root_id):to_equal(id)
    end
    table.sort(ids)
    expect(ids):to_equal { base + 1, base + 7 }
    -- One node in each chunk of 8 voxels, none of them off the bar.
    expect(#skeletons[base + 1]):to_equal(3)
    expect(#skeletons[base + 7]):to_equal(2)
    for i = 1, 3 do
      local x, y, z = skeletons[base + 1]:vertex(i)
      expect({ y, z }):to_equal { 0.0, 0.0 }
      expect(x >= 0 and x <= 2300):to_equal(true)
    end
  end)

  it("gives the skeleton of one label", function()
    local path = write_volume()
    options.label = 7
    local sk = karst.skeletonize.volume(path, options)
    expect(sk.root_id):to_equal(base + 7)
    options.label, options.labels = nil, { 1 }
    expect(karst.skeletonize.volume(path, options)[base + 7]):to_equal(nil)
    options.labels = nil
  end)

  it("checks its arguments", function()
    local path = write_volume()
    local function with(given)
      return function() karst.skeletonize.volume(path, given) end
    end
    expect(with {}):to_raise { code = "bad_volume" }
    expect(with { voxel_size = 8 }):to_raise "bad argument 'voxel_size'"
    expect(with { voxel_size = { 8, 8, 8 }, label = 0 })
      :to_raise "a label is an integer of 1 or more"
    expect(with { voxel_size = { 8, 8, 8 }, chunk = { 0, 8, 8 } }):to_raise { code = "bad_option" }
    expect(with { voxel_size = { 8, 8, 8 }, chunk = { 0.5, 8, 8 } })
      :to_raise "three whole numbers expected"
    expect(with { voxelsize = { 8, 8, 8 } }):to_raise "did you mean 'voxel_size'?"
    expect(function() karst.skeletonize.volume() end):to_raise "bad argument #1 'path'"
  end)
end)
