---@meta karst.session
-- Made by karst from its registrations: do not edit.

---@class session.Options
---@field globals? table the global variables (default `_G`)
---@field commands? table<string, string> the prompt's commands, as completion takes them

---@class session.Session
---@field fields table the environment of entries
---@field scopes table[] tables whose names entries see, nearest first
---@field sources table<string, string> texts of entries by chunk name, such as `[3]`
---@field paths string[] the files that were loaded
---@field last table what the last entry with results gave
---@field spins boolean whether waits are shown

--- A session at a prompt: locals that survive entries, results by number, errors explained.
---@class karst.session
local M = {}

--- Begins a session, in which entries run one after another.
---
---@param options? session.Options
---@return session.Session session
function M.open(options) end

return M
