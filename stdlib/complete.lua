-- What may follow the beginning of a line: names, fields and methods, found by raw access alone.
--
-- Nothing here calls a function of the user or asks a service: paths are followed through tables,
-- `__index` tables and the lists that host objects publish as `__dir`.

local errors = require "karst.errors"

local M = {}

local keywords = {
  "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
  "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
}

---@class complete.Candidate
---@field text string what would stand there
---@field kind string "keyword", "function", "method", "property", "field", "module"

local function metatable_of(value)
  local metatable = debug.getmetatable(value)
  return type(metatable) == "table" and metatable or nil
end

--- What a host object or module publishes about itself: a list of { name, kind, … }.
local function published(value)
  local metatable = metatable_of(value)
  local list = metatable and rawget(metatable, "__dir")
  return type(list) == "table" and list or {}
end

local function index_table(value)
  local metatable = metatable_of(value)
  local index = metatable and rawget(metatable, "__index")
  return type(index) == "table" and index or nil
end

--- A field by raw access, through at most 20 `__index` tables.
local function raw_field(value, key)
  for _ = 1, 20 do
    if type(value) == "table" then
      local found = rawget(value, key)
      if found ~= nil then return found end
    end
    value = index_table(value)
    if value == nil then return nil end
  end
end

local function module_field(value, key)
  if value ~= rawget(_G, "karst") then return nil end
  for _, entry in ipairs(published(value)) do
    if entry.name == key then
      local loaded, module = pcall(require, "karst." .. key)
      return loaded and module or nil
    end
  end
end

--- The steps of the access path that ends a line, and where its last word starts.
local function parse_path(line)
  local first = #line + 1
  local word = line:match("[%a_][%w_]*$") or ""
  first = first - #word
  local steps, separator = {}, line:sub(first - 1, first - 1)
  if separator ~= "." and separator ~= ":" or line:sub(first - 2, first - 1) == ".." then
    return { word = word, first = first, separator = nil, steps = steps }
  end
  local position = first - 2
  while true do
    local head = line:sub(1, position)
    local start, name = head:match("()([%a_][%w_]*)%s*$")
    local bracket, key = head:match("()%[%s*([%d]+)%s*%]$")
    if not bracket then bracket, key = head:match("()%[%s*[\"']([^\"'%]]*)[\"']%s*%]$") end
    if bracket then
      table.insert(steps, 1, math.tointeger(tonumber(key)) or key)
      position = bracket - 1
    elseif start then
      local before = line:sub(start - 1, start - 1)
      table.insert(steps, 1, name)
      if before ~= "." then
        local allowed = before == "" or before:find("[^%w_:%)%]\"']")
        return allowed and { word = word, first = first, separator = separator, steps = steps }
      end
      if line:sub(start - 2, start - 1) == ".." then
        return { word = word, first = first, separator = separator, steps = steps }
      end
      position = start - 2
    else
      return nil
    end
  end
end

local function follow(steps, scopes)
  local value
  for index, key in ipairs(steps) do
    if index == 1 then
      for _, scope in ipairs(scopes) do
        value = raw_field(scope, key)
        if value == nil then value = module_field(scope, key) end
        if value ~= nil then break end
      end
    else
      local found = raw_field(value, key)
      if found == nil then found = module_field(value, key) end
      value = found
    end
    if value == nil then return nil end
  end
  return value
end

local function kind_of(value)
  return type(value) == "function" and "function" or "field"
end

local function collector(word, only_calls)
  local found, seen = {}, {}
  local function add(name, kind)
    if type(name) ~= "string" or seen[name] or not name:find("^[%a_][%w_]*$") then return end
    if name:sub(1, #word) ~= word then return end
    if name:sub(1, 1) == "_" and word:sub(1, 1) ~= "_" then return end
    if only_calls and kind ~= "function" and kind ~= "method" then return end
    seen[name] = true
    found[#found + 1] = { text = name, kind = kind }
  end
  return found, add
end

local function add_fields(value, add)
  for _, entry in ipairs(published(value)) do add(entry.name, entry.kind or "field") end
  for _ = 1, 20 do
    if type(value) == "table" then
      for key, item in next, value do add(key, kind_of(item)) end
    end
    value = index_table(value)
    if value == nil then return end
  end
end

local function module_names(line, add)
  local word = line:match("require%s*%(?%s*[\"']([%w_%.]*)$")
  if not word then return nil end
  local prefix = word:match("^karst%.") and "karst." or ""
  if prefix == "" then
    for name in next, package.loaded do
      if name:sub(1, #word) == word then add(name) end
    end
  end
  for _, entry in ipairs(published(rawget(_G, "karst"))) do
    local name = "karst." .. entry.name
    if name:sub(1, #word) == word then add(name) end
  end
  return #line - #word + 1
end

local function complete_require(line)
  local found, seen = {}, {}
  local first = module_names(line, function(name)
    if not seen[name] then
      seen[name] = true
      found[#found + 1] = { text = name, kind = "module" }
    end
  end)
  return first and found, first
end

local function in_string(line)
  local quote
  for position = 1, #line do
    local mark = line:sub(position, position)
    if quote then
      if mark == quote and line:sub(position - 1, position - 1) ~= "\\" then quote = nil end
    elseif mark == '"' or mark == "'" then
      quote = mark
    elseif mark == "-" and line:sub(position, position + 1) == "--" then
      return true
    end
  end
  return quote ~= nil
end

local function by_text(a, b)
  return a.text < b.text
end

--- The candidates for the end of a line, sorted, and the position where the replaced word starts.
---
--- After a colon there are only methods; names with a leading `_` appear once that is typed.
---@param line string the text up to the cursor
---@param scopes? table[] tables whose names are visible, nearest first (default: the globals)
---@return complete.Candidate[] candidates
---@return integer first position of the first byte that a candidate replaces
function M.candidates(line, scopes)
  errors.check(1, "line", line, "string")
  errors.check(2, "scopes", scopes, "table?")
  local modules, first = complete_require(line)
  if modules then
    table.sort(modules, by_text)
    return modules, first
  end
  if in_string(line) then return {}, #line + 1 end
  local path = parse_path(line)
  if not path then return {}, #line + 1 end
  scopes = scopes or { _G }
  local found, add = collector(path.word, path.separator == ":")
  if path.separator then
    local value = follow(path.steps, scopes)
    if value ~= nil then add_fields(value, add) end
  else
    for _, scope in ipairs(scopes) do add_fields(scope, add) end
    for _, word in ipairs(keywords) do add(word, "keyword") end
  end
  table.sort(found, by_text)
  return found, path.first
end

return M
