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

describe("swc.lint", function()
  it("lists findings, the fatal one too", function()
    fs.write(path("fine.swc"), text)
    expect(swc.lint(path("fine.swc"))):to_equal {}
    fs.write(path("fatal.swc"), "1 1 0 0 0 1 -1\n2 3 x 0 0 1 1\n")
    local findings = swc.lint(path("fatal.swc"))
    expect(#findings):to_equal(1)
    expect(findings[1].line):to_equal(2)
    expect(findings[1].severity):to_equal("error")
    expect(function() swc.lint(path("none.swc")) end):to_raise { code = "not_found" }
    expect(function() swc.lint() end):to_raise "bad argument #1 'path'"
  end)
end)
