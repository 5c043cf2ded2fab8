local test = require "karst.test"
local fs = require "karst.fs"
local journal = require "karst.journal"
local describe, it, expect = test.describe, test.it, test.expect

local function path(name)
  return fs.join(_G.TEST_FOLDER, name)
end

local function append(name, text)
  local file <close> = fs.append(path(name))
  file:write(text)
end

local function entries(name)
  local found = {}
  local size = journal.replay(path(name), function(entry, offset)
    found[#found + 1] = { entry = entry, offset = offset }
  end)
  return found, size
end

describe("a journal", function()
  it("gives back what was added, in order, with exact ids", function()
    local writer <close> = journal.open(path("plain"))
    writer:add { event = "one", id = 864691135463333789 }
    local offset = writer:commit { event = "two", text = "a\nb\0c" }
    local found, size = entries("plain")
    expect(#found):to_equal(2)
    expect(found[1].entry):to_equal { event = "one", id = 864691135463333789 }
    expect(found[2]):to_equal { entry = { event = "two", text = "a\nb\0c" }, offset = offset }
    expect(size):to_equal(fs.size(path("plain")))
  end)

  it("reads entries again by their places", function()
    local writer <close> = journal.open(path("places"))
    local first, second = writer:add { n = 1 }, writer:add { n = 2 }
    local read, file = journal.reader(path("places"))
    expect(read(second)):to_equal { n = 2 }
    expect(read(first)):to_equal { n = 1 }
    file:close()
  end)

  it("takes away a last line that a crash has torn, at every byte", function()
    local whole = '{"n":1}\n{"n":2}\n'
    for cut = 9, #whole - 1 do
      local name = "torn" .. cut
      append(name, whole:sub(1, cut))
      local seen = {}
      local writer <close> = journal.open(path(name), function(entry) seen[#seen + 1] = entry.n end)
      expect(seen):to_equal { 1 }
      writer:add { n = 3 }
      expect(fs.read(path(name))):to_equal '{"n":1}\n{"n":3}\n'
    end
  end)

  it("takes away a last line that is no JSON", function()
    append("zeros", '{"n":1}\n' .. ("\0"):rep(20) .. "\n")
    expect(#entries("zeros")):to_equal(1)
  end)

  it("names the line when damage lies before the end", function()
    append("damaged", '{"n":1}\nnonsense\n{"n":3}\n')
    expect(function() entries("damaged") end)
      :to_raise { code = "journal_damaged", line = 2, path = path("damaged") }
  end)

  it("is empty where there is no file, and is made by opening", function()
    expect(entries("none")):to_equal {}
    expect(fs.exists(path("none"))):to_equal(false)
    journal.open(path("none")):close()
    expect(fs.size(path("none"))):to_equal(0)
  end)

  it("cannot be written when it is closed", function()
    local writer = journal.open(path("closed"))
    writer:close()
    expect(function() writer:add {} end):to_raise "closed"
  end)
end)

describe("fs.append", function()
  it("adds to what is there and says where", function()
    local file <close> = fs.append(path("bytes"))
    expect(file:write("abc")):to_equal(0)
    expect(file:write("de")):to_equal(3)
    expect(file.size):to_equal(5)
    local again <close> = fs.append(path("bytes"))
    expect(again:write("f")):to_equal(5)
    expect(fs.read(path("bytes"))):to_equal("abcdef")
  end)

  it("is cut only to what it has", function()
    local file <close> = fs.append(path("cut"))
    file:write("abc")
    file:truncate(1)
    expect(fs.read(path("cut"))):to_equal("a")
    expect(function() file:truncate(2) end):to_raise "cannot be cut to 2 bytes"
    expect(function() file:truncate(-1) end):to_raise "cannot be cut"
  end)

  it("names what is no file", function()
    expect(function() fs.append(_G.TEST_FOLDER) end):to_raise { code = "is_directory" }
    expect(function() fs.append(path("no/file")) end):to_raise { code = "not_found" }
  end)
end)

describe("fs.lock", function()
  it("keeps a second one out, says who has it, and is free again", function()
    local lock = fs.lock(path("lock"))
    local second, holder = fs.lock(path("lock"))
    expect(second):to_equal(nil)
    expect(holder):to_match("^process %d+")
    lock:release()
    lock:release()
    local third <close> = fs.lock(path("lock"))
    expect(third.path):to_equal(path("lock"))
  end)
end)

describe("fs.rename", function()
  it("replaces the file of that name", function()
    fs.write(path("old"), "old")
    fs.write(path("new"), "new")
    fs.rename(path("new"), path("old"))
    expect(fs.read(path("old"))):to_equal("new")
    expect(fs.exists(path("new"))):to_equal(false)
    expect(function() fs.rename(path("new"), path("old")) end)
      :to_raise { code = "not_found", path = path("new") }
  end)
end)
