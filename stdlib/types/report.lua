---@meta karst.report
-- Made by karst from its registrations: do not edit.

---@class report.Options
---@field columns? string[] exactly these columns, in this order
---@field first? string[] these columns first, all others after them

--- Tables of results: as CSV for files and pipes, aligned for reading.
---@class karst.report
local M = {}

--- The columns of some rows: the given ones first, then the others in alphabetical order.
---
---@param rows table<string, any>[]
---@param first? string[] names that come first, whether or not a row has them
---@return string[] columns
function M.columns(rows, first) end

--- Rows as CSV text with a header.
---
---@param rows table<string, any>[]
---@param options? report.Options
---@return string text
function M.csv(rows, options) end

--- Writes rows to a CSV file, which is there completely or not at all.
---
---@param path string
---@param rows table<string, any>[]
---@param options? report.Options
function M.write(path, rows, options) end

--- Rows as aligned text, numbers to the right.
---
---@param rows table<string, any>[]
---@param options? report.Options
---@return string text
function M.text(rows, options) end

--- The names of the columns of `measures`, in the order of the catalog.
---
---@return string[] columns
function M.measure_columns() end

--- A row of every single-number measure of a skeleton in micrometres, units in the names.
---
---@param skeleton Skeleton
---@return table<string, number> row
function M.measures(skeleton) end

return M
