local test = require "karst.test"
local progress = require "karst.progress"
local describe, it, expect = test.describe, test.it, test.expect

--- A stream and a clock that a test holds in its hands.
local function stage()
  local parts, time = {}, 0
  local stream = { flush = function() end }
  function stream.write(_, ...)
    for _, part in ipairs { ... } do parts[#parts + 1] = part end
  end
  local function text() return table.concat(parts) end
  local function wait(seconds) time = time + seconds end
  return { stream = stream, now = function() return time end }, text, wait
end

describe("progress elsewhere than on a terminal", function()
  it("writes at most one plain line a minute, and a last one", function()
    local options, text, wait = stage()
    options.terminal = false
    local bar = progress.open("fetching", 100, options)
    for done = 1, 100 do
      wait(1.3)
      bar:update(done)
    end
    bar:close()
    local lines = {}
    for line in text():gmatch("[^\n]+") do lines[#lines + 1] = line end
    expect(#lines):to_equal(3)
    expect(lines[1]):to_equal("fetching 47/100, 1 min 9 s left")
    expect(lines[3]):to_equal("fetching 100/100")
    expect(text():find("[\r\27]")):to_equal(nil)
  end)
end)

describe("progress on a terminal", function()
  it("says while it has the last line", function()
    local options = stage()
    options.terminal, options.width = true, 60
    local bar = progress.open("fetching", 4, options)
    bar:add(1)
    expect(progress.is_drawing()):to_equal(true)
    bar:close()
    expect(progress.is_drawing()):to_equal(false)
  end)

  it("redraws one line no more than ten times a second, and ends it", function()
    local options, text, wait = stage()
    options.terminal, options.width = true, 60
    local bar = progress.open("fetching", 4, options)
    for _ = 1, 4 do
      wait(0.01)
      bar:add(1)
    end
    bar:close("done")
    local _, redraws = text():gsub("\r", "")
    expect(redraws):to_equal(2)
    expect(text():sub(-1)):to_equal("\n")
    expect(text()):to_contain("####] fetching 4/4, done")
  end)

  it("never draws wider than the terminal", function()
    for width = 20, 100, 16 do
      local options, text = stage()
      options.terminal, options.width = true, width
      progress.open("a long label for a job", 1000, options):close()
      local line = text():gsub("\27%[K", ""):gsub("[\r\n]", "")
      expect(#line < width):to_equal(true)
    end
  end)
end)

describe("a bar", function()
  it("is closed when its scope is left, once", function()
    local options, text = stage()
    options.terminal = false
    do
      local bar <close> = progress.open("x", 2, options)
      bar:update(1)
      bar:close()
    end
    expect(text()):to_equal("x 1/2\n")
  end)

  it("says nothing when it is to be quiet", function()
    local options, text = stage()
    options.terminal, options.quiet = true, true
    local bar = progress.open("x", 2, options)
    bar:update(2)
    bar:close()
    expect(text()):to_equal("")
  end)

  it("survives a total of nothing", function()
    local options, text = stage()
    options.terminal, options.width = true, 40
    progress.open("x", 0, options):close()
    expect(text()):to_contain("x 0/0")
  end)
end)

describe("progress.format_duration", function()
  it("reads as people say it", function()
    expect(progress.format_duration(8.2)):to_equal("8 s")
    expect(progress.format_duration(200)):to_equal("3 min 20 s")
    expect(progress.format_duration(7500)):to_equal("2 h 5 min")
    expect(progress.format_duration(59.7)):to_equal("1 min 0 s")
  end)
end)
