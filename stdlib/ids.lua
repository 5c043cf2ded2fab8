-- Root ids as people hand them over: arguments, text, files, standard input. Always exact integers.

local errors = require "karst.errors"

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
