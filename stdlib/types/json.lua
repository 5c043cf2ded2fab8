---@meta karst.json
-- Made by karst from its registrations: do not edit.

--- JSON with exact 64-bit integers; null is `karst.null`.
---@class karst.json
local M = {}

--- Compact text with sorted keys. Integer keys become text; an empty table is an object unless marked.
---@param value any Any value.
---@return string
function M.encode(value) end

--- The value of a JSON text.
---@param text string The text.
---@return any
function M.decode(text) end

--- A copy that is encoded as an array also when it is empty.
---@param items? any[] The items. (default: an empty list)
---@return any[]
function M.list(items) end

return M
