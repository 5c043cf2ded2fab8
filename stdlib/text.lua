-- Text on a screen: how wide it is, cut, filled up and wrapped to columns, and made safe to show.

local errors = require "karst.errors"

local M = {}

-- First and last code points that take no column, and two, as terminals have them.
local none = {
  { 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x0610, 0x061A },
  { 0x064B, 0x065F }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF }, { 0x200B, 0x200F },
  { 0x20D0, 0x20FF }, { 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xE0100, 0xE01EF },
}
local double = {
  { 0x1100, 0x115F }, { 0x2E80, 0x303E }, { 0x3041, 0x33FF }, { 0x3400, 0x4DBF },
  { 0x4E00, 0x9FFF }, { 0xA000, 0xA4CF }, { 0xA960, 0xA97F }, { 0xAC00, 0xD7A3 },
  { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F }, { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 },
  { 0x1F300, 0x1F64F }, { 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF }, { 0x20000, 0x3FFFD },
}

local function is_in(ranges, code)
  for _, range in ipairs(ranges) do
    if code < range[1] then return false end
    if code <= range[2] then return true end
  end
  return false
end

local function columns_of(code)
  if code < 0x300 then return 1 end
  if is_in(none, code) then return 0 end
  return is_in(double, code) and 2 or 1
end

--- How many columns a line takes on a terminal.
---
--- Escape codes for colour take none, accents that join the letter before them neither, and
--- Chinese, Japanese and Korean characters two. Bytes that are not UTF-8 count one each.
---@param line string
---@return integer columns
function M.width(line)
  errors.check(1, "line", line, "string")
  if line:find("\27", 1, true) then line = line:gsub("\27%[[%d;]*m", "") end
  if not line:find("[\x80-\xFF]") then return #line end
  if not utf8.len(line) then return #line end
  local width = 0
  for _, code in utf8.codes(line) do width = width + columns_of(code) end
  return width
end

--- A line filled up with blanks to a number of columns.
---
---@param line string
---@param columns integer
---@param right? boolean blanks come first (default false)
---@return string filled
function M.pad(line, columns, right)
  errors.check(1, "line", line, "string")
  errors.check(2, "columns", columns, "integer")
  local blanks = (" "):rep(columns - M.width(line))
  return right and blanks .. line or line .. blanks
end

--- A line without escape codes, cut to a number of columns; a cut one ends with the mark.
---
---@param line string
---@param columns integer
---@param mark? string (default "…")
---@return string cut
function M.cut(line, columns, mark)
  errors.check(1, "line", line, "string")
  errors.check(2, "columns", columns, "integer")
  errors.check(3, "mark", mark, "string?")
  if M.width(line) <= columns then return line end
  mark = mark or "…"
  if not utf8.len(line) then return line:sub(1, math.max(columns - M.width(mark), 0)) .. mark end
  local room, stop = columns - M.width(mark), 1
  for position, code in utf8.codes(line) do
    room = room - columns_of(code)
    if room < 0 then break end
    stop = position + #utf8.char(code)
  end
  return line:sub(1, stop - 1) .. mark
end

local escapes = { ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t", ['"'] = '\\"', ["\\"] = "\\\\" }

local function escape_byte(byte)
  return escapes[byte] or ("\\x%02X"):format(byte:byte())
end

--- Text in which nothing is left but readable UTF-8: all else is written as Lua writes it.
---
--- So no text can move the cursor or change colours of a terminal.
---@param value string
---@param characters? string a pattern of what is escaped besides bytes that are not UTF-8
---  (default: control characters, quotes and backslashes)
---@return string escaped
function M.escape(value, characters)
  errors.check(1, "value", value, "string")
  errors.check(2, "characters", characters, "string?")
  characters = characters or '[%c"\\]'
  local parts, position = {}, 1
  while position <= #value do
    local length, bad = utf8.len(value, position)
    local stop = length and #value or bad - 1
    -- The control characters of Latin 1 are escape codes to some terminals.
    local good = value:sub(position, stop):gsub(characters, escape_byte)
    parts[#parts + 1] = good:gsub("\xC2[\x80-\x9F]", function(pair)
      return ("\\u{%X}"):format(utf8.codepoint(pair))
    end)
    if bad then parts[#parts + 1] = escape_byte(value:sub(bad, bad)) end
    position = (bad or #value) + 1
  end
  return table.concat(parts)
end

--- The beginning of a text of at most so many bytes, never with half a character at its end.
---
---@param value string
---@param bytes integer
---@return string beginning
function M.cut_bytes(value, bytes)
  errors.check(1, "value", value, "string")
  errors.check(2, "bytes", bytes, "integer")
  while bytes > 0 and (value:byte(bytes + 1) or 0) & 0xC0 == 0x80 do bytes = bytes - 1 end
  return value:sub(1, bytes)
end

--- Words in lines of at most so many columns; a longer word has a line of its own.
---
---@param paragraph string
---@param columns integer
---@param indent? string what the second and further lines begin with (default "")
---@return string lines
function M.wrap(paragraph, columns, indent)
  errors.check(1, "paragraph", paragraph, "string")
  errors.check(2, "columns", columns, "integer")
  errors.check(3, "indent", indent, "string?")
  local lines, line, width = {}, nil, 0
  for word in paragraph:gmatch("%S+") do
    local word_width = M.width(word)
    if line and width + 1 + word_width <= columns then
      line, width = line .. " " .. word, width + 1 + word_width
    else
      lines[#lines + 1] = line
      line = (#lines > 0 and indent or "") .. word
      width = M.width(line)
    end
  end
  lines[#lines + 1] = line
  return table.concat(lines, "\n")
end

return M
