local test = require "karst.test"
local fs = require "karst.fs"
local describe, it, expect = test.describe, test.it, test.expect

local function path(name)
  return fs.join(_G.TEST_FOLDER, "population", name or "")
end

-- A hundred cables, of length 1 to 100, and one that cannot be read.
local function population()
  for number = 1, 100 do
    fs.write(path(("%03d.swc"):format(number)), ("1 1 0 0 0 1 -1\n2 3 %d 0 0 1 1\n"):format(number))
  end
  return path()
end

describe("skeleton.read_all", function()
  fs.mkdir(path())

  it("gives a row of measures for each file, in order", function()
    local rows, problems = karst.skeleton.read_all(population(), { progress = false })
    expect(#rows):to_equal(100)
    expect(#problems):to_equal(0)
    for number, row in ipairs(rows) do
      expect(row.cable_length):to_be_near(number)
      expect(row.path:match("(%d+)%.swc$")):to_equal(("%03d"):format(number))
      expect(row.nodes):to_equal(2)
    end
    expect(rows[1].unit):to_equal("unknown")
    expect(rows[7]):to_equal((function()
      local expected = karst.skeleton.read(rows[7].path):measure()
      expected.path, expected.unit = rows[7].path, "unknown"
      return expected
    end)())
  end)

  it("measures what is asked for, of the files that are meant", function()
    population()
    local rows = karst.skeleton.read_all(path(), {
      measures = { "tips", "cable_length" }, jobs = 1, pattern = "00*.swc", unit = "nm",
    })
    expect(#rows):to_equal(9)
    expect(rows[9]):to_equal { path = rows[9].path, unit = "nm", tips = 1, cable_length = 9.0 }
    local listed = karst.skeleton.read_all { path("005.swc"), path("001.swc") }
    expect({ listed[1].cable_length, listed[2].cable_length }):to_equal { 5.0, 1.0 }
  end)

  it("collects what fails with its place, or stops", function()
    population()
    fs.write(path("050.swc"), "1 1 0 0 0 1 -1\n2 3 x 0 0 1 1\n")
    local rows, problems = karst.skeleton.read_all(path())
    expect(#rows):to_equal(99)
    expect(#problems):to_equal(1)
    expect(problems[1].path):to_equal(path("050.swc"))
    expect(problems[1].line):to_equal(2)
    expect(problems[1].code):to_equal("bad-float")
    expect(function() karst.skeleton.read_all(path(), { on_error = "stop" }) end)
      :to_raise { code = "bad-float", line = 2, path = path("050.swc") }
  end)

  it("checks its arguments", function()
    expect(function() karst.skeleton.read_all() end):to_raise "path or list of paths expected"
    expect(function() karst.skeleton.read_all { 5 } end):to_raise "a list of paths expected"
    expect(function() karst.skeleton.read_all(path(), { job = 2 }) end)
      :to_raise "unknown option 'job'"
    expect(function() karst.skeleton.read_all(path(), { jobs = 0 }) end):to_raise "at least 1"
    expect(function() karst.skeleton.read_all(path(), { measures = { "length" } }) end)
      :to_raise "there is no measure 'length'"
    expect(function() karst.skeleton.read_all(path(), { pattern = "*.asc" }) end)
      :to_raise "no files of skeletons in this folder (*.asc)"
  end)

  it("lets other tasks go on", function()
    population()
    local ticks = 0
    local ticker = karst.task.spawn({ daemon = true }, function()
      while true do
        ticks = ticks + 1
        karst.task.sleep(0)
      end
    end)
    karst.skeleton.read_all(path(), { jobs = 2 })
    ticker:cancel()
    expect(ticks > 1):to_equal(true)
  end)
end)

describe("skeleton.each", function()
  it("goes through the skeletons in order", function()
    population()
    local lengths = {}
    for sk, name in karst.skeleton.each(path(), { jobs = 3 }) do
      lengths[#lengths + 1] = sk:cable_length()
      expect(name:match("(%d+)%.swc$")):to_equal(("%03d"):format(#lengths))
    end
    expect(#lengths):to_equal(100)
    expect(lengths[73]):to_be_near(73)
  end)

  it("can be left early, and holds few skeletons at a time", function()
    population()
    local count = 0
    for _ in karst.skeleton.each(path(), { jobs = 2 }) do
      count = count + 1
      if count == 5 then break end
    end
    expect(count):to_equal(5)
  end)

  it("stops at what fails, or hands the error over", function()
    population()
    fs.write(path("002.swc"), "1 1 0 0\n")
    expect(function() for _ in karst.skeleton.each(path()) do end end):to_raise { line = 1 }
    local failed = {}
    for sk, name, problem in karst.skeleton.each(path(), { on_error = "collect" }) do
      if not sk then failed[#failed + 1] = { name, problem.line } end
    end
    expect(failed):to_equal { { path("002.swc"), 1 } }
  end)
end)

describe("skeleton.files", function()
  it("lists what paths, patterns and folders mean", function()
    population()
    expect(#karst.skeleton.files(path())):to_equal(100)
    expect(karst.skeleton.files(path("00[12].swc"))):to_equal { path("001.swc"), path("002.swc") }
    expect(karst.skeleton.files { path("none.swc") }):to_equal { path("none.swc") }
    expect(function() karst.skeleton.files() end):to_raise "path or list of paths expected"
  end)
end)
