---@meta karst.explain
-- Made by karst from its registrations: do not edit.

---@class explain.Options
---@field sources? table<string, string> texts by chunk name, besides files; one of a single line
---  has just been seen, and is repeated only to mark something in it (default: none)
---@field paths? string[] files, besides those of modules, of which Lua may have shortened the name
---  (default: none)
---@field scopes? table[] tables whose names are visible, nearest first (default: the globals)
---@field width? integer columns of a line (default 80)

---@class explain.Fault
---@field kind string
---@field name string what the message names
---@field places integer[] where that may stand in the line

--- What stands under an error: the line of the script, and the name that was perhaps meant.
---@class karst.explain
local M = {}

--- The lines that explain an error: its line of the source, the name marked, and a remark.
---
--- Never raises; none where nothing is known.
---@param message string the error's message, which begins with its place: `script.lua:12: …`
---@param options? explain.Options
---@return string[] lines
function M.lines(message, options) end

return M
