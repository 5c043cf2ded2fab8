---@meta karst.grid
-- Made by karst from its registrations: do not edit.

---@class grid.Options
---@field width? integer columns of the screen (default 80)
---@field utf8? boolean with lines of box characters rather than `+`, `-` and `|` (default true)
---@field rows? integer rows shown (default 40)
---@field widest? integer columns of the widest cell (default 40)
---@field paint? fun(kind: string, cell: string): string puts colour on a cell (default: none)

---@class grid.Column
---@field name string what stands above it
---@field cells string[] one for each row
---@field right? boolean whether its cells stand to the right, as numbers do

--- Rows and columns in a frame that fits the screen: long texts are cut, columns left out.
---@class karst.grid
local M = {}

--- A table in a frame, or nil when the screen is too narrow for its first column.
---
---@param columns grid.Column[]
---@param options? grid.Options
---@return string? lines
function M.format(columns, options) end

return M
