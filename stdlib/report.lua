-- Tables of results: as CSV for files and pipes, aligned for reading.

local csv = require "karst.csv"
local errors = require "karst.errors"
local fs = require "karst.fs"
local skeletons = require "karst.skeleton"

local M = {}

--- The columns of some rows: the given ones first, then the others in alphabetical order.
---
---@param rows table<string, any>[]
---@param first? string[] names that come first, whether or not a row has them
---@return string[] columns
function M.columns(rows, first)
  errors.check(1, "rows", rows, "table")
  errors.check(2, "first", first, "table?")
  local columns, known, others = {}, {}, {}
  for _, name in ipairs(first or {}) do
    columns[#columns + 1], known[name] = name, true
  end
  for index, row in ipairs(rows) do
    if type(row) ~= "table" then
      errors.bad_argument(1, "rows", ("row %d is a %s, not a table"):format(index, type(row)))
    end
    for name in pairs(row) do
      if not known[name] then
        known[name] = true
        others[#others + 1] = name
      end
    end
  end
  table.sort(others, function(a, b) return tostring(a) < tostring(b) end)
  return table.move(others, 1, #others, #columns + 1, columns)
end

---@class report.Options
---@field columns? string[] exactly these columns, in this order
---@field first? string[] these columns first, all others after them

local known = { columns = false, first = false }

--- Rows as CSV text with a header.
---
---@param rows table<string, any>[]
---@param options? report.Options
---@return string text
function M.csv(rows, options)
  errors.check(1, "rows", rows, "table")
  local settings = errors.options(options, known, "report.csv")
  return csv.format(settings.columns or M.columns(rows, settings.first), rows)
end

--- Writes rows to a CSV file, which is there completely or not at all.
---
---@param path string
---@param rows table<string, any>[]
---@param options? report.Options
function M.write(path, rows, options)
  errors.check(1, "path", path, "string")
  errors.check(2, "rows", rows, "table")
  fs.write(path, M.csv(rows, options))
end

local function cell(value)
  if value == nil then return "" end
  if math.type(value) == "float" then return ("%.7g"):format(value) end
  return (tostring(value):gsub("[%c]", " "))
end

local function width(text)
  return utf8.len(text) or #text
end

local function pad(text, columns, right)
  local blanks = (" "):rep(columns - width(text))
  return right and blanks .. text or text .. blanks
end

--- Rows as aligned text, numbers to the right.
---
---@param rows table<string, any>[]
---@param options? report.Options
---@return string text
function M.text(rows, options)
  errors.check(1, "rows", rows, "table")
  local settings = errors.options(options, known, "report.text")
  local columns = settings.columns or M.columns(rows, settings.first)
  local widths, numeric = {}, {}
  for i, name in ipairs(columns) do
    widths[i], numeric[i] = width(tostring(name)), true
    for _, row in ipairs(rows) do
      widths[i] = math.max(widths[i], width(cell(row[name])))
      if row[name] ~= nil and not math.type(row[name]) then numeric[i] = false end
    end
  end
  local function line(value_of)
    local cells = {}
    for i, name in ipairs(columns) do cells[i] = pad(value_of(name), widths[i], numeric[i]) end
    return (table.concat(cells, "  "):gsub("%s+$", ""))
  end
  local lines = { line(tostring) }
  for _, row in ipairs(rows) do
    lines[#lines + 1] = line(function(name) return cell(row[name]) end)
  end
  return table.concat(lines, "\n") .. "\n"
end

-- Columns carry their unit: cable_length_um. Counts and ratios have none.
local suffixes = { length = "_um", area = "_um2", volume = "_um3" }

local function column_of(measure)
  return measure.name .. (suffixes[measure.unit] or "")
end

--- The names of the columns of `measures`, in the order of the catalog.
---
---@return string[] columns
function M.measure_columns()
  local columns = {}
  for index, measure in ipairs(skeletons.measures()) do columns[index] = column_of(measure) end
  return columns
end

--- A row of every single-number measure of a skeleton in micrometres, units in the names.
---
---@param skeleton Skeleton
---@return table<string, number> row
function M.measures(skeleton)
  local row, values = {}, skeleton:to_unit("um"):measure()
  for _, measure in ipairs(skeletons.measures()) do
    row[column_of(measure)] = values[measure.name]
  end
  return row
end

return M
