-- What stands under an error: the line of the script, and the name that was perhaps meant.

local access = require "karst.access"
local errors = require "karst.errors"
local text = require "karst.text"

local M = {}

---@class explain.Options
---@field sources? table<string, string> texts by chunk name, besides files (default: none)
---@field paths? string[] files of which Lua may have shortened the name (default: none)
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

--- The path behind a chunk's name: Lua writes dots for the beginning of a long one.
local function full_path(chunk, paths)
  local ending = chunk:match("^%.%.%.(.+)$")
  for _, path in ipairs(ending and paths or {}) do
    if path:sub(-#ending) == ending then return path end
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

--- Where a field is read in a line: the place that it is read from, and where its name begins.
local function field_place(line, name, scopes)
  local position = 1
  while true do
    local first, last = line:find(name, position, true)
    if not first then return nil end
    local is_whole = not line:sub(last + 1, last + 1):find("[%w_]")
    local path = is_whole and access.parse(line:sub(1, last))
    if path and path.separator and path.word == name then
      return access.follow(path.steps, scopes), first
    end
    position = last + 1
  end
end

local function names_of_place(place)
  local names, kinds = {}, {}
  access.each_member(place, function(name, kind)
    if type(name) == "string" then names[#names + 1], kinds[name] = name, kind end
    return #names > 5000
  end)
  return names, kinds
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

local function field_remark(line, name, is_method, scopes)
  local place, first = field_place(line or "", name, scopes)
  local remark
  if place then
    local names, kinds = names_of_place(place)
    if is_method and kinds[name] == "property" then
      remark = ("'%s' is a field: write .%s"):format(name, name)
    else
      remark = did_you_mean(near(name, names))
    end
  elseif is_method then
    remark = did_you_mean(near(name, all_members()))
  end
  return remark, first
end

local function remark_on(rest, line, scopes)
  local kind, name = rest:match("%((%a+) '([^']*)'%)")
  if kind == "global" then
    local first = line and line:find("%f[%w_]" .. name .. "%f[^%w_]")
    return did_you_mean(near(name, names_of_scopes(scopes))), first, name
  elseif kind == "method" or kind == "field" then
    local remark, first = field_remark(line, name, kind == "method", scopes)
    return remark, first, name
  end
end

local function under(line, number, first, name, remark, width)
  local margin = ("%d"):format(number)
  local shown = text.escape(line, "[\0-\8\11-\31\127]"):gsub("\t", " ")
  local room = math.max(width - #margin - 5, 10)
  local lines = { ("  %s | %s"):format(margin, text.cut(shown, room)) }
  if first then
    local blanks = (" "):rep(text.width(line:sub(1, first - 1)))
    local mark = ("  %s | %s%s"):format((" "):rep(#margin), blanks, ("^"):rep(#name))
    lines[2] = remark and mark .. " " .. remark or mark
  elseif remark then
    lines[2] = "  " .. remark
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
    local remark, first, name = remark_on(rest, line, settings.scopes)
    if line and line:find("%S") then
      return under(line, number, first, name, remark, settings.width)
    end
    return { remark and "  " .. remark or nil }
  end)
  return done and lines or {}
end

return M
