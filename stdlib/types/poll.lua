---@meta karst.poll
-- Made by karst from its registrations: do not edit.

---@class poll.Options
---@field deadline? number seconds after which to stop (default: none)
---@field interval? number seconds before the second look (default 1)
---@field max_interval? number the longest pause in seconds (default 60)
---@field factor? number by how much pauses grow (default 1.5)
---@field patience? number seconds without progress after which to stop (default: none)
---@field now? fun(): number a clock that never goes back (default `task.now`)
---@field sleep? fun(seconds: number) waits (default `task.sleep`)

---@class poll.Status
---@field status string the word of the table of statuses
---@field reason? string why, where something is known
---@field retryable? boolean whether asking again later may help

---@class poll.SkeletonOptions: poll.Options
---@field generate? boolean dispatch what is missing (default true)
---@field skeleton_version? integer default 4
---@field datastack_name? string default the client's
---@field on_progress? fun(counts: table<string, integer>, statuses: table<integer, poll.Status>)
---@field retry? retry.Options how to repeat a question that failed on its way

--- Waiting for what takes its time: growing intervals, deadlines, and an end in every case.
---@class karst.poll
local M = {}

--- Calls `check` until it gives a true value, a deadline passes, or nothing changes for too long.
---
--- `check` may give a second value that stands for the progress made; whenever it differs from the
--- last one, patience and interval start anew. The last look is at the deadline itself.
---
--- ```lua
--- local poll = karst.poll
--- local done, reason = poll.wait(function()
---   return karst.fs.exists("ready")
--- end, { deadline = 60 })
--- ```
---@generic T
---@param check fun(attempt: integer): T?, any
---@param options? poll.Options
---@return T? value what `check` gave, or nil when the wait ended without it
---@return string? reason "deadline" or "patience" when it did
function M.wait(check, options) end

--- How many ids have which status.
---
---@param statuses table<integer, poll.Status>
---@return table<string, integer> counts
function M.count(statuses) end

--- Dispatches what is missing and waits until every id has settled, with a status word for each.
---
--- It ends in every case: for one id, for repeated ones, and for ids that are unknown, refused or
--- failing. Only ids that are still queued are asked about again.
---
--- ```lua
--- local statuses = karst.poll.skeletons(client, { id1, id2 }, { deadline = 600 })
--- print(statuses[id1].status)
--- ```
---@param client table what `karst.cave.client` gave
---@param ids (integer|string)[]
---@param options? poll.SkeletonOptions
---@return table<integer, poll.Status> statuses
---@return string? reason "deadline" or "patience" when some ids had to be left
function M.skeletons(client, ids, options) end

return M
