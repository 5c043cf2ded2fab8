local test = require "karst.test"
local csv = require "karst.csv"
local errors = require "karst.errors"
local fs = require "karst.fs"
local jobs = require "karst.jobs"
local json = require "karst.json"
local describe, it, expect = test.describe, test.it, test.expect

local FIRST = 864691128455136001
local made = 0

local function folder()
  made = made + 1
  return fs.join(_G.TEST_FOLDER, "job" .. made)
end

local function skeleton(id)
  local text = ("1 1 0 0 0 1 -1\n2 3 %d 0 0 1 1\n"):format(id % 1000 + 1)
  return karst.swc.parse("#unit um\n" .. text)
end

--- A client that answers as its stories say: for each id a list of words, one for each look after
--- it was dispatched (the last one stays), or one word.
local function scripted(stories)
  local client = { datastack_name = "demo", server_address = "scripted", calls = {}, faults = {} }
  local dispatched, looks = {}, {}
  local function count(name)
    client.calls[name] = (client.calls[name] or 0) + 1
    local fault = table.remove(client.faults[name] or {}, 1)
    if fault then error(fault, 0) end
  end
  local function word_of(id)
    local story = stories[id] or "invalid"
    if type(story) == "string" then return story end
    if story.needs_dispatch ~= false and not dispatched[id] then return "not_found" end
    looks[id] = math.min((looks[id] or 0) + 1, #story)
    return story[looks[id]]
  end
  client.skeleton = {
    get_status = function(_, ids)
      count "get_status"
      local answer = {}
      for _, id in ipairs(ids) do
        local word = word_of(id)
        answer[id] = {
          status = word == "superseded" and "outdated" or word,
          has_skeleton = word == "cached" or word == "outdated",
          reason = word == "failed" and "broken" or nil,
          retryable = word == "queued",
          successor = (word == "outdated" or word == "superseded") and id + 500 or nil,
        }
      end
      return answer
    end,
    generate_bulk_skeletons_async = function(_, ids)
      count "generate"
      for _, id in ipairs(ids) do dispatched[id] = true end
      return 60.0
    end,
    fetch_skeletons = function(_, ids)
      count "fetch"
      local answer = {}
      for _, id in ipairs(ids) do
        if not (client.withheld and client.withheld[id]) then answer[id] = skeleton(id) end
      end
      return answer
    end,
  }
  return client
end

--- A clock that moves only when somebody sleeps.
local function clock()
  local time = 0
  return function() return time end, function(seconds) time = time + seconds end
end

local function run(options)
  options.quiet = options.quiet ~= false
  if not options.now then options.now, options.sleep = clock() end
  return jobs.run(options)
end

--- A cell whose root is too thin for a soma, with a node of unknown radius.
local function odd_skeleton()
  return karst.swc.parse("#unit um\n1 1 0 0 0 1 -1\n2 3 5 0 0 0 1\n3 3 10 0 0 1 2\n")
end

local function rows(out, name)
  return csv.parse_records(fs.read(fs.join(out, name)))
end

local function tables(out)
  local texts = {}
  for _, name in ipairs { "status.csv", "missing.csv", "measures.csv" } do
    texts[name] = fs.read(fs.join(out, name))
  end
  for _, name in ipairs(fs.list(fs.join(out, "skeletons"))) do
    texts[name] = fs.read(fs.join(out, "skeletons", name))
  end
  return texts
end

describe("jobs.run", function()
  it("settles every id with a word, a reason and a file", function()
    local out, words = folder(), {
      [FIRST] = "cached", [FIRST + 1] = "refused", [FIRST + 2] = "invalid",
      [FIRST + 3] = "wrong_layer", [FIRST + 4] = "outdated", [FIRST + 5] = "superseded",
      [FIRST + 6] = { "queued", "queued", "cached" }, [FIRST + 7] = { "queued", "failed" },
    }
    local ids = {}
    for i = 0, 7 do ids[#ids + 1] = FIRST + i end
    local done = run { client = scripted(words), ids = ids, out = out }
    expect(done.status):to_equal {
      [FIRST] = "fetched", [FIRST + 1] = "refused", [FIRST + 2] = "invalid",
      [FIRST + 3] = "wrong_layer", [FIRST + 4] = "outdated", [FIRST + 5] = "outdated",
      [FIRST + 6] = "fetched", [FIRST + 7] = "failed",
    }
    expect(done.exit_status):to_equal(4)
    local status = rows(out, "status.csv")
    expect(#status):to_equal(8)
    for index, row in ipairs(status) do
      expect(row.root_id):to_equal(tostring(ids[index]))
      local has_file = row.file ~= ""
      expect(has_file):to_equal(index == 1 or index == 5 or index == 7)
      if has_file then
        expect(#karst.swc.read(fs.join(out, row.file))):to_equal(2)
      else
        expect(row.reason):to_match("%w")
      end
    end
    expect(status[5].successor):to_equal(tostring(FIRST + 504))
    expect(status[8].reason):to_equal("broken")
    expect(#rows(out, "missing.csv")):to_equal(5)
    local measures = rows(out, "measures.csv")
    expect(#measures):to_equal(3)
    expect(tonumber(measures[1].cable_length_um)):to_equal(FIRST % 1000 + 1)
  end)

  it("asks for one id, no id twice, and refuses an empty list", function()
    local client = scripted { [FIRST] = "cached" }
    local done = run { client = client, ids = { FIRST, tostring(FIRST) }, out = folder() }
    expect(done.status):to_equal { [FIRST] = "fetched" }
    expect(client.calls):to_equal { get_status = 1, fetch = 1 }
    expect(function() run { client = client, ids = {}, out = folder() } end)
      :to_raise { code = "bad_argument", message = "at least one root id" }
  end)

  it("asks nothing when everything has come to rest, and needs no client then", function()
    local out, client = folder(), scripted { [FIRST] = "cached", [FIRST + 1] = "refused" }
    run { client = client, ids = { FIRST, FIRST + 1 }, out = out }
    local before = tables(out)
    local nobody = function() error("asked") end
    local done = run { client = nobody, ids = { FIRST, FIRST + 1 }, out = out }
    expect(done.status):to_equal { [FIRST] = "cached", [FIRST + 1] = "refused" }
    expect(done.fresh):to_equal(0)
    expect(client.calls):to_equal { get_status = 1, fetch = 1 }
    expect(tables(out)):to_equal(before)
  end)

  it("leaves what is missing alone when nothing is to be made, and makes it later", function()
    local out, stories = folder(), { [FIRST] = { "queued", "cached" } }
    local client = scripted(stories)
    local done = run { client = client, ids = { FIRST }, out = out, generate = false }
    expect(done.status):to_equal { [FIRST] = "not_found" }
    expect(done.exit_status):to_equal(0)
    expect(client.calls.generate):to_equal(nil)
    done = run { client = client, ids = { FIRST }, out = out }
    expect(done.status):to_equal { [FIRST] = "fetched" }
    expect(client.calls.generate):to_equal(1)
  end)

  it("adds new ids to the job of the folder", function()
    local out, client = folder(), scripted { [FIRST] = "cached", [FIRST + 1] = "cached" }
    run { client = client, ids = { FIRST + 1 }, out = out }
    local done = run { client = client, ids = { FIRST }, out = out }
    expect(done.status):to_equal { [FIRST + 1] = "cached", [FIRST] = "fetched" }
    expect(rows(out, "status.csv")[1].root_id):to_equal(tostring(FIRST + 1))
  end)

  it("refuses to mix two jobs in one folder", function()
    local out, client = folder(), scripted { [FIRST] = "cached" }
    run { client = client, ids = { FIRST }, out = out }
    local other = scripted { [FIRST] = "cached" }
    other.datastack_name = "other"
    expect(function()
      run { client = other, datastack = "other", ids = { FIRST }, out = out }
    end):to_raise { code = "other_job", message = "a job with datastack demo, and other" }
    expect(function() run { client = client, ids = { FIRST }, out = out, format = "h5" } end)
      :to_raise { code = "other_job", message = "formats swc, and h5" }
  end)

  it("says who has the folder", function()
    local out = folder()
    fs.mkdir(out)
    local lock <close> = fs.lock(fs.join(out, ".lock"))
    expect(lock.path):to_contain(out)
    expect(function() run { client = scripted {}, ids = { FIRST }, out = out } end)
      :to_raise { code = "in_use", message = "in use by process " }
  end)
end)

describe("a job that has to wait", function()
  it("looks again at growing intervals, and sooner once something came", function()
    local story = {}
    for i = 1, 12 do story[i] = "queued" end
    story[13] = "cached"
    local pauses, now, sleep = {}, clock()
    local done = run {
      client = scripted { [FIRST] = story }, ids = { FIRST }, out = folder(), now = now,
      sleep = function(seconds)
        pauses[#pauses + 1] = seconds
        sleep(seconds)
      end, max_interval = 5,
    }
    expect(done.status[FIRST]):to_equal("fetched")
    expect(pauses[1]):to_be_near(1)
    expect(math.max(table.unpack(pauses))):to_be_near(5)
  end)

  it("stops at the deadline and goes on later", function()
    local out, story = folder(), {}
    for i = 1, 100 do story[i] = "queued" end
    local stories = { [FIRST] = story, [FIRST + 1] = "cached" }
    local done = run {
      client = scripted(stories), ids = { FIRST, FIRST + 1 }, out = out, deadline = 30,
    }
    expect(done.reason):to_equal("deadline")
    expect(done.exit_status):to_equal(124)
    expect(done.status):to_equal { [FIRST] = "timed_out", [FIRST + 1] = "fetched" }
    expect(rows(out, "missing.csv")[1].status):to_equal("timed_out")
    stories[FIRST] = "cached"
    done = run { client = scripted(stories), ids = { FIRST, FIRST + 1 }, out = out }
    expect(done.status):to_equal { [FIRST] = "fetched", [FIRST + 1] = "cached" }
    expect(done.exit_status):to_equal(0)
  end)

  it("loses patience when nothing changes", function()
    local story = {}
    for i = 1, 1000 do story[i] = "queued" end
    local now, sleep = clock()
    local done = run {
      client = scripted { [FIRST] = story }, ids = { FIRST }, out = folder(), patience = 100,
      now = now, sleep = sleep,
    }
    expect(done.reason):to_equal("patience")
    expect(done.exit_status):to_equal(3)
    expect(now()):to_be_near(100)
  end)

  it("does not take a machine that slept for a service that did nothing", function()
    local story, time, naps = {}, 0, 0
    for i = 1, 6 do story[i] = "queued" end
    story[7] = "refused"
    local done = run {
      client = scripted { [FIRST] = story }, ids = { FIRST }, out = folder(), patience = 100,
      now = function() return time end,
      sleep = function(seconds)
        naps = naps + 1
        -- The lid is closed in the third nap and in the fifth one, for eight hours each.
        time = time + seconds + ((naps == 3 or naps == 5) and 8 * 3600 or 0)
      end,
    }
    expect(done.reason):to_equal(nil)
    expect(done.status[FIRST]):to_equal("refused")
  end)

  it("keeps to its deadline though the machine slept", function()
    local story, time = {}, 0
    for i = 1, 1000 do story[i] = "queued" end
    local done = run {
      client = scripted { [FIRST] = story }, ids = { FIRST }, out = folder(), deadline = 3600,
      now = function() return time end,
      sleep = function(seconds) time = time + seconds + (time == 0 and 8 * 3600 or 0) end,
    }
    expect(done.reason):to_equal("deadline")
    expect(done.status[FIRST]):to_equal("timed_out")
  end)

  it("reads the clock that never goes back, whatever the wall clock does", function()
    local real_time, real_date = os.time, os.date
    os.time = function() return 0 end -- luacheck: ignore 122
    os.date = function() return "1970-01-01T00:00:00Z" end -- luacheck: ignore 122
    local story = { "queued", "queued", "cached" }
    local done = run {
      client = scripted { [FIRST] = story }, ids = { FIRST }, out = folder(), deadline = 60,
    }
    os.time, os.date = real_time, real_date -- luacheck: ignore 122
    expect(done.status[FIRST]):to_equal("fetched")
  end)

  it("takes an id that was dispatched for queued when the service cannot say more", function()
    local story = { "not_found", "not_found", "cached" }
    local client = scripted { [FIRST] = story }
    local done = run { client = client, ids = { FIRST }, out = folder() }
    expect(done.status[FIRST]):to_equal("fetched")
    expect(client.calls.generate):to_equal(1)
  end)
end)

describe("a job that meets faults", function()
  local function busy() return errors.new("http", "the service answered 503", { status = 503 }) end

  it("asks again where that may help", function()
    local client = scripted { [FIRST] = { "queued", "cached" } }
    client.faults = { get_status = { busy(), busy() }, generate = { busy() }, fetch = { busy() } }
    local done = run { client = client, ids = { FIRST }, out = folder() }
    expect(done.status[FIRST]):to_equal("fetched")
    expect(client.calls.fetch):to_equal(2)
  end)

  it("keeps ids whose transfer failed for the next run", function()
    local out, client = folder(), scripted { [FIRST] = "cached" }
    client.faults = { fetch = { busy(), busy(), busy() } }
    local done = run { client = client, ids = { FIRST }, out = out, retry = { attempts = 3 } }
    expect(done.status[FIRST]):to_equal("failed")
    expect(done.exit_status):to_equal(3)
    expect(rows(out, "status.csv")[1].retryable):to_equal("true")
    done = run { client = client, ids = { FIRST }, out = out }
    expect(done.status[FIRST]):to_equal("fetched")
  end)

  it("lets one bad skeleton not spoil those that were asked for with it", function()
    local client = scripted { [FIRST] = "cached", [FIRST + 1] = "cached", [FIRST + 2] = "cached" }
    local fetch = client.skeleton.fetch_skeletons
    client.skeleton.fetch_skeletons = function(self, ids)
      for _, id in ipairs(ids) do
        if id == FIRST + 1 then errors.raise("damaged", "what was sent is no skeleton") end
      end
      return fetch(self, ids)
    end
    local done = run { client = client, ids = { FIRST, FIRST + 1, FIRST + 2 }, out = folder() }
    expect(done.status):to_equal {
      [FIRST] = "fetched", [FIRST + 1] = "failed", [FIRST + 2] = "fetched",
    }
    expect(done.entries[FIRST + 1].reason):to_equal("what was sent is no skeleton")
    expect(done.exit_status):to_equal(4)
  end)

  it("gives a skeleton up that is announced and never sent", function()
    local client = scripted { [FIRST] = "cached" }
    client.withheld = { [FIRST] = true }
    local done = run { client = client, ids = { FIRST }, out = folder() }
    expect(done.status[FIRST]):to_equal("failed")
    expect(done.exit_status):to_equal(3)
    expect(client.calls.fetch):to_equal(3)
  end)

  it("ends with the error of what nobody can repair, and the tables say how far it came", function()
    local out, client = folder(), scripted { [FIRST] = "cached" }
    client.faults = { get_status = { errors.new("no_token", "no valid token") } }
    expect(function() run { client = client, ids = { FIRST }, out = out } end)
      :to_raise { code = "no_token" }
    expect(rows(out, "status.csv")[1].status):to_equal("queued")
    expect(run { client = client, ids = { FIRST }, out = out }.status[FIRST]):to_equal("fetched")
  end)

  it("fetches again what has vanished or was cut short", function()
    local out, client = folder(), scripted { [FIRST] = "cached", [FIRST + 1] = "cached" }
    run { client = client, ids = { FIRST, FIRST + 1 }, out = out }
    local before = tables(out)
    fs.remove(fs.join(out, "skeletons", FIRST .. ".swc"))
    fs.write(fs.join(out, "skeletons", FIRST + 1 .. ".swc"), "1 1")
    local done = run { client = client, ids = { FIRST, FIRST + 1 }, out = out }
    expect(done.fresh):to_equal(2)
    expect(tables(out)):to_equal(before)
  end)

  it("takes away what a killed process has left of its files", function()
    local out, client = folder(), scripted { [FIRST] = "cached" }
    run { client = client, ids = { FIRST }, out = out, name = "a/{root_id}" }
    local left = { "provenance.json.12.a1b2.tmp", "skeletons/a/" .. FIRST .. ".swc.7.zz9.tmp" }
    for _, name in ipairs(left) do fs.write(fs.join(out, name), "half") end
    run { client = client, ids = { FIRST }, out = out }
    for _, name in ipairs(left) do expect(fs.exists(fs.join(out, name))):to_equal(false) end
  end)

  it("goes on from a journal that was cut off at any line, to the same tables", function()
    local stories, ids = {}, {}
    for i = 1, 30 do
      ids[i] = FIRST + i
      local late = i % 3 == 0 and { "queued", "cached" }
      stories[ids[i]] = i % 5 == 0 and "refused" or late or "cached"
    end
    local whole = folder()
    run { client = scripted(stories), ids = ids, out = whole, batch = 4 }
    local wanted, lines = tables(whole), {}
    for line in fs.read(fs.join(whole, "journal.jsonl")):gmatch("[^\n]+\n") do
      lines[#lines + 1] = line
    end
    for count = 2, #lines, 3 do
      local out = folder()
      fs.mkdir(out)
      local text = table.concat(lines, "", 1, count) .. lines[count]:sub(1, count)
      fs.write(fs.join(out, "journal.jsonl"), text)
      run { client = scripted(stories), ids = ids, out = out, batch = 7 }
      expect(tables(out)):to_equal(wanted)
    end
  end)
end)

describe("what a job writes", function()
  it("has several formats and names of one's own", function()
    local out, client = folder(), scripted { [FIRST] = "cached" }
    run {
      client = client, ids = { FIRST }, out = out, format = { "swc", "json" },
      name = "{datastack}/v{version}-{root_id}",
    }
    local base = fs.join(out, "skeletons/demo/v4-" .. FIRST)
    expect(#karst.skeleton.read(base .. ".swc")):to_equal(2)
    expect(#karst.skeleton.read(base .. ".json")):to_equal(2)
  end)

  it("cannot leave the folder", function()
    for _, name in ipairs { "../{root_id}", "/tmp/{root_id}", "x", "{root_id}/../../y", "{id}",
      "a/./{root_id}", "{root_id}\0", "a//{root_id}" } do
      expect(function() run { client = scripted {}, ids = { 1 }, out = folder(), name = name } end)
        :to_raise { code = "bad_argument", message = "name '" }
    end
    local out, client = folder(), scripted { [FIRST] = "cached" }
    client.datastack_name = "../../up"
    run { client = client, ids = { FIRST }, out = out, name = "{datastack}-{root_id}" }
    expect(fs.list(fs.join(out, "skeletons"))):to_equal { ".._.._up-" .. FIRST .. ".swc" }
  end)

  it("takes the user's own columns, and survives the user's own errors", function()
    local out = folder()
    local done = run {
      client = scripted { [FIRST] = "cached", [FIRST + 1] = "cached" },
      ids = { FIRST, FIRST + 1 }, out = out, measures = false,
      each = function(_, id)
        if id == FIRST then error("not this one", 0) end
        return { half = id // 2 }
      end,
    }
    expect(done.status):to_equal { [FIRST] = "failed", [FIRST + 1] = "fetched" }
    expect(done.entries[FIRST].reason):to_contain("not this one")
    expect(rows(out, "measures.csv"))
      :to_equal { { root_id = tostring(FIRST + 1), half = tostring((FIRST + 1) // 2) } }
  end)

  it("says beside the measures what the quality checks found", function()
    local out, odd = folder(), odd_skeleton()
    local client = scripted { [FIRST] = "cached", [FIRST + 1] = "cached" }
    local fetch = client.skeleton.fetch_skeletons
    client.skeleton.fetch_skeletons = function(...)
      local found = fetch(...)
      found[FIRST + 1] = found[FIRST + 1] and odd
      return found
    end
    run { client = client, ids = { FIRST, FIRST + 1 }, out = out }
    local codes, words = {}, {}
    for _, finding in ipairs(odd:qc()) do codes[finding.code] = true end
    expect(next(codes) ~= nil):to_equal(true)
    local measured = rows(out, "measures.csv")
    for word in measured[2].qc:gmatch("%S+") do words[word] = true end
    expect(words):to_equal(codes)
    expect(measured[1].qc):to_match("^%l[%l%- ]*$")
    out = folder()
    run { client = scripted { [FIRST] = "cached" }, ids = { FIRST }, out = out, measures = false }
    expect(fs.read(fs.join(out, "measures.csv"))):to_equal("root_id\n")
  end)

  it("tells how far it is", function()
    local seen = {}
    run {
      client = scripted { [FIRST] = { "queued", "cached" }, [FIRST + 1] = "refused" },
      ids = { FIRST, FIRST + 1 }, out = folder(),
      on_progress = function(counts, total) seen[#seen + 1] = { counts, total } end,
    }
    expect(seen[1]):to_equal { { queued = 1, refused = 1 }, 2 }
    expect(seen[#seen]):to_equal { { fetched = 1, refused = 1 }, 2 }
  end)

  it("tells what was asked of whom", function()
    local out = folder()
    run { client = scripted { [FIRST] = "cached" }, ids = { FIRST }, out = out }
    local about = json.decode(fs.read(fs.join(out, "provenance.json")))
    expect(about.datastack):to_equal("demo")
    expect(about.server):to_equal("scripted")
    expect(about.counts):to_equal { fetched = 1 }
    expect(about.karst):to_equal(karst.version)
  end)
end)

describe("looking into a folder", function()
  local out = folder()
  run {
    client = scripted { [FIRST] = "cached", [FIRST + 1] = { "failed" } },
    ids = { FIRST, FIRST + 1 }, out = out,
  }

  it("counts", function()
    local status = jobs.status(out)
    expect(status.ids):to_equal(2)
    expect(status.counts):to_equal { fetched = 1, failed = 1 }
    expect(status.open):to_equal(0)
    expect(status.job.datastack):to_equal("demo")
  end)

  it("explains one id", function()
    local why = jobs.why(FIRST + 1, out)
    expect(why.status):to_equal("failed")
    expect(why.reason):to_equal("broken")
    expect(why.steps[#why.steps])
      :to_equal { step = "settled", status = "failed", reason = "broken" }
    expect(function() jobs.why(7, out) end):to_raise { code = "unknown_id", root_id = 7 }
  end)

  it("has what failed tried again", function()
    expect(jobs.retry_failed(out)):to_equal { FIRST + 1 }
    expect(jobs.status(out).open):to_equal(1)
    local done = run { client = scripted { [FIRST + 1] = "cached" }, out = out }
    expect(done.status):to_equal { [FIRST] = "cached", [FIRST + 1] = "fetched" }
  end)

  it("says when there is no job", function()
    expect(function() jobs.status(_G.TEST_FOLDER) end)
      :to_raise { code = "no_job", message = "no journal.jsonl there" }
  end)
end)
