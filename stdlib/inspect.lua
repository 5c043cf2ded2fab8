-- Values as people read them: bounded in depth, width and time, never calling into the network.

local errors = require "karst.errors"
local task = require "karst.task"

local M = {}

---@class inspect.Options
---@field depth? integer levels of tables shown (default 4)
---@field items? integer entries shown of each table (default 40)
---@field length? integer bytes of the whole text (default 20000)
---@field string_length? integer bytes shown of each string (default 200)
---@field seconds? number how long to go on (default 0.05)
---@field width? integer columns before a table is broken into lines (default 80)
---@field colour? boolean with escape codes (default false)
---@field now? fun(): number a clock in seconds (default `task.now`)

local defaults = {
  depth = 4, items = 40, length = 20000, string_length = 200, seconds = 0.05, width = 80,
  colour = false, now = task.now,
}

local colours = { number = "33", string = "32", key = "36", boolean = "35", other = "2" }

local function paint(state, kind, text)
  if not state.colour then return text end
  return ("\27[%sm%s\27[0m"):format(colours[kind] or colours.other, text)
end

local function visible_width(text)
  local plain = text:gsub("\27%[[%d;]*m", "")
  return utf8.len(plain) or #plain
end

--- A float with the digits that reading it back needs, and a point or exponent in any case.
---
---@param value number
---@return string text
function M.format_number(value)
  if math.type(value) == "integer" then return tostring(value) end
  if value ~= value then return "nan" end
  if value == math.huge then return "inf" end
  if value == -math.huge then return "-inf" end
  local text
  for digits = 15, 17 do
    text = ("%." .. digits .. "g"):format(value)
    if tonumber(text) == value then break end
  end
  return text:find("[%.eE]") and text or text .. ".0"
end

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\" }

local function escape_byte(byte)
  return escapes[byte] or ("\\x%02X"):format(byte:byte())
end

local function escape_ascii(text)
  return (text:gsub('[%c"\\]', escape_byte))
end

--- Text in quotes, with everything escaped that is not readable UTF-8.
---
---@param text string
---@param limit? integer bytes shown; what is longer is cut and its size stated
---@return string quoted
function M.format_string(text, limit)
  local shown = text
  if limit and #text > limit then
    local cut = limit
    while cut > 0 and (text:byte(cut + 1) or 0) & 0xC0 == 0x80 do cut = cut - 1 end
    shown = text:sub(1, cut)
  end
  local parts, position = {}, 1
  while position <= #shown do
    local length, bad = utf8.len(shown, position)
    local stop = length and #shown or bad - 1
    parts[#parts + 1] = escape_ascii(shown:sub(position, stop))
    if bad then parts[#parts + 1] = escape_byte(shown:sub(bad, bad)) end
    position = (bad or #shown) + 1
  end
  local quoted = '"' .. table.concat(parts) .. '"'
  if #shown < #text then quoted = ("%s… (%d bytes)"):format(quoted, #text) end
  return quoted
end

local ranks = { number = 1, string = 2, boolean = 3 }

local function key_before(a, b)
  local ra, rb = ranks[type(a)] or 4, ranks[type(b)] or 4
  if ra ~= rb then return ra < rb end
  if ra <= 2 then return a < b end
  return tostring(a) < tostring(b)
end

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or
    repeat return then true until while]]):gmatch("%a+") do
  keywords[word] = true
end

local function is_name(key)
  return type(key) == "string" and key:find("^[%a_][%w_]*$") and not keywords[key]
end

local function metafield(value, field)
  local metatable = debug.getmetatable(value)
  if type(metatable) == "table" then return rawget(metatable, field) end
end

local format_value

local function described(state, value)
  local done, text = pcall(tostring, value)
  if not done then text = type(value) .. " whose tostring fails: " .. errors.message(text) end
  return paint(state, "other", text)
end

local function over_budget(state)
  if state.used > state.length or state.now() > state.until_time then
    state.cut = true
    return true
  end
end

local function iterate(value)
  local custom = metafield(value, "__pairs")
  if not custom then return next, value end
  return custom(value)
end

--- The keys after the list part, sorted, with their values; and how many were left out.
local function fields_of(state, value, count)
  local keys, values, left_out = {}, {}, 0
  local function collect()
    for key, item in iterate(value) do
      if not (math.type(key) == "integer" and key >= 1 and key <= count) then
        if #keys < 10 * state.items then
          keys[#keys + 1], values[key] = key, item
        else
          left_out = left_out + 1
        end
      end
    end
  end
  local done, problem = pcall(collect)
  if not done then return {}, {}, 0, errors.message(problem) end
  table.sort(keys, key_before)
  return keys, values, left_out
end

local function list_length(value)
  local count = 0
  while rawget(value, count + 1) ~= nil do count = count + 1 end
  return count
end

local function entries_of(state, value, depth)
  local entries, count = {}, list_length(value)
  for index = 1, math.min(count, state.items) do
    if over_budget(state) then return entries, true end
    entries[#entries + 1] = format_value(state, rawget(value, index), depth + 1)
  end
  if count > state.items then entries[#entries + 1] = ("… %d more"):format(count - state.items) end
  local keys, values, left_out, problem = fields_of(state, value, count)
  if problem then entries[#entries + 1] = "… (its __pairs fails: " .. problem .. ")" end
  for index, key in ipairs(keys) do
    if index > state.items then
      entries[#entries + 1] = ("… %d more"):format(#keys - state.items + left_out)
      break
    end
    if over_budget(state) then return entries, true end
    local name = is_name(key) and key or "[" .. format_value(state, key, state.depth) .. "]"
    local text = format_value(state, values[key], depth + 1)
    entries[#entries + 1] = paint(state, "key", name) .. " = " .. text
  end
  return entries, false, #keys == 0
end

--- Entries of one kind side by side, as many to a line as fit.
local function columns(state, entries, indent)
  local widest = 0
  for _, entry in ipairs(entries) do
    if entry:find("\n", 1, true) then return nil end
    widest = math.max(widest, visible_width(entry))
  end
  local per_line = (state.width - #indent) // (widest + 2)
  if per_line < 2 or widest > 24 then return nil end
  local lines, line = {}, {}
  for index, entry in ipairs(entries) do
    local last = index == #entries
    local text = entry .. (last and "" or ",")
    if not last and #line + 1 < per_line then
      text = text .. (" "):rep(widest + 1 - visible_width(entry))
    end
    line[#line + 1] = text
    if #line == per_line or last then
      lines[#lines + 1] = table.concat(line)
      line = {}
    end
  end
  return lines
end

local function join(state, head, entries, depth, plain_list)
  local indent = ("  "):rep(depth + 1)
  local flat = head .. "{ " .. table.concat(entries, ", ") .. " }"
  if not flat:find("\n", 1, true) and visible_width(flat) + 2 * depth <= state.width then
    return flat
  end
  local lines = plain_list and columns(state, entries, indent)
  local separator = ",\n" .. indent
  if lines then entries, separator = lines, "\n" .. indent end
  return head .. "{\n" .. indent .. table.concat(entries, separator)
    .. "\n" .. ("  "):rep(depth) .. "}"
end

local function format_table(state, value, depth)
  if metafield(value, "__tostring") then return described(state, value) end
  if state.open[value] then return paint(state, "other", "<" .. state.open[value] .. ">") end
  if state.seen[value] then return paint(state, "other", "<table " .. state.seen[value] .. ">") end
  state.count = state.count + 1
  local number = state.count
  local class = metafield(value, "__name")
  -- "list" is the mark of arrays from JSON or the service, which their braces show already.
  local head = type(class) == "string" and class ~= "list" and class .. " " or ""
  if next(value) == nil and not metafield(value, "__pairs") then return head .. "{}" end
  if depth >= state.depth then return head .. "{…}" end
  state.open[value], state.seen[value] = number, number
  local entries, cut, plain_list = entries_of(state, value, depth)
  state.open[value] = nil
  if cut then entries[#entries + 1] = "…" end
  if state.repeated[value] then head = ("<%d> %s"):format(number, head) end
  return join(state, head, entries, depth, plain_list)
end

--- A list of the host's: what it is, and its first items.
local function format_list(state, value, depth)
  local head, count = tostring(value), #value
  if count == 0 or depth >= state.depth then return head end
  local entries = {}
  for index = 1, math.min(count, state.items) do
    if over_budget(state) then break end
    entries[index] = format_value(state, value[index], depth + 1)
  end
  if count > #entries then entries[#entries + 1] = ("… %d more"):format(count - #entries) end
  return join(state, head .. " ", entries, depth, true)
end

function format_value(state, value, depth)
  local kind = type(value)
  local text
  if kind == "number" then
    text = paint(state, "number", M.format_number(value))
  elseif kind == "string" then
    text = paint(state, "string", M.format_string(value, state.string_length))
  elseif kind == "table" then
    text = format_table(state, value, depth)
  elseif errors.is_list(value) then
    local shown, list = pcall(format_list, state, value, depth)
    return shown and list or described(state, value)
  elseif kind == "boolean" or kind == "nil" then
    text = paint(state, "boolean", tostring(value))
  else
    text = described(state, value)
  end
  if kind ~= "table" then state.used = state.used + #text end
  return text
end

--- The tables that appear more than once, as far as the limits let us look.
local function find_repeated(value, depth, items, seen, repeated)
  if type(value) ~= "table" or metafield(value, "__tostring") then return repeated end
  if seen[value] then
    repeated[value] = true
    return repeated
  end
  seen[value] = true
  if depth == 0 then return repeated end
  local count = 0
  for _, item in next, value do
    count = count + 1
    if count > items then break end
    find_repeated(item, depth - 1, items, seen, repeated)
  end
  return repeated
end

local function is_scalar(value)
  local kind = type(value)
  return kind == "number" or kind == "boolean" or (kind == "string" and #value <= 40)
end

--- The columns of a list of records with equal keys, or nil when it is something else.
local function record_columns(state, value)
  if type(value) ~= "table" or metafield(value, "__tostring") then return nil end
  local count = list_length(value)
  if count < 2 or next(value, count) ~= nil and count ~= #value then return nil end
  local names
  for index = 1, count do
    local record = rawget(value, index)
    if type(record) ~= "table" or debug.getmetatable(record) then return nil end
    local found = {}
    for key, item in next, record do
      if type(key) ~= "string" or not is_scalar(item) then return nil end
      found[#found + 1] = key
      if #found > 12 then return nil end
    end
    table.sort(found)
    if names and table.concat(found, "\0") ~= table.concat(names, "\0") then return nil end
    names = found
    if state.now() > state.until_time then return nil end
  end
  return #names > 0 and names or nil
end

local function format_records(state, value, names)
  local count = list_length(value)
  local shown, widths, rows = math.min(count, state.items), {}, {}
  for column, name in ipairs(names) do widths[column] = visible_width(name) end
  for index = 1, shown do
    local cells = {}
    for column, name in ipairs(names) do
      local item = value[index][name]
      local text = type(item) == "string" and escape_ascii(item) or
        type(item) == "number" and M.format_number(item) or tostring(item)
      cells[column] = { text = text, right = type(item) == "number" }
      widths[column] = math.max(widths[column], visible_width(text))
    end
    rows[index] = cells
  end
  local total = 2 * (#names - 1)
  for _, width in ipairs(widths) do total = total + width end
  if total > state.width then return nil end
  local function line(cells)
    local parts = {}
    for column, cell in ipairs(cells) do
      local blanks = (" "):rep(widths[column] - visible_width(cell.text))
      parts[column] = cell.right and blanks .. cell.text or cell.text .. blanks
    end
    return (table.concat(parts, "  "):gsub("%s+$", ""))
  end
  local head = {}
  for column, name in ipairs(names) do
    head[column] = { text = name, right = rows[1][column].right }
  end
  local lines = { paint(state, "key", line(head)) }
  for _, cells in ipairs(rows) do lines[#lines + 1] = line(cells) end
  if count > shown then lines[#lines + 1] = ("… %d more rows"):format(count - shown) end
  return table.concat(lines, "\n")
end

--- A value as text for reading. Never raises, never takes long, never asks a service.
---
---@param value any
---@param options? inspect.Options
---@return string text
function M.format(value, options)
  local state = errors.options(options, defaults, "inspect.format")
  state.until_time = state.now() + state.seconds
  state.used, state.count, state.open, state.seen = 0, 0, {}, {}
  local names = record_columns(state, value)
  local records = names and format_records(state, value, names)
  if records then return records end
  state.repeated = find_repeated(value, state.depth, state.items, {}, {})
  local text = format_value(state, value, 0)
  if #text > state.length + 1000 then text = text:sub(1, state.length) .. "…" end
  return text
end

--- Prints a value as `format` shows it and gives it back.
---
---@generic T
---@param value T
---@param options? inspect.Options
---@return T value
function M.print(value, options)
  print(M.format(value, options))
  return value
end

return M
