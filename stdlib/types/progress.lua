---@meta karst.progress
-- Made by karst from its registrations: do not edit.

---@class progress.Bar
---@field label string
---@field total integer
---@field done integer
local Bar = {}

---@class progress.Options
---@field stream? file* where to write (default `io.stderr`)
---@field terminal? boolean draw a bar (default: whether standard error is a terminal)
---@field width? integer columns of the terminal
---@field now? fun(): number a clock in seconds (default `task.now`)
---@field quiet? boolean say nothing at all

--- How far a job is: a bar on a terminal, plain lines elsewhere; always on standard error.
---@class karst.progress
local M = {}

--- Starts to show the progress of a job.
---
--- ```lua
--- local bar <close> = karst.progress.open("fetching", #ids)
--- for _, id in ipairs(ids) do fetch(id) bar:add(1) end
--- ```
---@param label string what is being done, in one or two words
---@param total integer how many steps there are
---@param options? progress.Options
---@return progress.Bar bar
function M.open(label, total, options) end

--- Seconds as people say them: 8 s, 3 min 20 s, 2 h 5 min.
---
---@param seconds number
---@return string text
function M.format_duration(seconds) end

--- Whether a bar stands on the terminal's last line, so that nothing else should be drawn there.
---
---@return boolean
function M.is_drawing() end

--- Says how many steps are done.
---
---@param done integer
---@param note? string a few words that stand behind the count, until the next ones
function Bar:update(done, note) end

--- Says that some more steps are done.
---
---@param steps? integer default 1
---@param note? string a few words that stand behind the count
function Bar:add(steps, note) end

--- Shows the final state; what comes after is written below it.
---
---@param note? string a few last words
function Bar:close(note) end

return M
