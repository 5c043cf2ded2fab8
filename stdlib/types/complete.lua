---@meta karst.complete
-- Made by karst from its registrations: do not edit.

---@class complete.Candidate
---@field text string what would stand there
---@field kind string "keyword", "function", "method", "property", "field", "module"

--- What may follow the beginning of a line: names, fields and methods, found by raw access alone.
---@class karst.complete
local M = {}

--- The candidates for the end of a line, sorted, and the position where the replaced word starts.
---
--- After a colon there are only methods; names with a leading `_` appear once that is typed.
---@param line string the text up to the cursor
---@param scopes? table[] tables whose names are visible, nearest first (default: the globals)
---@return complete.Candidate[] candidates
---@return integer first position of the first byte that a candidate replaces
function M.candidates(line, scopes) end

return M
