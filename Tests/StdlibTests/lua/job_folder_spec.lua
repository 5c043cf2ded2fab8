local test = require "karst.test"
local fs = require "karst.fs"
local job_folder = require "karst.job_folder"
local describe, it, expect = test.describe, test.it, test.expect

local job = {
  datastack = "demo", server = "embedded", skeleton_version = 4, formats = { "swc" },
  name = "{datastack}_v{version}_{root_id}",
}

local function path(name)
  return fs.join(_G.TEST_FOLDER, name)
end

describe("a job's folder", function()
  it("is no job before it was opened, and one afterwards", function()
    expect(job_folder.is_job(path("a"))):to_equal(false)
    expect(function() job_folder.read(path("a")) end):to_raise { code = "no_job" }
    expect(function() job_folder.open(path("a")) end):to_raise { code = "no_job" }
    job_folder.open(path("a"), job):close()
    expect(job_folder.is_job(path("a"))):to_equal(true)
    expect(job_folder.read(path("a")).job):to_equal(job)
  end)

  it("keeps ids in the order in which they were first named", function()
    local folder <close> = job_folder.open(path("order"), job)
    folder:add_ids { 3, 1 }
    folder:add_ids { 2, 3 }
    expect(folder.order):to_equal { 3, 1, 2 }
    expect(job_folder.read(path("order")).order):to_equal { 3, 1, 2 }
  end)

  it("knows after a new start what it knew before", function()
    local folder = job_folder.open(path("again"), job)
    folder:add_ids { 1, 2, 3, 4 }
    folder:settle(2, { status = "refused", reason = "on the list" })
    folder:settle(3, { status = "failed", reason = "broken off", retryable = true })
    local name = folder:file_name(1, 1)
    fs.write(folder:file("skeletons", name), "12345")
    local files = { { name = name, bytes = 5 } }
    folder:fetched(1, { status = "fetched", files = files }, { a = 0.1 })
    local before = folder.entries
    folder:close()
    folder = job_folder.open(path("again"), job)
    expect(folder.entries):to_equal(before)
    expect(folder:counts()):to_equal { fetched = 1, refused = 1, failed = 1, queued = 1 }
    expect(folder:open_ids(true)):to_equal { 3, 4 }
    folder:close()
  end)

  it("makes names of what identifies a skeleton", function()
    local folder <close> = job_folder.open(path("names"), job)
    expect(folder:name_of(864691135463333789)):to_equal("demo_v4_864691135463333789")
  end)

  it("writes tables whose numbers read back exactly", function()
    local folder <close> = job_folder.open(path("tables"), job)
    folder:add_ids { 9, 8 }
    local values = { a = 0.1, b = 1e-300, c = 123456789.125, n = 7 }
    folder:fetched(8, { status = "fetched", files = { { name = "8.swc", bytes = 1 } } }, values)
    folder:write_tables({ status = "timed_out", reason = "too late", retryable = true }, { "n" })
    local csv = require "karst.csv"
    local row = csv.parse_records(fs.read(folder:file("measures.csv")))[1]
    expect(tonumber(row.a)):to_equal(0.1)
    expect(tonumber(row.b)):to_equal(1e-300)
    expect(tonumber(row.c)):to_equal(123456789.125)
    expect(fs.read(folder:file("measures.csv"))):to_match("^root_id,n,a,b,c\n8,7,")
    expect(fs.read(folder:file("missing.csv")))
      :to_equal("root_id,status,reason,retryable,successor,file\n9,timed_out,too late,true,,\n")
    expect(values.root_id):to_equal(nil)
  end)
end)
