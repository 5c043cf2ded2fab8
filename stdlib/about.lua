-- What can be said about a value without running code of the user: its type in a few words, what
-- can be called on it, where a function is written.

local access = require "karst.access"
local errors = require "karst.errors"

local M = {}

--- The names of a function's parameters, with commas between them.
---
---@param f function
---@return string parameters
function M.parameters(f)
  errors.check(1, "f", f, "function")
  local info, names = debug.getinfo(f, "u"), {}
  for index = 1, info.nparams do
    -- Without it, as under the profile `pure`, only their number is known.
    names[index] = debug.getlocal and debug.getlocal(f, index) or "_"
  end
  if info.isvararg then names[#names + 1] = "..." end
  return table.concat(names, ", ")
end

--- Where a function is written.
---
---@param f function
---@return string place
function M.place(f)
  errors.check(1, "f", f, "function")
  local info = debug.getinfo(f, "S")
  if info.what == "C" then return "built in" end
  return ("defined at %s:%d"):format(info.short_src, info.linedefined)
end

local function counted(count, noun)
  return ("%d %s%s"):format(count, noun, count == 1 and "" or "s")
end

local function describe_table(value)
  local list, others = 0, 0
  for key in next, value do
    if math.type(key) == "integer" and key >= 1 then list = list + 1 else others = others + 1 end
  end
  local class = access.class_of(value)
  return ("%stable with %s and %s"):format(class and class .. ", a " or "",
    counted(list, "list item"), counted(others, "field"))
end

local describers = {
  number = function(value) return math.type(value) end,
  string = function(value) return "string of " .. counted(#value, "byte") end,
  ["function"] = function(value)
    return ("function(%s), %s"):format(M.parameters(value), M.place(value))
  end,
  table = describe_table,
  userdata = function(value) return access.class_of(value) or "userdata" end,
}

--- A value's type in a few words.
---
---@param value any
---@return string text
function M.describe(value)
  local describer = describers[type(value)]
  return describer and describer(value) or type(value)
end

---@class about.Method
---@field name string
---@field signature string its parameters in parentheses, with results where they are known
---@field summary string

local function by_name(a, b)
  return a.name < b.name
end

--- The functions and methods that can be called on a value, by name.
---
---@param value any
---@return about.Method[] methods
function M.methods(value)
  local list, seen = {}, {}
  access.each_member({ value = value }, function(name, kind, what)
    local is_call = kind == "function" or kind == "method"
    if not is_call or type(name) ~= "string" or seen[name] then return end
    seen[name] = true
    local known = type(what) == "table" and what or { signature = "(" .. M.parameters(what) .. ")" }
    list[#list + 1] = {
      name = name, signature = known.signature or "", summary = known.summary or "",
    }
  end)
  table.sort(list, by_name)
  return list
end

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do lines[#lines + 1] = line end
  return lines
end

local function source_lines(info, sources)
  if sources[info.short_src] then return lines_of(sources[info.short_src]) end
  if info.source:find("^=%[%d+%]$") then return nil, "the entry is no longer kept" end
  if info.source:sub(1, 1) == "@" then
    local path = info.source:sub(2)
    local read, text = pcall(require("karst.fs").read, path)
    if read then return lines_of(text) end
    return nil, "cannot read " .. path
  end
  return nil, info.short_src .. " is part of karst: 'karst --dump-stdlib DIR' writes its sources"
end

---@class about.Source
---@field lines string[] all lines of the file or text
---@field first integer where the function begins in them
---@field last integer
---@field place string its file and line

--- The text that a function is written in; raises where there is none.
---
---@param f any
---@param sources? table<string, string> texts by chunk name, besides files (default: none)
---@return about.Source source
function M.source(f, sources)
  if type(f) ~= "function" then
    local problem = "only functions have a source; this is: " .. M.describe(f)
    errors.raise("bad_argument", problem, nil, 0)
  end
  local info = debug.getinfo(f, "S")
  if info.what == "C" then
    errors.raise("bad_argument", "this function is not written in Lua", nil, 0)
  end
  local lines, problem = source_lines(info, sources or {})
  if not lines then errors.raise("not_found", problem, nil, 0) end
  local first = math.max(info.linedefined, 1)
  local last = math.min(info.lastlinedefined > 0 and info.lastlinedefined or #lines, #lines)
  local place = ("%s:%d"):format(info.short_src, first)
  return { lines = lines, first = first, last = last, place = place }
end

--- The comment right above a function, without its dashes; an empty text where there is none.
---
---@param f function
---@param sources? table<string, string> texts by chunk name, besides files (default: none)
---@return string comment
function M.comment(f, sources)
  local found, source = pcall(M.source, f, sources)
  local comment = {}
  for number = found and source.first - 1 or 0, 1, -1 do
    local words = source.lines[number]:match("^%s*%-%-+ ?(.*)$")
    if not words then break end
    table.insert(comment, 1, words)
  end
  return table.concat(comment, "\n")
end

return M
