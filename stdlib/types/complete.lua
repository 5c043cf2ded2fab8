---@meta karst.complete
-- Made by karst from its registrations: do not edit.

---@class complete.Candidate
---@field text string what would stand there
---@field kind string "keyword", "function", "method", "property", "field", "option", "value", …

---@class complete.Options
---@field commands? table<string, string> the prompt's own commands, without their colon, and what
---  each takes: "topic", "file", "module", "setting", else Lua (default: none)
---@field settings? string[] the names of the prompt's settings (default: none)
---@field seconds? number how long to look at most (default 0.05)
---@field now? fun(): number a clock in seconds (default `task.now`)

--- What may follow the beginning of a line: names, fields, methods, options, their values, files.
---@class karst.complete
local M = {}

--- The candidates for the end of a line, sorted, and the position where the replaced word starts.
---
--- After a colon there are only methods; names with a leading `_` appear once that is typed.
---@param line string the text up to the cursor
---@param scopes? table[] tables whose names are visible, nearest first (default: the globals)
---@param options? complete.Options
---@return complete.Candidate[] candidates
---@return integer first position of the first byte that a candidate replaces
function M.candidates(line, scopes, options) end

return M
