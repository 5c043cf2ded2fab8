---@meta karst.jobs
-- Made by karst from its registrations: do not edit.

---@class jobs.Options
---@field client? table|fun(): table what `karst.cave.client` gave, or a function that gives it
---@field ids? (integer|string)[] root ids; added to those that the folder's job has already
---@field out string the folder; the job that it holds goes on
---@field format? string|string[] swc (default), json, h5, precomputed
---@field datastack? string its datastack, where the client is a function (default: the client's)
---@field server? string its address, where the client is a function (default: the client's)
---@field name? string names of files: {root_id} (default), {datastack}, {version}
---@field generate? boolean have made what is missing (default true)
---@field skeleton_version? integer default 4
---@field measures? boolean a row of measures and of quality checks for each (default true)
---@field each? fun(skeleton: Skeleton, root_id: integer): table? more columns for measures.csv
---@field deadline? number seconds after which to stop
---@field patience? number seconds of waiting without any progress after which to stop
---@field interval? number seconds before the second look (default 1)
---@field max_interval? number the longest pause between two looks (default 60)
---@field batch? integer skeletons per request (default 25)
---@field limit? integer requests at a time (default 4)
---@field retry? retry.Options how to repeat a request that failed on its way
---@field recheck? boolean ask again about ids that were refused, unknown or no roots
---@field on_progress? fun(counts: table<string, integer>, total: integer)
---@field quiet? boolean no progress, no messages
---@field now? fun(): number a clock that never goes back (default `task.now`)
---@field sleep? fun(seconds: number) waits (default `task.sleep`)

--- Skeletons of many neurons: work that finishes what it starts, and says why the rest is missing.
---@class karst.jobs
local M = {}

--- Fetches the skeletons of many neurons into a folder, and says of each id what became of it.
---
--- Every step is written down before it is taken: a job that was stopped, by Ctrl-C, a deadline, a
--- full disk or the power, goes on where it was when it is run again. When nothing is left to do
--- the service is not asked anything.
---
--- ```lua
--- local done = karst.jobs.run { client = client, ids = ids, out = "cells", deadline = 3600 }
--- print(done.status[ids[1]], done.counts.refused)
--- ```
---@param options jobs.Options
---@return table result `status` and `entries` by id, `order`, `counts`, `reason`, `exit_status`
function M.run(options) end

--- What a folder holds: the job, counts by status, and what each file is.
---
---@param dir string
---@return table status
function M.status(dir) end

--- What is known of one id, and every step that was taken for it.
---
---@param id integer|string
---@param dir string
---@return table why `status`, `reason`, `file`, `steps`
function M.why(id, dir) end

--- Sees to it that ids that failed are tried again when the job is next run.
---
---@param dir string
---@return integer[] ids those that will be
function M.retry_failed(dir) end

return M
