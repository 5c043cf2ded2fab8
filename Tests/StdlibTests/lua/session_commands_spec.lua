local inspect = require "karst.inspect"
local session = require "karst.session"
local test = require "karst.test"
local describe, it, expect = test.describe, test.it, test.expect
local TEST_FOLDER = _G.TEST_FOLDER

--- A session with globals of its own, and a function that gives what a command prints.
local function open()
  local globals = setmetatable({}, { __index = _G })
  local opened = session.open { globals = globals }
  local function shown(...)
    local lines, real_print, real_write = {}, print, io.write
    _G.print = function(...) lines[#lines + 1] = table.concat({ ... }, "\t") .. "\n" end
    rawset(io, "write", function(...) lines[#lines + 1] = table.concat { ... } end)
    local done, problem = pcall(opened.command, opened, ...)
    _G.print = real_print
    rawset(io, "write", real_write)
    if not done then error(problem, 0) end
    return table.concat(lines)
  end
  return opened, shown, globals
end

describe("the prompt's commands", function()
  it("tell a value's type and methods", function()
    local _, shown = open()
    expect(shown("type", function() return 1.5 end)):to_equal("float\n")
    expect(shown("methods", function() return 5 end))
      :to_equal("nothing can be called on this: integer\n")
    expect(shown("methods", function() return { go = function(a) return a end } end))
      :to_equal("  go(a)\n")
  end)

  it("show the source of an entry", function()
    local opened, shown, globals = open()
    local text = "-- Gives one.\nfunction one() return 1 end"
    opened:remember(4, text)
    load(text, "=[4]", "t", globals)()
    expect(shown("source", function() return globals.one end))
      :to_equal("-- [4]:2\nfunction one() return 1 end\n")
    expect(shown("doc", "one")):to_equal("one()\nGives one.\ndefined at [4]:2\n")
  end)

  it("find the page of what a name leads to", function()
    local opened, shown = open()
    local page = shown("doc", "karst.swc.read")
    expect(page):to_contain("swc.read")
    expect(shown("doc", "swc.read")):to_equal(page)
    opened.fields.sk = karst.swc.parse("1 1 0 0 0 1 -1\n")
    opened.fields.reader = karst.swc.read
    expect(shown("doc", "sk:reroot")):to_contain("Skeleton:reroot")
    expect(shown("doc", "sk.unit")):to_contain("Skeleton.unit")
    expect(shown("doc", "sk")):to_equal(shown("help", "Skeleton"))
    expect(shown("doc", "reader")):to_equal(page)
    expect(shown("help", "units")):to_contain("nanometres")
  end)

  it("take a name of one's own before a topic", function()
    local opened, shown = open()
    opened.fields.start = { 1 }
    expect(shown("doc", "start")):to_equal("start: table with 1 list item and 0 fields\n")
    expect(function() shown("doc", "no_such_thing_at_all") end)
      :to_raise("there is no help on 'no_such_thing_at_all'")
  end)

  it("run files, with errors that show their line", function()
    local opened, shown, globals = open()
    local path = TEST_FOLDER .. "/" .. ("long"):rep(20) .. ".lua"
    karst.fs.write(path, "loaded = 5\nstrin.x()\n")
    local _, problem = pcall(shown, "load", path)
    expect(globals.loaded):to_equal(5)
    local line, mark = opened:explain(problem)
    expect(line):to_equal("  2 | strin.x()")
    expect(mark):to_equal("    | ^^^^^ did you mean 'string'?")
  end)

  it("show results in full", function()
    local opened, shown = open()
    expect(shown("full")):to_equal("there is no result yet\n")
    opened.last = table.pack(("x"):rep(300), nil, 2)
    expect(shown("full")):to_equal('"' .. ("x"):rep(300) .. '"\tnil\t2\n')
  end)
end)

describe(":set", function()
  it("changes the printer's settings, and sets them back", function()
    local _, shown = open()
    shown("set", "items", "2")
    local items = inspect.settings().items
    shown("set", "items")
    expect(items):to_equal(2)
    expect(inspect.settings().items):to_equal(40)
    shown("set", "sketch", "off")
    expect(inspect.settings().sketch):to_equal(false)
    shown("set", "sketch")
    expect(inspect.settings().sketch):to_equal(true)
  end)

  it("knows the prompt's own", function()
    local opened, shown = open()
    shown("set", "spinner", "no")
    expect(opened:shows_waits()):to_equal(false)
    expect(shown("set")):to_match("\n  spinner        off\n")
    shown("set", "spinner")
    expect(opened:shows_waits()):to_equal(true)
  end)

  it("says what is wrong", function()
    local _, shown = open()
    expect(function() shown("set", "itms", "2") end)
      :to_raise("there is no setting 'itms' (did you mean 'items'?)")
    expect(function() shown("set", "qqqqqqq") end)
      :to_raise("there is no setting 'qqqqqqq' (known: array_items, colour, ")
    expect(function() shown("set", "items", "many") end)
      :to_raise("'items' is a number above 0, not 'many'")
    expect(function() shown("set", "colour", "maybe") end)
      :to_raise("'colour' is on or off, not 'maybe'")
  end)
end)
