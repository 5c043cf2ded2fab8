-- Comma-separated values as RFC 4180 has them, with line feeds and exact integers.

local errors = require "karst.errors"

local M = {}

local function float_text(value)
  if value ~= value then return "nan" end
  if value == math.huge then return "inf" end
  if value == -math.huge then return "-inf" end
  for digits = 15, 17 do
    local text = ("%." .. digits .. "g"):format(value)
    if tonumber(text) == value then return text end
  end
end

--- One value as a field: integers exact, floats with the digits that reading back needs, nil empty.
---
---@param value any
---@return string field quoted where a separator, quote or line end makes it necessary
function M.format_field(value)
  if value == nil then return "" end
  local text = math.type(value) == "float" and float_text(value) or tostring(value)
  if text:find('[,"\r\n]') or text:find("^%s") or text:find("%s$") then
    return '"' .. text:gsub('"', '""') .. '"'
  end
  return text
end

--- One line, without its end.
---
---@param values any[]
---@param count? integer how many fields (default `#values`); say it when the last ones may be nil
---@return string line
function M.format_row(values, count)
  errors.check(1, "values", values, "table")
  errors.check(2, "count", count, "integer?")
  local fields = {}
  for i = 1, count or #values do fields[i] = M.format_field(values[i]) end
  -- A line with nothing on it would not be read as a row.
  if #fields == 1 and fields[1] == "" then return '""' end
  return table.concat(fields, ",")
end

--- A header and one line for each row.
---
---@param columns string[] the names, in order
---@param rows table<string, any>[]
---@return string text
function M.format(columns, rows)
  errors.check(1, "columns", columns, "table")
  errors.check(2, "rows", rows, "table")
  local lines = { M.format_row(columns) }
  for _, row in ipairs(rows) do
    local values = {}
    for i, name in ipairs(columns) do values[i] = row[name] end
    lines[#lines + 1] = M.format_row(values, #columns)
  end
  return table.concat(lines, "\n") .. "\n"
end

local function read_quoted(text, first, line)
  local parts, position = {}, first + 1
  while true do
    local stop = text:find('"', position, true)
    if not stop then
      errors.raise("csv", ("line %d: a quoted field has no end"):format(line), { line = line }, 4)
    end
    parts[#parts + 1] = text:sub(position, stop - 1)
    if text:sub(stop + 1, stop + 1) ~= '"' then return table.concat(parts), stop + 1 end
    parts[#parts + 1] = '"'
    position = stop + 2
  end
end

local function read_field(text, first, line, separator)
  if text:sub(first, first) == '"' then
    local field, after = read_quoted(text, first, line)
    if not text:find("^[\r\n" .. separator .. "]", after) and after <= #text then
      errors.raise("csv", ("line %d: text after a quoted field"):format(line), { line = line }, 4)
    end
    return field, after, true
  end
  local after = text:find("[\r\n" .. separator .. "]", first) or #text + 1
  return text:sub(first, after - 1), after
end

--- The fields of a text, row by row; blank lines are left out.
---
---@param text string with any line ends, with or without a byte-order mark
---@param separator? string one character (default ",")
---@return string[][] rows
function M.parse(text, separator)
  errors.check(1, "text", text, "string")
  errors.check(2, "separator", separator, "string?")
  if separator and #separator ~= 1 then
    errors.bad_argument(2, "separator", "one character expected")
  end
  separator = separator or ","
  local escaped = separator:gsub("[%^%]%-%%]", "%%%0")
  local rows, row, position, line = {}, {}, 1, 1
  if text:sub(1, 3) == "\u{FEFF}" then position = 4 end
  while position <= #text do
    local field, after, quoted = read_field(text, position, line, escaped)
    row[#row + 1] = field
    line = line + select(2, field:gsub("\n", ""))
    local mark = text:sub(after, after)
    if mark == separator then
      position = after + 1
      if position > #text then row[#row + 1] = "" end
    else
      position = after + (text:sub(after, after + 1) == "\r\n" and 2 or 1)
      line = line + 1
    end
    if mark ~= separator or position > #text then
      if #row > 1 or row[1] ~= "" or quoted then rows[#rows + 1] = row end
      row = {}
    end
  end
  return rows
end

--- The rows of a text whose first line names the columns.
---
---@param text string
---@param separator? string one character (default ",")
---@return table<string, string>[] rows
---@return string[] columns
function M.parse_records(text, separator)
  errors.check(1, "text", text, "string")
  errors.check(2, "separator", separator, "string?")
  local rows = M.parse(text, separator)
  local columns, records = rows[1] or {}, {}
  for i = 2, #rows do
    local record = {}
    for j, name in ipairs(columns) do record[name] = rows[i][j] end
    records[#records + 1] = record
  end
  return records, columns
end

return M
