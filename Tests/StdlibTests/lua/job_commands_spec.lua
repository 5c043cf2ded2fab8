local test = require "karst.test"
local commands = require "karst.job_commands"
local fs = require "karst.fs"
local json = require "karst.json"
local describe, it, expect = test.describe, test.it, test.expect

local GRAPH = fs.join(_G.FIXTURES, "Skeletonize/synth_s11_300um_soma.l2.jsonl")
local DATA = fs.join(_G.TEST_FOLDER, "commands-data")
local ID = 864691128455135233
local UNKNOWN = ID + 7

karst.service.open(DATA):import { GRAPH }

--- Carries a command out, with what it writes to standard output.
local function carry_out(command, options)
  local out = fs.join(_G.TEST_FOLDER, "stdout")
  io.output(out)
  local done, status = pcall(command, options)
  io.output():close()
  io.output(io.stdout)
  if not done then error(status, 0) end
  return status, fs.read(out)
end

local function folder(name)
  return fs.join(_G.TEST_FOLDER, name)
end

describe("karst fetch", function()
  it("goes on with the folder's own job when no word says otherwise", function()
    local out, data = folder("resumed"), folder("resumed-data")
    karst.service.open(data):import { GRAPH }
    local options = {
      words = { ("%d,%d"):format(ID, UNKNOWN) }, out = out, datastack = "local", data = data,
      generate = false, quiet = true, json = true,
    }
    local _, text = carry_out(commands.fetch, options)
    expect(json.decode(text:match("^[^\n]+"))):to_equal {
      root_id = ID, status = "not_found", reason = "no skeleton, and none was asked for",
      retryable = false,
    }
    _, text = carry_out(commands.fetch, { words = {}, out = out, data = data, quiet = true })
    expect(text):to_contain(("%d\tfetched\t%s"):format(ID, fs.join(out, "skeletons")))
    expect(text):to_contain(("%d\tinvalid\tnot an id of this data set"):format(UNKNOWN))
  end)

  it("tells the command of --notify where the summary is", function()
    local out, told = folder("notified"), folder("told")
    local status = carry_out(commands.fetch, {
      words = { tostring(ID) }, out = out, datastack = "local", data = DATA, quiet = true,
      notify = "cp -t " .. _G.TEST_FOLDER,
    })
    expect(status):to_equal(0)
    expect(fs.exists(told)):to_equal(false)
    local about = json.decode(fs.read(folder("provenance.json")))
    expect(about.counts):to_equal { fetched = 1 }
    expect(about.datastack):to_equal("local")
  end)
end)

describe("karst jobs", function()
  local out = folder("jobs")
  carry_out(commands.fetch, {
    words = { tostring(ID), tostring(UNKNOWN) }, out = out, datastack = "local", data = DATA,
    quiet = true,
  })

  it("counts as JSON for programs", function()
    local status, text = carry_out(commands.status, { out = out, json = true })
    expect(status):to_equal(0)
    expect(json.decode(text).counts):to_equal { fetched = 1, invalid = 1 }
  end)

  it("tells the steps of one id", function()
    local _, text = carry_out(commands.why, { id = tostring(ID), out = out })
    expect(text):to_match(("^%d is fetched: "):format(ID))
    expect(text):to_match("1  ids\n.*dispatch\n.*write\n.*fetched  fetched\n$")
    expect((carry_out(commands.why, { id = "5", out = out }))):to_equal(2)
  end)

  it("has nothing to try again when nothing failed", function()
    local status, text = carry_out(commands.retry_failed, { out = out })
    expect(status):to_equal(0)
    expect(text):to_equal("")
  end)
end)
