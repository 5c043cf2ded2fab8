---@meta karst.csv
-- Made by karst from its registrations: do not edit.

--- Comma-separated values as RFC 4180 has them, with line feeds and exact integers.
---@class karst.csv
local M = {}

--- One value as a field: integers exact, floats with the digits that reading back needs, nil empty.
---
---@param value any
---@return string field quoted where a separator, quote or line end makes it necessary
function M.format_field(value) end

--- One line, without its end.
---
---@param values any[]
---@param count? integer how many fields (default `#values`); say it when the last ones may be nil
---@return string line
function M.format_row(values, count) end

--- A header and one line for each row.
---
---@param columns string[] the names, in order
---@param rows table<string, any>[]
---@return string text
function M.format(columns, rows) end

--- The fields of a text, row by row; blank lines are left out.
---
---@param text string with any line ends, with or without a byte-order mark
---@param separator? string one character (default ",")
---@return string[][] rows
function M.parse(text, separator) end

--- The rows of a text whose first line names the columns.
---
---@param text string
---@param separator? string one character (default ",")
---@return table<string, string>[] rows
---@return string[] columns
function M.parse_records(text, separator) end

return M
