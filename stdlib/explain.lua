-- What stands under an error: the line of the script, and the name that was perhaps meant.

local access = require "karst.access"
local errors = require "karst.errors"
local text = require "karst.text"

local M = {}

---@class explain.Options
---@field sources? table<string, string> texts by chunk name, besides files; one of a single line
---  has just been seen, and is repeated only to mark something in it (default: none)
---@field paths? string[] files, besides those of modules, of which Lua may have shortened the name
---  (default: none)
---@field scopes? table[] tables whose names are visible, nearest first (default: the globals)
---@field width? integer columns of a line (default 80)

local defaults = { sources = {}, paths = {}, scopes = { _G }, width = 80 }

--- The chunk, the line's number and the rest of a message such as `script.lua:12: no such file`.
local function place_of(message)
  local chunk, number, rest = message:match("^([^\n]-):(%d+): ?(.*)$")
  return chunk, math.tointeger(tonumber(number)), rest or message
end

local function nth_line(source, number)
  for line in (source .. "\n"):gmatch("([^\n]*)\n") do
    number = number - 1
    if number == 0 then return line end
  end
end

--- The files of the modules that are loaded.
local function module_paths()
  local paths = {}
  for name in next, package.loaded do
    local is_own = type(name) == "string" and not name:find("^karst%f[^%w_]")
    paths[#paths + 1] = is_own and package.searchpath(name, package.path) or nil
  end
  return paths
end

--- The path behind a chunk's name: Lua writes dots for the beginning of a long one.
local function full_path(chunk, paths)
  local ending = chunk:match("^%.%.%.(.+)$")
  if not ending then return chunk end
  for _, list in ipairs { paths, module_paths() } do
    for _, path in ipairs(list) do
      if path:sub(-#ending) == ending then return path end
    end
  end
  return chunk
end

--- The line of a file, of at most a megabyte, or of one of the given texts.
local function source_line(chunk, number, settings)
  if not chunk then return nil end
  if settings.sources[chunk] then return nth_line(settings.sources[chunk], number) end
  chunk = full_path(chunk, settings.paths)
  local fs = require "karst.fs"
  local found, size = pcall(function() return fs.exists(chunk) and not fs.is_folder(chunk) end)
  if not found or not size then return nil end
  local read, source = pcall(fs.read, chunk)
  return read and #source < 1 << 20 and nth_line(source, number) or nil
end

local function near(word, names)
  return require("karst.help").near(word, names)[1]
end

local function names_of_scopes(scopes)
  local names = {}
  for _, scope in ipairs(scopes) do
    access.each_member({ value = scope }, function(name)
      if type(name) == "string" then names[#names + 1] = name end
      return #names > 5000
    end)
  end
  return names
end

-- Where the fault is

--- A line with blanks for its texts and comments.
local function code_of(line)
  local parts, position = {}, 1
  while position <= #line do
    local first = line:find("[\"'%[%-]", position) or #line + 1
    local begun = access.text_at(line, first)
    local last = begun and (begun.last or #line) or first
    parts[#parts + 1] = line:sub(position, first - 1)
    parts[#parts + 1] = begun and (" "):rep(last - first + 1) or line:sub(first, first)
    position = last + 1
  end
  return table.concat(parts)
end

local function is_member(before) return before:find("[^.][.:]%s*$") ~= nil end
local function is_variable(before) return not is_member(before) end
local function is_token() return true end

-- What names each kind of Lua's messages speaks of, by what stands before them.
local kinds = {
  global = is_variable, ["local"] = is_variable, upvalue = is_variable,
  field = is_member, method = is_member, token = is_token,
}

--- Where a name of a kind stands in a line, each the position of its first byte.
local function places_of(line, kind, name)
  local places, position = {}, 1
  local code = kind == "token" and line or code_of(line)
  local is_word = name:find("^[%w_]+$") ~= nil
  while name ~= "" do
    local first, last = code:find(name, position, true)
    if not first then break end
    local before, after = code:sub(1, first - 1), code:sub(last + 1, last + 1)
    local is_whole = not is_word or not (before:find("[%w_]$") or after:find("[%w_]"))
    if is_whole and kinds[kind](before) then places[#places + 1] = first end
    position = last + 1
  end
  return places
end

---@class explain.Fault
---@field kind string
---@field name string what the message names
---@field places integer[] where that may stand in the line

--- What a message names: `(global 'x')`, or the token in `near 'x'`.
local function fault_of(rest, line)
  local kind, name = rest:match("%((%a+) '([^'\n]*)'%)")
  if not kinds[kind] then kind, name = "token", rest:match(" near '([^\n]*)'$") end
  return name and { kind = kind, name = name, places = line and places_of(line, kind, name) or {} }
end

local function is_clear(fault)
  return fault and #fault.places == 1
end

-- What was perhaps meant

--- The place that a field is read from, where that can be known.
local function owner_of(line, fault, scopes)
  for _, first in ipairs(fault.places) do
    local path = access.parse(line:sub(1, first - 1 + #fault.name))
    local owner = path and path.separator and access.follow(path.steps, scopes)
    if owner then return owner end
  end
end

local function names_of_place(place)
  local names, kinds_by_name = {}, {}
  access.each_member(place, function(name, kind)
    if type(name) == "string" then names[#names + 1], kinds_by_name[name] = name, kind end
    return #names > 5000
  end)
  return names, kinds_by_name
end

--- All methods and fields of the host, for values of which nothing is known.
local function all_members()
  local names = {}
  for _, topic in ipairs(require("karst.help").topics()) do
    if topic.kind == "method" or topic.kind == "property" then
      names[#names + 1] = topic.name:match("[%w_]+$")
    end
  end
  return names
end

local function did_you_mean(name)
  return name and ("did you mean '%s'?"):format(name)
end

local function remark_on_member(line, fault, scopes)
  local owner = line and owner_of(line, fault, scopes)
  local is_method = fault.kind == "method"
  if owner then
    local names, kinds_by_name = names_of_place(owner)
    if is_method and kinds_by_name[fault.name] == "property" then
      return ("'%s' is a field: write .%s"):format(fault.name, fault.name)
    end
    return did_you_mean(near(fault.name, names))
  end
  return is_method and did_you_mean(near(fault.name, all_members())) or nil
end

local function remark_on(line, fault, scopes)
  if not fault then return nil end
  if fault.kind == "global" then
    return did_you_mean(near(fault.name, names_of_scopes(scopes)))
  elseif fault.kind == "field" or fault.kind == "method" then
    return remark_on_member(line, fault, scopes)
  end
end

-- What is shown

local function clean(words)
  return (text.escape(words, "[\0-\8\11-\31\127]"):gsub("\t", " "))
end

--- The end of a text that is too long for its columns.
local function ending(words, columns)
  if text.width(words) <= columns then return words end
  words = words:sub(-4 * columns):gsub("^[\x80-\xBF]+", "")
  while text.width(words) > columns - 1 do
    words = words:gsub("^[\0-\x7F\xC2-\xF4][\x80-\xBF]*", "")
  end
  return "…" .. words
end

--- The line with its number, the mark below it where it is clear what to mark, and the remark.
local function under(line, number, fault, remark, width)
  local margin = ("%d"):format(number)
  local head, blank_head = ("  %s | "):format(margin), ("  %s | "):format((" "):rep(#margin))
  local room = math.max(width - #head, 10)
  if not is_clear(fault) then
    return { head .. text.cut(clean(line), room), remark and "  " .. remark or nil }
  end
  local first = fault.places[1]
  local name = text.cut(clean(fault.name), room - 2)
  local before = ending(clean(line:sub(1, first - 1)), room - text.width(name) - 1)
  local marks = (" "):rep(text.width(before)) .. ("^"):rep(text.width(name))
  local lines = { head .. text.cut(before .. clean(line:sub(first)), room), blank_head .. marks }
  if remark and #marks + 1 + text.width(remark) <= room then
    lines[2] = lines[2] .. " " .. remark
  elseif remark then
    lines[3] = blank_head .. remark
  end
  return lines
end

--- The lines that explain an error: its line of the source, the name marked, and a remark.
---
--- Never raises; none where nothing is known.
---@param message string the error's message, which begins with its place: `script.lua:12: …`
---@param options? explain.Options
---@return string[] lines
function M.lines(message, options)
  errors.check(1, "message", message, "string")
  local settings = errors.options(options, defaults, "explain.lines")
  local done, lines = pcall(function()
    local chunk, number, rest = place_of(message)
    local line = source_line(chunk, number, settings)
    local fault = fault_of(rest, line)
    local remark = remark_on(line, fault, settings.scopes)
    local source = settings.sources[chunk]
    local is_known = source and not source:find("\n", 1, true) and not is_clear(fault)
    if line and line:find("%S") and not is_known then
      return under(line, number, fault, remark, settings.width)
    end
    return { remark and "  " .. remark or nil }
  end)
  return done and lines or {}
end

return M
