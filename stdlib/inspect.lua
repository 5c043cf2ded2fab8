-- Values as people read them: bounded in depth, width and time, never calling into the network.

local errors = require "karst.errors"
local grid = require "karst.grid"
local task = require "karst.task"
local terminal = require "karst.terminal"
local text = require "karst.text"

local M = {}

---@class inspect.Options
---@field depth? integer levels of tables shown (default 4)
---@field items? integer entries shown of each table (default 40)
---@field length? integer bytes of the whole text (default 20000)
---@field string_length? integer bytes shown of each string (default 200)
---@field array_items? integer numbers shown of each array of the host (default 12)
---@field seconds? number how long to go on (default 0.05)
---@field width? integer columns before a table is broken into lines (default 80)
---@field colour? boolean with escape codes (default false)
---@field utf8? boolean with box and braille characters (default: as the locale is)
---@field sketch? boolean with a small drawing of a skeleton (default true)
---@field now? fun(): number a clock in seconds (default `task.now`)

local defaults = {
  depth = 4, items = 40, length = 20000, string_length = 200, array_items = 12, seconds = 0.05,
  width = 80, colour = false, utf8 = terminal.is_utf8(), sketch = true, now = task.now,
}

-- What a session has set, over the defaults.
local settings = {}

local function known_options()
  local known = {}
  for name, value in pairs(defaults) do known[name] = value end
  for name, value in pairs(settings) do known[name] = value end
  return known
end

--- Sets one of the limits for all that follows: `inspect.set("items", 100)`.
---
---@param name string an option of `format` that is a number or a boolean
---@param value? number|boolean nil sets the default again
function M.set(name, value)
  errors.check(1, "name", name, "string")
  local kind = type(defaults[name])
  if kind ~= "number" and kind ~= "boolean" then
    local names = {}
    for known, default in pairs(defaults) do
      if type(default) ~= "function" then names[#names + 1] = known end
    end
    table.sort(names)
    local problem = ("there is no setting '%s' (known: %s)"):format(name, table.concat(names, ", "))
    errors.bad_argument(1, "name", problem)
  end
  if value ~= nil and type(value) ~= kind then
    errors.bad_argument(2, "value", ("%s expected, got %s"):format(kind, type(value)))
  end
  if kind == "number" and value and (value <= 0 or value ~= value) then
    errors.bad_argument(2, "value", ("a number above 0 expected, got %s"):format(value))
  end
  settings[name] = value
end

--- The settings that hold now, by name; those that nobody has set are as the terminal is.
---
---@return table<string, number|boolean> settings
function M.settings()
  local known = M.for_terminal()
  for name, value in pairs(known_options()) do
    if known[name] == nil then known[name] = value end
  end
  known.now = nil
  return known
end

local colours = { number = "33", string = "32", key = "36", boolean = "35", other = "2" }

local function paint(state, kind, words)
  if not state.colour then return words end
  return ("\27[%sm%s\27[0m"):format(colours[kind] or colours.other, words)
end

-- Marks of tables, put in where they begin, and resolved once it is known which appear again.
local mark_format, mark_pattern = "\1%d\2", "\1(%d+)\2"

local function visible_width(line)
  return text.width((line:gsub(mark_pattern, "")))
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
  local shown
  for digits = 15, 17 do
    shown = ("%." .. digits .. "g"):format(value)
    if tonumber(shown) == value then break end
  end
  return shown:find("[%.eE]") and shown or shown .. ".0"
end

--- Text in quotes, with everything escaped that is not readable UTF-8.
---
---@param value string
---@param limit? integer bytes shown; what is longer is cut and its size stated
---@return string quoted
function M.format_string(value, limit)
  errors.check(1, "value", value, "string")
  local shown = value
  if limit and #value > limit then
    shown = text.cut_bytes(value, math.floor(limit))
  end
  local quoted = '"' .. text.escape(shown) .. '"'
  if #shown < #value then quoted = ("%s… (%d bytes)"):format(quoted, #value) end
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

-- Without `debug`, as under the profile `pure`, metatables that are hidden stay so.
local metatable_of = debug.getmetatable or getmetatable

local function metafield(value, field)
  local metatable = metatable_of(value)
  if type(metatable) == "table" then return rawget(metatable, field) end
end

local format_value

local function described(state, value)
  local done, words = pcall(tostring, value)
  if not done then words = type(value) .. " whose tostring fails: " .. errors.message(words) end
  if #words > state.length then words = words:sub(1, state.length) .. "…" end
  return paint(state, "other", text.escape(words, "[\0-\8\11-\31\127]"))
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

--- The keys after the list part, sorted, with their values; how many were left out, and whether
--- that is not known because there was no time to count.
local function fields_of(state, value, count)
  local keys, values, left_out, uncounted, visited = {}, {}, 0, false, 0
  local function collect()
    for key, item in iterate(value) do
      visited = visited + 1
      if visited % 256 == 0 and state.now() > state.half_time then
        uncounted = true
        return
      end
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
  if not done then return {}, {}, 0, false, errors.message(problem) end
  table.sort(keys, key_before)
  return keys, values, left_out, uncounted
end

--- How many entries stand in a row from 1; past some thousand, Lua's own idea of the length.
local function list_length(value)
  for count = 0, 4096 do
    if rawget(value, count + 1) == nil then return count end
  end
  return rawlen(value)
end

local function more(state, count, uncounted)
  return paint(state, "other", uncounted and "… more" or ("… %d more"):format(count))
end

local function list_entries(state, value, count, depth, entries)
  local numeric = true
  for index = 1, math.min(count, state.items) do
    if over_budget(state) then return numeric, true end
    local item = rawget(value, index)
    numeric = numeric and type(item) == "number"
    entries[index] = format_value(state, item, depth + 1, 0)
  end
  return numeric, false
end

local function field_entries(state, value, count, depth, entries)
  local keys, values, left_out, uncounted, problem = fields_of(state, value, count)
  if problem then
    entries[#entries + 1] = "… (its __pairs fails: " .. text.escape(problem) .. ")"
  end
  for index, key in ipairs(keys) do
    if index > state.items then
      entries[#entries + 1] = more(state, #keys - state.items + left_out, uncounted)
      return #keys, false
    end
    if over_budget(state) then return #keys, true end
    local name = is_name(key) and key or "[" .. format_value(state, key, state.depth, 0) .. "]"
    local shown = format_value(state, values[key], depth + 1, visible_width(name) + 3)
    entries[#entries + 1] = paint(state, "key", name) .. " = " .. shown
  end
  if uncounted then entries[#entries + 1] = more(state, 0, true) end
  return #keys, false
end

--- Entries of one kind side by side, as many to a line as fit; numbers stand to the right.
local function columns(state, entries, indent, numeric)
  local widest = 0
  for _, entry in ipairs(entries) do
    if entry:find("\n", 1, true) then return nil end
    widest = math.max(widest, visible_width(entry))
  end
  local room = state.width - #indent
  local per_line = (room + 1) // (widest + 2)
  if per_line < 2 then return nil end
  local lines, line = {}, {}
  for index, entry in ipairs(entries) do
    local last = index == #entries
    local blanks = (" "):rep(widest - visible_width(entry))
    local comma = last and "" or ","
    if numeric and not entry:find("…", 1, true) then
      line[#line + 1] = blanks .. entry .. comma
    else
      line[#line + 1] = entry .. comma .. (last and "" or blanks)
    end
    if #line == per_line or last then
      lines[#lines + 1] = table.concat(line, " "):gsub("%s+$", "")
      line = {}
    end
  end
  return lines
end

--- Entries in braces: on one line where there is room, `taken` columns being used already.
local function join(state, head, entries, depth, taken, kind)
  local indent = ("  "):rep(depth + 1)
  local flat = head .. "{ " .. table.concat(entries, ", ") .. " }"
  if not flat:find("\n", 1, true) and visible_width(flat) + 2 * depth + taken <= state.width then
    return flat
  end
  local lines = kind and columns(state, entries, indent, kind == "numbers")
  local separator = ",\n" .. indent
  if lines then entries, separator = lines, "\n" .. indent end
  return head .. "{\n" .. indent .. table.concat(entries, separator)
    .. "\n" .. ("  "):rep(depth) .. "}"
end

--- What stands for a table that was shown before, or is being shown around this one.
local function reference(state, value)
  local serial = state.seen[value]
  if not state.numbers[serial] then
    state.count = state.count + 1
    state.numbers[serial] = state.count
  end
  local number = state.numbers[serial]
  return paint(state, "other", (state.open[value] and "<%d>" or "<table %d>"):format(number))
end

local function head_of(state, value)
  state.serial = state.serial + 1
  state.seen[value] = state.serial
  local class = metafield(value, "__name")
  -- "list" is the mark of arrays from JSON or the service, which their braces show already.
  local is_named = type(class) == "string" and class ~= "list"
  return mark_format:format(state.serial) .. (is_named and text.escape(class) .. " " or "")
end

local function format_table(state, value, depth, taken)
  if metafield(value, "__tostring") then return described(state, value) end
  if state.seen[value] then return reference(state, value) end
  if next(value) == nil and not metafield(value, "__pairs") then
    return head_of(state, value) .. "{}"
  end
  local head = head_of(state, value)
  if depth >= state.depth then return head .. "{…}" end
  state.open[value] = true
  local entries, count = {}, list_length(value)
  local numeric, cut = list_entries(state, value, count, depth, entries)
  local fields = 0
  if not cut then
    if count > state.items then entries[#entries + 1] = more(state, count - state.items) end
    fields, cut = field_entries(state, value, count, depth, entries)
  end
  state.open[value] = nil
  if cut then entries[#entries + 1] = "…" end
  local kind = fields == 0 and (numeric and "numbers" or "values") or nil
  return join(state, head, entries, depth, taken + visible_width(head), kind)
end

--- A list of the host's: what it is, and its first items; a matrix row by row.
local function format_list(state, value, depth, taken, is_row)
  local head, count = is_row and "" or tostring(value) .. " ", #value
  if count == 0 or depth >= state.depth then return (head:gsub(" $", "")) end
  local entries, shown, kind = {}, math.min(count, state.array_items), "numbers"
  for index = 1, shown do
    if over_budget(state) then break end
    local item = value[index]
    if errors.is_list(item) then
      kind, entries[index] = nil, format_list(state, item, depth + 1, 0, true)
    else
      entries[index] = format_value(state, item, depth + 1, 0)
    end
  end
  if count > #entries then entries[#entries + 1] = more(state, count - #entries) end
  return join(state, head, entries, depth, taken, kind)
end

--- A skeleton at the top: its drawing under what it says of itself.
local function format_skeleton(state, value)
  local words = described(state, value)
  local drawn, preview = pcall(function()
    local columns_shown = math.max(10, math.min(60, math.floor(state.width)))
    return value:preview { width = columns_shown, height = 10, utf8 = state.utf8 == true }
  end)
  return drawn and words .. "\n" .. preview or words
end

local function format_object(state, value, depth, taken)
  if depth == 0 and state.sketch and metafield(value, "__name") == "Skeleton" then
    return format_skeleton(state, value)
  end
  if not errors.is_list(value) then return described(state, value) end
  local shown, list = pcall(format_list, state, value, depth, taken)
  return shown and list or described(state, value)
end

function format_value(state, value, depth, taken)
  local kind = type(value)
  local words
  if kind == "number" then
    words = paint(state, "number", M.format_number(value))
  elseif kind == "string" then
    words = paint(state, "string", M.format_string(value, state.string_length))
  elseif kind == "table" then
    words = format_table(state, value, depth, taken)
  elseif kind == "userdata" then
    words = format_object(state, value, depth, taken)
  elseif kind == "boolean" or kind == "nil" then
    words = paint(state, "boolean", tostring(value))
  else
    words = described(state, value)
  end
  if kind ~= "table" then state.used = state.used + #words end
  return words
end

-- Lists of records

local function is_scalar(value)
  local kind = type(value)
  return kind == "number" or kind == "boolean" or kind == "string" or value == karst.null
end

--- The names in the records of a list and how many records have each, or nil for another list.
local function record_names(state, value, count)
  local names, uses, sizes = {}, {}, {}
  for index = 1, math.min(count, state.items) do
    local record = rawget(value, index)
    if type(record) ~= "table" or metatable_of(record) then return nil end
    sizes[index] = 0
    for key, item in next, record do
      if type(key) ~= "string" or not is_scalar(item) then return nil end
      if not uses[key] then names[#names + 1] = key end
      uses[key] = (uses[key] or 0) + 1
      sizes[index] = sizes[index] + 1
      if #names > 60 then return nil end
    end
    if state.now() > state.until_time then return nil end
  end
  -- Some may lack what others have, as long as they are of one kind.
  for _, size in ipairs(sizes) do
    if 2 * size <= #names then return nil end
  end
  return names
end

-- What tells records apart stands first.
local first = { root_id = 1, id = 2, name = 3 }

local function column_before(a, b)
  local ra, rb = first[a] or 4, first[b] or 4
  if ra ~= rb then return ra < rb end
  return a < b
end

local function cell(item)
  if item == nil then return "" end
  if type(item) == "string" then return text.escape(item, "[%c]") end
  return type(item) == "number" and M.format_number(item) or tostring(item)
end

local function record_columns(state, value, names, count)
  local list = {}
  for position, name in ipairs(names) do
    local column = { name = text.escape(name, "[%c]"), cells = {}, right = true }
    for index = 1, count do
      local item
      if index <= state.items then item = rawget(value, index)[name] end
      column.cells[index] = cell(item)
      column.right = column.right and (item == nil or type(item) == "number")
    end
    list[position] = column
  end
  return list
end

--- A list of records as a table in a frame, or nil when it is something else.
local function format_records(state, value)
  if type(value) ~= "table" or metafield(value, "__tostring") then return nil end
  local count = list_length(value)
  if count < 2 or metafield(value, "__pairs") then return nil end
  local keys, _, left_out, uncounted = fields_of(state, value, count)
  if #keys > 0 or left_out > 0 or uncounted then return nil end
  local names = record_names(state, value, count)
  if not names or #names == 0 then return nil end
  table.sort(names, column_before)
  return grid.format(record_columns(state, value, names, math.min(count, 100000)), {
    width = state.width, utf8 = state.utf8 == true, rows = state.items,
    paint = function(kind, words) return paint(state, kind, words) end,
  })
end

--- A value as text for reading. Never raises, never takes long, never asks a service.
---
---@param value any
---@param options? inspect.Options
---@return string text
function M.format(value, options)
  local state = errors.options(options, known_options(), "inspect.format")
  local start = state.now()
  -- Half of the time is for finding out what there is to show.
  state.half_time, state.until_time = start + state.seconds / 2, start + state.seconds
  state.used, state.count, state.serial = 0, 0, 0
  state.open, state.seen, state.numbers = {}, {}, {}
  local words = format_records(state, value) or format_value(state, value, 0, 0)
  words = words:gsub(mark_pattern, function(serial)
    local number = state.numbers[math.tointeger(tonumber(serial))]
    return number and ("<%d> "):format(number) or ""
  end)
  if #words > state.length + 1000 then words = text.cut_bytes(words, state.length) .. "…" end
  return words
end

--- The options that suit standard output, its width and its colours, unless they are set.
---
---@param options? inspect.Options what is to differ
---@return inspect.Options options
function M.for_terminal(options)
  local result = { width = settings.width or terminal.width("stdout"), colour = settings.colour }
  if result.colour == nil then result.colour = terminal.uses_colour("stdout") end
  for name, value in pairs(options or {}) do result[name] = value end
  return result
end

--- Several values beside one another, or in lines of their own where one has more than a line.
---
---@param values table what `table.pack` gives
---@param options? inspect.Options
---@return string text
function M.format_all(values, options)
  errors.check(1, "values", values, "table")
  local texts, separator = {}, "\t"
  for index = 1, values.n or #values do
    texts[index] = M.format(values[index], options)
    if texts[index]:find("\n", 1, true) then separator = "\n" end
  end
  return table.concat(texts, separator)
end

--- Prints a value as the prompt shows it and gives it back.
---
---@generic T
---@param value T
---@param options? inspect.Options
---@return T value
function M.print(value, options)
  errors.check(2, "options", options, "table?")
  print(M.format(value, M.for_terminal(options)))
  return value
end

--- Shows values with hardly any limits, in the user's pager where that is long.
---
---@param ... any
---@return any ... the values
function M.full(...)
  local most = { depth = 100, items = 1e6, array_items = 1e6, seconds = 10 }
  most.length, most.string_length = 1e8, 1e7
  local words = M.format_all(table.pack(...), M.for_terminal(most))
  if not terminal.page(words .. "\n") then print(words) end
  return ...
end

return M
