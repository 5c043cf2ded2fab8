local test = require "karst.test"
local fs = require "karst.fs"
local swc = require "karst.swc"
local describe, it, expect = test.describe, test.it, test.expect

local text = "# a comment\n1 1 0 0 0 1 -1\n2 3 3 4 0 0.5 1\n"

local function path(name)
  return fs.join(_G.TEST_FOLDER, name)
end

describe("swc.parse and swc.text", function()
  it("give a canonical text back as it was", function()
    expect(swc.text(swc.parse(text))):to_equal(text)
  end)

  it("take the unit from the options", function()
    expect(swc.parse(text).unit):to_equal("unknown")
    expect(swc.parse(text, { unit = "um" }).unit):to_equal("um")
  end)

  it("tell what was odd with its line, and what is impossible as an error", function()
    local odd = swc.parse("1 1 0 0 0 1 -1\n5 3 1 0 0 1 9\n")
    expect(odd.diagnostics[1].line):to_equal(2)
    expect(odd.diagnostics[1].severity):to_equal("warning")
    expect(function() swc.parse("1 1 0 0\n") end):to_raise { line = 1 }
    expect(function() swc.parse("1 1 0 0 0 1 -1\n5 3 1 0 0 1 9\n", { mode = "strict" }) end)
      :to_raise { line = 2 }
  end)

  it("check their arguments", function()
    expect(function() swc.parse() end):to_raise "bad argument #1 'text'"
    expect(function() swc.parse(text, 5) end):to_raise "bad argument #2 'options'"
    expect(function() swc.parse(text, { mode = "loose" }) end):to_raise "'lenient' or 'strict'"
    expect(function() swc.parse(text, { mod = "strict" }) end):to_raise "did you mean 'mode'?"
    expect(function() swc.parse(text, { unit = "furlong" }) end):to_raise "a unit such as"
    expect(function() swc.text(5) end):to_raise "Skeleton expected, got number"
    expect(function() swc.text() end):to_raise "Skeleton expected, got no value"
    expect(function() swc.text(swc.parse(text), { decimals = "x" }) end):to_raise "integer expected"
  end)
end)

describe("swc.read and swc.write", function()
  it("go through a file", function()
    local skeleton = swc.parse(text)
    swc.write(skeleton, path("a.swc"))
    expect(fs.read(path("a.swc"))):to_equal(text)
    expect(swc.read(path("a.swc")) == skeleton):to_equal(true)
  end)

  it("name the file at fault", function()
    expect(function() swc.read(path("none.swc")) end)
      :to_raise { code = "not_found", path = path("none.swc") }
    fs.write(path("bad.swc"), "1 1 0 0 0 1 -1\n2 3 x 0 0 1 1\n")
    expect(function() swc.read(path("bad.swc")) end):to_raise { path = path("bad.swc"), line = 2 }
    expect(function() swc.write(swc.parse(text), path("no/where.swc")) end)
      :to_raise { code = "not_found" }
    expect(function() swc.write(swc.parse(text)) end):to_raise "bad argument #2 'path'"
    expect(function() swc.read() end):to_raise "bad argument #1 'path'"
  end)
end)

describe("swc.read with extra_fields", function()
  it("keeps what stands behind the seventh field", function()
    fs.write(path("extra.swc"), "1 1 0 0 0 1 -1 0.5 7\n2 3 3 4 0 0.5 1 0.25 8\n")
    local skeleton = swc.read(path("extra.swc"), { extra_fields = true })
    expect(skeleton:column("extra1"):totable()):to_equal { 0.5, 0.25 }
    expect(skeleton:column("extra2"):totable()):to_equal { 7.0, 8.0 }
    expect(swc.read(path("extra.swc")):column("extra1")):to_equal(nil)
  end)
end)

describe("swc.synapses", function()
  it("reads the block behind the rows, partners exactly", function()
    local block = "#start synapse\n# 4 1 2 3 1 0 2 720575940621039145 GABA\n#end synapse\n"
    fs.write(path("synapses.swc"), text .. block)
    expect(swc.synapses(path("synapses.swc"))):to_equal {
      { id = 4, node = 1, x = 1.0, y = 2.0, z = 3.0, direction = "out", type = 2,
        partner = 720575940621039145, transmitter = "GABA" },
    }
    fs.write(path("plain.swc"), text)
    expect(swc.synapses(path("plain.swc"))):to_equal {}
  end)
end)

local sound = "1 1 0 0 0 5 -1\n2 3 8 0 0 1 1\n3 3 18 3 1 1 2\n4 3 18 -3 2 1 2\n"
local doubled = sound .. "5 3 18 3 1 0 3\n"

describe("swc.lint", function()
  it("lists findings, the fatal one too", function()
    fs.write(path("fine.swc"), sound)
    expect(#swc.lint(path("fine.swc"))):to_equal(0)
    fs.write(path("fatal.swc"), "1 1 0 0 0 5 -1\n2 3 x 0 0 1 1\n3 3 8 0 0 1 1\n")
    local findings = swc.lint(path("fatal.swc"))
    expect(findings[1].line):to_equal(2)
    expect(findings[1].severity):to_equal("error")
    expect(function() swc.lint(path("none.swc")) end):to_raise { code = "not_found" }
    expect(function() swc.lint() end):to_raise "bad argument #1 'path'"
  end)

  it("names line, node and id, and the thresholds that decided", function()
    fs.write(path("doubled.swc"), doubled)
    local findings = swc.lint(path("doubled.swc"), { thresholds = { z_jump = 7 } })
    expect(findings[1].code):to_equal("zero-radius")
    expect(findings[2].code):to_equal("duplicate-point")
    expect({ findings[2].line, findings[2].node, findings[2].id }):to_equal { 5, 5, 5 }
    expect(findings.thresholds.z_jump):to_equal(7.0)
    expect(findings.thresholds.soma_radius):to_equal(2.0)
    expect(findings.omitted):to_equal(0)
    fs.write(path("rootless.swc"), "1 1 0 0 0 5 0\n")
    expect(swc.lint(path("rootless.swc"))[1].severity):to_equal("warning")
    expect(swc.lint(path("rootless.swc"), { mode = "strict" })[1].severity):to_equal("error")
    expect(#swc.lint(path("doubled.swc"), { codes = { "z-jump" } })):to_equal(1) -- the reader's own
    expect(function() swc.lint(path("doubled.swc"), { thresholds = { zjump = 1 } }) end)
      :to_raise { code = "bad_argument", message = "there is no threshold 'zjump'" }
    expect(function() swc.lint(path("doubled.swc"), { codes = { "nonsense" } }) end)
      :to_raise "there is no code 'nonsense'"
  end)

  it("has a catalog", function()
    local rules = swc.rules()
    local codes = {}
    for _, rule in ipairs(rules) do codes[rule.code] = rule end
    expect(codes["z-jump"].thresholds):to_equal { z_jump = 30.0 }
    expect(codes["constant-radius"].quality):to_equal(true)
    expect(codes["duplicate-point"].severity):to_equal("warning")
  end)
end)

describe("a skeleton's qc and lint", function()
  it("tell what to think of it, by node", function()
    local sk = swc.parse(doubled, { unit = "um" })
    local found = sk:lint()
    expect(found[#found].code):to_equal("duplicate-point")
    expect(found[#found].node):to_equal(5)
    expect(#swc.parse(sound, { unit = "um" }):qc()):to_equal(0)
    local thin = swc.parse("1 1 0 0 0 1.5 -1\n2 3 8 0 0 1 1\n", { unit = "um" })
    expect(thin:qc()[1].code):to_equal("root-is-no-soma")
    expect(#thin:qc { thresholds = { soma_radius = 1 } }):to_equal(0)
    expect(function() thin:qc { tresholds = {} } end):to_raise "did you mean 'thresholds'?"
  end)
end)

describe("swc.repair and sk:repair", function()
  it("mend, and tell what was done", function()
    fs.write(path("doubled.swc"), doubled)
    local made = swc.repair(path("doubled.swc"))
    expect(made.changed):to_equal(true)
    expect(swc.text(made.skeleton)):to_equal(sound)
    expect(made.node_map):to_equal { 1, 2, 3, 4, 3 }
    local steps = {}
    for _, step in ipairs(made.steps) do steps[step.fix] = step end
    expect(steps["drop-duplicate-points"].changes)
      :to_equal { "node 5 was dropped: it is at the place of node 3" }
    expect(steps["drop-duplicate-points"].before):to_equal(1)
    expect(fs.read(path("doubled.swc"))):to_equal(doubled)
    local again, map, list = made.skeleton:repair { fixes = "all" }
    expect(again == made.skeleton):to_equal(true)
    expect(map):to_equal { 1, 2, 3, 4 }
    expect(#list):to_equal(#swc.fixes())
    expect(function() swc.repair(path("doubled.swc"), { fixes = { "x" } }) end)
      :to_raise "there is no fix 'x'"
    expect(function() swc.repair(path("doubled.swc"), { max_distance = "5 um" }) end)
      :to_raise { code = "unknown_unit" }
    expect(function() swc.repair(path("none.swc")) end):to_raise { code = "not_found" }
  end)
end)

describe("swc.convert and swc.export", function()
  it("write other formats by the name of the file", function()
    fs.write(path("a.swc"), sound)
    expect(swc.convert(path("a.swc"), path("a.json"), { unit = "um" })):to_equal {}
    expect(karst.skeleton.read(path("a.json")).x):to_equal { 0.0, 8000.0, 18000.0, 18000.0 }
    swc.convert(path("a.json"), path("b.swc.gz"), { to_unit = "um" })
    expect(karst.skeleton.read(path("b.swc.gz")):cable_length())
      :to_be_near(swc.read(path("a.swc")):cable_length())
    expect(function() swc.convert(path("a.swc"), path("a.obj")) end):to_raise "a.obj"
    expect(function() swc.convert(path("a.swc"), path("b.swc"), { profile = "x" }) end)
      :to_raise "there is no profile 'x'"
  end)

  it("fit a skeleton to each program", function()
    local sk = swc.parse(sound, { unit = "um" })
    fs.write(path("a.swc"), sound)
    for _, profile in ipairs(swc.profiles()) do
      local bytes, changes = swc.export(sk, profile.name)
      swc.convert(path("a.swc"), path("for.swc"), { profile = profile.name, unit = "um" })
      expect(fs.read(path("for.swc"))):to_equal(bytes)
      expect(type(changes)):to_equal("table")
      expect(#profile.summary > 0):to_equal(true)
    end
    expect(function() swc.export(sk, "genesis") end):to_raise "there is no profile 'genesis'"
  end)
end)
