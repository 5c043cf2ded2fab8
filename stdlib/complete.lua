-- What may follow the beginning of a line: names, fields, methods, options, their values, files.
--
-- Nothing here calls a function of the user or asks a service, and nothing raises: what cannot be
-- known is left out.

local access = require "karst.access"
local errors = require "karst.errors"
local task = require "karst.task"

local M = {}

local keywords = {
  "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
  "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
}

---@class complete.Candidate
---@field text string what would stand there
---@field kind string "keyword", "function", "method", "property", "field", "option", "value", …

---@class complete.Options
---@field commands? table<string, string> the prompt's own commands, without their colon, and what
---  each takes: "topic", "file", "module", "setting", else Lua (default: none)
---@field settings? string[] the names of the prompt's settings (default: none)
---@field seconds? number how long to look at most (default 0.05)
---@field now? fun(): number a clock in seconds (default `task.now`)

local defaults = { commands = {}, settings = {}, seconds = 0.05, now = task.now }

-- What is found

local Found = {}
Found.__index = Found

local function new_found(seconds, now)
  local found = { list = {}, seen = {}, count = 0, now = now, until_time = now() + seconds }
  return setmetatable(found, Found)
end

function Found:is_late()
  self.count = self.count + 1
  return self.count % 64 == 0 and self.now() > self.until_time
end

--- Takes a candidate that begins with the word; true when there is no time for more.
function Found:add(text, kind, word)
  if type(text) == "string" and not self.seen[text] and text:sub(1, #word) == word then
    self.seen[text] = true
    self.list[#self.list + 1] = { text = text, kind = kind }
  end
  return self:is_late()
end

--- The same for a name: those with a leading `_` only once that is typed.
function Found:add_name(name, kind, word)
  if type(name) ~= "string" or not name:find("^[%a_][%w_]*$") then return self:is_late() end
  if name:sub(1, 1) == "_" and word:sub(1, 1) ~= "_" then return self:is_late() end
  return self:add(name, kind, word)
end

-- Where the cursor is

--- The calls and tables that are open where a line ends, innermost last, and the text that is.
---
--- Each is `{ bracket, start }`, the text as `access.text_at` gives it.
local function scan(line)
  local open, position = {}, 1
  while position <= #line do
    local mark, text = line:sub(position, position), access.text_at(line, position)
    if text and not text.last then return open, text end
    if text then
      position = text.last
    elseif mark == "(" or mark == "{" or mark == "[" then
      open[#open + 1] = { bracket = mark, start = position }
    elseif mark == ")" or mark == "}" or mark == "]" then
      open[#open] = nil
    end
    position = position + 1
  end
  return open, nil
end

--- The name by which help knows the function that a bracket at a position calls, such as
--- `swc.read` or `Skeleton:reroot`; nil where that is no function's name.
local function callee_before(line, position, scopes)
  local path = access.parse((line:sub(1, position - 1):gsub("%s+$", "")))
  if not path or path.word == "" or path.is_text then return nil end
  return access.topics(path, scopes)[1] or path.word
end

--- The call that the innermost bracket belongs to, with the number of commas before the end.
local function call_around(line, open, scopes)
  local innermost = open[#open]
  if not innermost then return nil end
  local call = { in_table = innermost.bracket == "{", start = innermost.start }
  local before = innermost.start
  local outer = open[#open - 1]
  if call.in_table and outer and outer.bracket == "("
    and line:sub(outer.start + 1, innermost.start - 1):find("^[^{}]*$")
    and line:sub(1, innermost.start - 1):find("[,(]%s*$") then
    before = outer.start
  end
  call.name = callee_before(line, before, scopes)
  return call.name and call
end

-- The sources

local function add_members(found, place, word, only_calls)
  access.each_member(place, function(name, kind)
    if only_calls and kind ~= "function" and kind ~= "method" then return found:is_late() end
    return found:add_name(name, kind, word)
  end)
end

--- The texts of a type such as `"dict"|"json"`, and of booleans.
local function values_of_type(kind)
  local values = {}
  for value in kind:gmatch('"([^"]*)"') do values[#values + 1] = value end
  for value in kind:gmatch("'([^']*)'") do values[#values + 1] = value end
  return values
end

local function option_named(call, name)
  for _, option in ipairs(require("karst.help").options(call.name)) do
    if option.name == name then return option end
  end
end

--- After `name =` in a table of options: its values, in quotes when none is open.
local function add_option_values(found, option, word, in_text)
  for _, value in ipairs(values_of_type(option.type)) do
    found:add(in_text and value or '"' .. value .. '"', "value", word)
  end
  if not in_text and option.type:find("boolean") then
    found:add("true", "value", word)
    found:add("false", "value", word)
  end
end

local function add_modules(found, word)
  for name in next, package.loaded do
    if found:add(name, "module", word) then return end
  end
  for _, entry in ipairs(access.published(rawget(_G, "karst"))) do
    found:add("karst." .. entry.name, "module", word)
  end
end

--- The files whose path begins so; a folder's name ends with a slash.
local function add_files(found, word)
  local folder, name = word:match("^(.*/)([^/]*)$")
  folder, name = folder or "", name or word
  local home = os.getenv and os.getenv("HOME")
  local real = folder:sub(1, 2) == "~/" and home and home .. folder:sub(2) or folder
  local fs = require "karst.fs"
  local listed, names = pcall(fs.list, real == "" and "." or real)
  if not listed then return end
  for _, entry in ipairs(names) do
    if entry:sub(1, #name) == name and (entry:sub(1, 1) ~= "." or name:sub(1, 1) == ".") then
      local is_folder = fs.is_folder(real .. entry)
      if found:add(folder .. entry .. (is_folder and "/" or ""), "file", word) then return end
    elseif found:is_late() then
      return
    end
  end
end

local function add_known(found, what, word)
  local listed, names = pcall(require("karst.cave").known)
  if not listed then return end
  for _, name in ipairs(names[what]) do
    if found:add(tostring(name), what == "root_ids" and "id" or "datastack", word) then return end
  end
end

local file_names = {
  path = true, file = true, out = true, output = true, folder = true, data = true, dir = true,
  files = true, cache = true, trace = true, auth_token_file = true, ca_file = true, to = true,
  from = true,
}

local function add_named(found, name, word)
  if name == "datastack_name" or name == "datastack" then add_known(found, "datastacks", word) end
  if name == "root_id" or name == "root_ids" then add_known(found, "root_ids", word) end
  if file_names[name] then add_files(found, word) end
end

--- What may stand in a text: an option's value, a key, a module, a datastack, an id, a file.
local function complete_text(found, line, open, text, scopes)
  local word = line:sub(text.start)
  local before = line:sub(1, text.start - 2)
  if before:find("require%s*%(?%s*$") then
    add_modules(found, word)
    return text.start
  end
  if before:find("%[%s*$") then
    local path = access.parse(before:gsub("%[%s*$", "") .. ".")
    local place = path and not path.is_text and access.follow(path.steps, scopes)
    if place then
      access.each_member(place, function(name, kind) return found:add(name, kind, word) end)
    end
    return text.start
  end
  local call = call_around(line:sub(1, text.start - 2), open, scopes)
  local option = call and call.in_table and before:match("([%a_][%w_]*)%s*=%s*$")
  if option then
    local known = option_named(call, option)
    if known then add_option_values(found, known, word, true) end
    add_named(found, option, word)
  elseif call then
    local index = select(2, before:sub(call.start + 1):gsub(",", "")) + 1
    local parameter = require("karst.help").parameters(call.name)[index]
    if parameter then
      for _, value in ipairs(values_of_type(parameter.type)) do found:add(value, "value", word) end
      add_named(found, parameter.name, word)
    end
  end
  if #found.list == 0 then
    if word:find("^%d+$") then add_known(found, "root_ids", word) end
    if word ~= "" then add_files(found, word) end
  end
  return text.start
end

--- The names of options, where one may stand; true when nothing else may.
local function complete_option(found, line, open, scopes)
  local call = call_around(line, open, scopes)
  if not call or not call.in_table then return nil end
  local inner = line:sub(call.start + 1)
  local option, value = inner:match("([%a_][%w_]*)%s*=%s*([%w_]*)$")
  if option then
    local known = option_named(call, option)
    if known then add_option_values(found, known, value, false) end
    return nil
  end
  local word = inner:match("^%s*([%a_]?[%w_]*)$") or inner:match("[,;]%s*([%a_]?[%w_]*)$")
  if not word then return nil end
  for _, entry in ipairs(require("karst.help").options(call.name)) do
    found:add(entry.name, "option", word)
  end
  return word == "" and #found.list > 0 and #line + 1 or nil
end

local function complete_name(found, line, scopes)
  local path = access.parse(line)
  if not path then return #line + 1 end
  if path.is_text then
    add_members(found, { value = "" }, path.word, path.separator == ":")
  elseif path.separator then
    local place = access.follow(path.steps, scopes)
    if place then add_members(found, place, path.word, path.separator == ":") end
  else
    for _, scope in ipairs(scopes) do add_members(found, { value = scope }, path.word) end
    for _, word in ipairs(keywords) do found:add(word, "keyword", path.word) end
  end
  return path.first
end

--- Whole numbers of some digits may be ids.
local function complete_number(found, line)
  local start, digits = line:match("()(%d+)$")
  if not start or line:sub(start - 1, start - 1):find("[%w_%.]") then return nil end
  if #digits >= 2 then add_known(found, "root_ids", digits) end
  return start
end

local function complete_code(found, line, scopes)
  local open, text = scan(line)
  if text then
    if #text.quote > 1 then return #line + 1 end
    return complete_text(found, line, open, text, scopes)
  end
  local first = complete_number(found, line) or complete_option(found, line, open, scopes)
  if first then return first end
  return complete_name(found, line, scopes)
end

-- Commands of the prompt

local function complete_topic(found, line, start, scopes)
  local word = line:sub(start)
  for _, topic in ipairs(require("karst.help").topics()) do
    if found:add(topic.name, topic.kind, word) then return start end
  end
  local path = access.parse(word)
  if path and path.separator and #found.list == 0 then
    return start + complete_name(found, word, scopes) - 1
  end
  for _, scope in ipairs(scopes) do add_members(found, { value = scope }, word) end
  return start
end

local function complete_argument(found, line, takes, start, scopes, settings)
  local word = line:sub(start)
  if takes == "topic" then
    return complete_topic(found, line, start, scopes)
  elseif takes == "file" then
    add_files(found, word)
  elseif takes == "module" then
    add_modules(found, word)
  elseif takes == "setting" then
    for _, name in ipairs(settings) do found:add(name, "setting", word) end
  else
    return start - 1 + complete_code(found, word, scopes)
  end
  return start
end

local function complete_command(found, line, scopes, options)
  local command, start = line:match("^%s*:([%a_]*)%s+()")
  if command then
    local takes = options.commands[command]
    return complete_argument(found, line, takes, start, scopes, options.settings)
  end
  local first, word = line:match("^%s*:()([%a_]*)$")
  if not first then return #line + 1 end
  for name in pairs(options.commands) do found:add(name, "command", word) end
  return first
end

local function by_text(a, b)
  return a.text < b.text
end

--- The candidates for the end of a line, sorted, and the position where the replaced word starts.
---
--- After a colon there are only methods; names with a leading `_` appear once that is typed.
---@param line string the text up to the cursor
---@param scopes? table[] tables whose names are visible, nearest first (default: the globals)
---@param options? complete.Options
---@return complete.Candidate[] candidates
---@return integer first position of the first byte that a candidate replaces
function M.candidates(line, scopes, options)
  errors.check(1, "line", line, "string")
  errors.check(2, "scopes", scopes, "table?")
  local settings = errors.options(options, defaults, "complete.candidates")
  local found = new_found(settings.seconds, settings.now)
  scopes = scopes or { _G }
  local done, first = pcall(function()
    if line:find("^%s*:[^:]") or line:find("^%s*:$") then
      return complete_command(found, line, scopes, settings)
    end
    return complete_code(found, line, scopes)
  end)
  -- A name that nothing is known of is no reason to disturb who types.
  if not done then return {}, #line + 1 end
  table.sort(found.list, by_text)
  return found.list, first
end

return M
