local test = require "karst.test"
local fs = require "karst.fs"
local describe, it, expect = test.describe, test.it, test.expect

local function path(name)
  return fs.join(_G.TEST_FOLDER, name)
end

describe("fs.write and fs.read", function()
  it("keep every byte", function()
    local bytes = "a\0b\xFF\r\n"
    fs.write(path("bytes"), bytes)
    expect(fs.read(path("bytes"))):to_equal(bytes)
    expect(fs.size(path("bytes"))):to_equal(6)
    fs.write(path("bytes"), "")
    expect(fs.read(path("bytes"))):to_equal("")
  end)

  it("leave nothing but the file", function()
    fs.mkdir(path("only"))
    fs.write(path("only/one"), "x")
    expect(fs.list(path("only"))):to_equal { "one" }
  end)

  it("name the file that is not there, is a folder, or is below a file", function()
    local none = path("none")
    expect(function() fs.read(none) end):to_raise { code = "not_found", path = none }
    expect(function() fs.read(_G.TEST_FOLDER) end):to_raise { code = "is_directory" }
    expect(function() fs.write(path("none/x"), "x") end):to_raise { code = "not_found" }
    expect(function() fs.write(_G.TEST_FOLDER, "x") end):to_raise { code = "is_directory" }
  end)

  it("look into gzipped files on request", function()
    local plain, packed = path("plain.swc"), path("packed.swc.gz")
    local skeleton = karst.swc.parse("1 1 0 0 0 1 -1\n")
    skeleton:write(plain)
    skeleton:write(packed)
    expect(fs.read(packed):sub(1, 2)):to_equal("\x1F\x8B")
    expect(fs.read(packed, { decompress = true })):to_equal(fs.read(plain))
    expect(fs.read(plain, { decompress = true })):to_equal(fs.read(plain))
    expect(function() fs.read(plain, { decompres = true }) end)
      :to_raise "did you mean 'decompress'?"
  end)

  it("check their arguments", function()
    expect(function() fs.read() end):to_raise "bad argument #1 'path'"
    expect(function() fs.read({}) end):to_raise "string expected, got table"
    expect(function() fs.write("x") end):to_raise "bad argument #2 'bytes'"
    expect(function() fs.write("x", 5) end):to_raise "string expected, got number"
  end)
end)

describe("folders", function()
  it("are made with those above them, twice without harm", function()
    fs.mkdir(path("a/b/c"))
    fs.mkdir(path("a/b/c"))
    expect(fs.is_folder(path("a/b/c"))):to_equal(true)
    expect(fs.list(path("a"))):to_equal { "b" }
    expect(fs.list(path("a/b/c"))):to_equal {}
  end)

  it("are not made over a file, nor listed when there are none", function()
    fs.write(path("file"), "x")
    expect(function() fs.mkdir(path("file")) end):to_raise { code = "not_directory" }
    expect(function() fs.list(path("file")) end):to_raise { code = "not_directory" }
    expect(function() fs.list(path("none")) end):to_raise { code = "not_found" }
  end)

  it("are removed only when they are empty", function()
    fs.mkdir(path("full/inner"))
    expect(function() fs.remove(path("full")) end):to_raise "not empty"
    fs.remove(path("full/inner"))
    fs.remove(path("full"))
    expect(fs.exists(path("full"))):to_equal(false)
    expect(function() fs.remove(path("full")) end):to_raise { code = "not_found" }
  end)
end)

describe("fs.exists and fs.is_folder", function()
  it("answer without raising", function()
    expect(fs.exists(path("nowhere"))):to_equal(false)
    expect(fs.is_folder(path("nowhere"))):to_equal(false)
    expect(fs.exists(_G.TEST_FOLDER)):to_equal(true)
  end)
end)

describe("fs.join", function()
  it("puts one slash between parts", function()
    expect(fs.join("a", "b/", "c")):to_equal("a/b/c")
    expect(fs.join("a", "/b")):to_equal("/b")
    expect(fs.join("a")):to_equal("a")
    expect(function() fs.join() end):to_raise "bad argument #1"
    expect(function() fs.join("a", 5) end):to_raise "bad argument #2"
  end)
end)

describe("fs.temporary_folder", function()
  it("is new each time", function()
    local a, b = fs.temporary_folder(), fs.temporary_folder()
    expect(a ~= b and fs.is_folder(a)):to_equal(true)
    fs.remove(a)
    fs.remove(b)
  end)
end)
