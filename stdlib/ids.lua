-- Root ids as people hand them over: arguments, text, files, standard input. Always exact integers.

local csv = require "karst.csv"
local errors = require "karst.errors"
local fs = require "karst.fs"
local json = require "karst.json"

local M = {}

local BOM = "\u{FEFF}"

local function refuse(place, text, problem)
  local where = place and (place .. ": ") or ""
  errors.raise("bad_id", ("%sroot id %s: %s"):format(where, text, problem), nil, 3)
end

local function quoted(text)
  if #text > 40 then text = text:sub(1, 40) .. "…" end
  return "'" .. text .. "'"
end

local function problem_with(text)
  if text:match("^[%d.]+[eE][+-]?%d+$") then
    return "has an exponent: a spreadsheet has rounded it, and the exact digits are lost"
  elseif text:match("^%d+%.%d*$") then
    return "has a decimal point: it went through floating-point numbers, which round ids"
  elseif text:match("^%-%d+$") then
    return "is negative"
  elseif text:match("^0+$") then
    return "is zero, which stands for no segment at all"
  elseif text:match("^%d+$") then
    return "is above 9223372036854775807, the largest there can be"
  end
  return "is not a number"
end

local function digits_to_integer(text)
  if not text:match("^%d+$") or #text > 19 then return nil end
  -- math.tointeger and tonumber turn what does not fit into a float: compare as text instead.
  local value = math.tointeger(tonumber(text))
  if value and value > 0 and math.type(tonumber(text)) == "integer" then return value end
end

--- The exact id that a value stands for; raises for floats, signs and everything else.
---
---@param value integer|string an integer, or 1 to 19 decimal digits
---@param place? string where it stood, for the message: "line 3", "argument #2"
---@return integer id
function M.parse(value, place)
  if math.type(value) == "integer" then
    if value > 0 then return value end
    refuse(place, tostring(value), value == 0 and problem_with("0") or "is negative")
  elseif math.type(value) == "float" then
    refuse(place, ("%.14g"):format(value), "is a floating-point number, which has lost digits")
  elseif type(value) ~= "string" then
    refuse(place, "of type " .. type(value), "must be an integer or its digits")
  end
  local id = digits_to_integer(value)
  if not id then refuse(place, quoted(value), problem_with(value)) end
  return id
end

local function strip(word)
  return (word:gsub("^[\"']+", ""):gsub("[\"']+$", ""))
end

--- The ids in a text, separated by blanks, commas, semicolons or lines, quoted or not.
---
--- `#` starts a comment; byte-order marks and all line ends are understood.
--- The order is kept, and so are duplicates.
---@param text string
---@param name? string where the text came from, for messages: a path, "standard input"
---@return integer[] ids
function M.from_text(text, name)
  errors.check(1, "text", text, "string")
  errors.check(2, "name", name, "string?")
  local ids, number = {}, 0
  if text:sub(1, #BOM) == BOM then text = text:sub(#BOM + 1) end
  text = text:gsub("\r\n?", "\n")
  for line in (text .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    for word in line:gsub("#.*$", ""):gmatch("[^%s,;]+") do
      local place = ("%s:%d"):format(name or "text", number)
      ids[#ids + 1] = M.parse(strip(word), place)
    end
  end
  return ids
end

--- The ids in an open file, such as `io.stdin`.
---
---@param stream file*
---@param name? string what to call it in messages (default "standard input")
---@return integer[] ids
function M.from_stream(stream, name)
  if type(stream) ~= "userdata" and type(stream) ~= "table" then
    errors.bad_argument(1, "stream", "an open file expected, got " .. type(stream))
  end
  return M.from_text(stream:read("a") or "", name or "standard input")
end

--- The ids in a list of arguments, several to one if separated by commas; `-` reads standard input.
---
---@param arguments string[]
---@param stream? file* what `-` reads (default `io.stdin`)
---@return integer[] ids
function M.from_arguments(arguments, stream)
  errors.check(1, "arguments", arguments, "table")
  local ids = {}
  local function add(id) ids[#ids + 1] = id end
  for index, argument in ipairs(arguments) do
    if argument == "-" then
      for _, id in ipairs(M.from_stream(stream or io.stdin)) do add(id) end
    else
      for word in tostring(argument):gmatch("[^%s,;]+") do
        add(M.parse(strip(word), "argument #" .. index))
      end
    end
  end
  return ids
end

-- Files of all kinds ------------------------------------------------------------------------------

-- What people call the column, the likelier name first.
local column_names = {
  "root_id", "pt_root_id", "root_ids", "segment_id", "neuron_id", "cell_id", "id", "ids",
}

--- The first line that says something, without its comment.
local function first_line(text)
  for line in text:gmatch("[^\r\n]+") do
    line = line:gsub("^" .. BOM, ""):gsub("#.*$", "")
    if line:find("%S") then return line end
  end
  return ""
end

--- A table has a header; a plain list of ids begins with one.
local function has_header(text)
  local word = strip(first_line(text):match("[^%s,;\t]+") or "")
  return word ~= "" and not word:find("^[%d.+-]")
end

local function separator_of(line)
  local best, most = ",", 0
  for _, candidate in ipairs { ",", "\t", ";" } do
    local _, count = line:gsub(candidate, "")
    if count > most then best, most = candidate, count end
  end
  return best
end

local function named(list)
  return "'" .. table.concat(list, "', '") .. "'"
end

local function find_column(columns, wanted, name)
  local position = {}
  for index, column in ipairs(columns) do
    local key = column:lower():gsub("^%s+", ""):gsub("%s+$", "")
    position[key] = position[key] or index
  end
  if wanted then
    if position[wanted:lower()] then return columns[position[wanted:lower()]] end
    local message = ("%s: there is no column '%s' (there are %s)")
      :format(name, wanted, named(columns))
    errors.raise("no_column", message, nil, 4)
  end
  for _, candidate in ipairs(column_names) do
    if position[candidate] then return columns[position[candidate]] end
  end
  if #columns == 1 then return columns[1] end
  local message = ("%s: which column has the root ids? say its name (there are %s)")
    :format(name, named(columns))
  errors.raise("no_column", message, nil, 4)
end

--- The ids in a column of a table with a header; empty cells are left out.
---
---@param text string CSV, or with tabs or semicolons
---@param name? string where the text came from, for messages
---@param column? string its name (default: root_id, pt_root_id, …, or the only one there is)
---@return integer[] ids
function M.from_csv(text, name, column)
  errors.check(1, "text", text, "string")
  errors.check(2, "name", name, "string?")
  errors.check(3, "column", column, "string?")
  name = name or "table"
  local records, columns = csv.parse_records(text, separator_of(first_line(text)))
  local key, ids = find_column(columns, column, name), {}
  for index, record in ipairs(records) do
    local cell = strip((record[key] or ""):gsub("^%s+", ""):gsub("%s+$", ""))
    if cell ~= "" then ids[#ids + 1] = M.parse(cell, ("%s: row %d"):format(name, index + 1)) end
  end
  return ids
end

local function add_all(ids, list, name)
  for index, value in ipairs(list) do
    ids[#ids + 1] = M.parse(value, ("%s: entry %d"):format(name, index))
  end
  return ids
end

--- The segments that are selected in the segmentation layers of a Neuroglancer state.
local function from_layers(layers, name)
  local ids = {}
  for _, layer in ipairs(layers) do
    local segments = type(layer) == "table" and layer.segments
    if type(segments) == "table" then
      local chosen = {}
      for _, segment in ipairs(segments) do
        -- A segment that is listed but not shown has a mark before it.
        local hidden = type(segment) == "string" and segment:sub(1, 1) == "!"
        if not hidden then chosen[#chosen + 1] = segment end
      end
      add_all(ids, chosen, ("%s: layer '%s'"):format(name, tostring(layer.name)))
    end
  end
  return ids
end

--- The ids in a JSON text: an array, an object with one, or a Neuroglancer state.
---
---@param text string
---@param name? string where the text came from, for messages
---@return integer[] ids
function M.from_json(text, name)
  errors.check(1, "text", text, "string")
  errors.check(2, "name", name, "string?")
  name = name or "JSON"
  if text:sub(1, #BOM) == BOM then text = text:sub(#BOM + 1) end
  local read, value = pcall(json.decode, text)
  if not read then
    errors.raise("bad_json", ("%s: %s"):format(name, errors.message(value)), { path = name })
  end
  if type(value) ~= "table" then
    errors.raise("bad_id", name .. ": an array of root ids expected", { path = name })
  end
  if type(value.layers) == "table" then return from_layers(value.layers, name) end
  for _, key in ipairs(column_names) do
    if type(value[key]) == "table" then return add_all({}, value[key], name) end
  end
  if #value == 0 and next(value) ~= nil then
    local message = name .. ": no root ids found: an array, a 'root_ids' field or a Neuroglancer "
      .. "state with selected segments expected"
    errors.raise("bad_id", message, { path = name })
  end
  return add_all({}, value, name)
end

--- The ids that name the skeleton files of a folder: `864691135463333789.swc`.
---
---@param path string
---@return integer[] ids
function M.from_folder(path)
  errors.check(1, "path", path, "string")
  local ids = {}
  for _, name in ipairs(fs.list(path)) do
    local digits = name:match("^(%d+)%.%a[%w.]*$")
    if digits then ids[#ids + 1] = M.parse(digits, fs.join(path, name)) end
  end
  return ids
end

--- The ids in a text of any kind: JSON, a table with a header, or a plain list.
---
---@param text string
---@param name? string where the text came from, for messages
---@param column? string the column of a table
---@return integer[] ids
function M.from_any(text, name, column)
  errors.check(1, "text", text, "string")
  local start = text:match("^[\xEF\xBB\xBF]*%s*(.)")
  if start == "[" or start == "{" then return M.from_json(text, name) end
  if column or has_header(text) then return M.from_csv(text, name, column) end
  return M.from_text(text, name)
end

---@class ids.ReadOptions
---@field column? string the column of tables
---@field stream? file* what `-` reads (default `io.stdin`)
---@field trust? boolean take ids that look as if they had been rounded

--- The ids that some words stand for: ids, files of ids, folders of skeletons, `-` for standard
--- input. The order is kept, repetitions are left out, and a list that was rounded is refused.
---
---@param words string[]
---@param options? ids.ReadOptions
---@return integer[] ids
function M.read(words, options)
  errors.check(1, "words", words, "table")
  local known = { column = false, stream = false, trust = false }
  local settings = errors.options(options, known, "ids.read")
  local all = {}
  local function add(list) table.move(list, 1, #list, #all + 1, all) end
  for index, word in ipairs(words) do
    word = tostring(word)
    if word == "-" then
      local text = (settings.stream or io.stdin):read("a") or ""
      add(M.from_any(text, "standard input", settings.column))
    elseif not word:find("^[%d,;%s]+$") and fs.is_folder(word) then
      add(M.from_folder(word))
    elseif not word:find("^[%d,;%s]+$") and fs.exists(word) then
      add(M.from_any(fs.read(word, { decompress = true }), word, settings.column))
    else
      for part in word:gmatch("[^%s,;]+") do add { M.parse(strip(part), "argument #" .. index) } end
    end
  end
  local ids = M.unique(all)
  if not settings.trust then M.check_exact(ids) end
  return ids
end

local function share(list, holds)
  local count = 0
  for _, id in ipairs(list) do
    if holds(id) then count = count + 1 end
  end
  return count
end

local function has_fifteen_digits(id)
  local more = #tostring(id) - 15
  return more > 0 and tostring(id):sub(-more) == ("0"):rep(more)
end

local function multiple_of_double_step(id)
  -- Doubles of this size stand 2^(exponent - 52) apart.
  local step = 1
  while id // step >= 1 << 53 do step = step * 2 end
  return step > 1 and id % step == 0
end

--- Raises when a list shows that it went through floating-point numbers or a spreadsheet.
---
--- A double keeps 53 bits, a spreadsheet 15 digits; root ids have 60 bits and 18 digits. One id may
--- end in such zeros by chance, most of a list cannot.
---@param list integer[]
function M.check_exact(list)
  errors.check(1, "list", list, "table")
  local large = {}
  for _, id in ipairs(list) do
    if id >= 1 << 53 then large[#large + 1] = id end
  end
  if #large == 0 then return end
  local how
  if share(large, has_fifteen_digits) * 2 > #large then
    how = "only 15 digits that are not zero, as spreadsheets leave"
  elseif #large > 1 and share(large, multiple_of_double_step) * 2 > #large then
    how = "zeros in all low bits, as floating-point numbers leave"
  end
  if not how then return end
  local what = #large == 1 and ("root id %d has "):format(large[1])
    or ("%d root ids, such as %d, have "):format(#large, large[1])
  errors.raise("rounded_ids", what .. how
    .. ": rounded ids are other neurons; export the ids again, as text", nil, 3)
end

--- The same ids without repetitions, in the order of their first appearance.
---
---@param list (integer|string)[]
---@return integer[] ids
function M.unique(list)
  errors.check(1, "list", list, "table")
  local seen, result = {}, {}
  for index, value in ipairs(list) do
    local id = M.parse(value, "id #" .. index)
    if not seen[id] then
      seen[id] = true
      result[#result + 1] = id
    end
  end
  return result
end

return M
