-- Where a path such as `karst.swc` or `cells[1].skeleton` leads, found without running user code.
--
-- Paths are followed through tables and `__index` tables by raw access, and through what host
-- objects publish about themselves (`__dir`): there only the class of a field is found.

local errors = require "karst.errors"

local M = {}

---@class access.Place
---@field value? any what stands there
---@field class? string the class of what would stand there, where no value could be had

---@class access.Member
---@field name string
---@field kind string "function", "method", "property", "field" or "module"
---@field signature? string parameters and results, or the type of a property

-- Without `debug`, as under the profile `pure`, metatables that are hidden stay so.
local metatable_of = debug.getmetatable or getmetatable

local function metafield(value, name)
  local metatable = metatable_of(value)
  if type(metatable) == "table" then return rawget(metatable, name) end
end

--- What a host object or module publishes about itself.
---
---@param value any
---@return access.Member[] members
function M.published(value)
  local list = metafield(value, "__dir")
  return type(list) == "table" and list or {}
end

--- The class of an object or table, as its metatable names it.
---
---@param value any
---@return string? class
function M.class_of(value)
  local class = metafield(value, "__name")
  return type(class) == "string" and class or nil
end

local function index_table(value)
  local index = metafield(value, "__index")
  return type(index) == "table" and index or nil
end

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

--- A module of the global `karst`, which is loaded for it: the one thing that is run here.
local function module_field(value, key)
  if value ~= rawget(_G, "karst") then return nil end
  for _, entry in ipairs(M.published(value)) do
    if entry.name == key then
      local loaded, module = pcall(require, "karst." .. key)
      return loaded and module or nil
    end
  end
end

--- The members of a class of the host's, none for other names.
---
---@param class string
---@return access.Member[] members
function M.class_members(class)
  errors.check(1, "class", class, "string")
  return require("karst.help").members(class)
end

local function property_class(members, key)
  for _, entry in ipairs(members) do
    if entry.name == key and entry.kind == "property" then
      return (tostring(entry.signature):match("^[%a_][%w_]*"))
    end
  end
end

local function step(place, key)
  if place.class then
    local class = property_class(M.class_members(place.class), key)
    return class and { class = class }
  end
  local found = raw_field(place.value, key)
  if found == nil then found = module_field(place.value, key) end
  if found ~= nil then return { value = found } end
  local class = property_class(M.published(place.value), key)
  return class and { class = class }
end

--- Follows a path from the tables whose names are visible; nil where it leads nowhere.
---
---@param steps (string|integer)[] names and keys, one after another
---@param scopes table[] nearest first
---@return access.Place? place
function M.follow(steps, scopes)
  errors.check(1, "steps", steps, "table")
  errors.check(2, "scopes", scopes, "table")
  local place
  for _, scope in ipairs(scopes) do
    place = steps[1] ~= nil and step({ value = scope }, steps[1]) or nil
    if place then break end
  end
  for index = 2, #steps do
    if not place then return nil end
    place = step(place, steps[index])
  end
  return place
end

local function kind_of(value)
  return type(value) == "function" and "function" or "field"
end

--- Goes through all that may follow a place, until `visit` returns true; a name may come twice.
---
--- `visit` gets a name, its kind, and what is published of it or else its value.
---@param place access.Place
---@param visit fun(name: any, kind: string, what: access.Member|any): boolean?
function M.each_member(place, visit)
  errors.check(1, "place", place, "table")
  errors.check(2, "visit", visit, "function")
  local members = place.class and M.class_members(place.class) or M.published(place.value)
  for _, entry in ipairs(members) do
    if visit(entry.name, entry.kind or "field", entry) then return end
  end
  local value = place.value
  for _ = 1, 20 do
    if type(value) == "table" then
      for key, item in next, value do
        if visit(key, kind_of(item), item) then return end
      end
    end
    value = index_table(value)
    if value == nil then return end
  end
end

---@class access.Text
---@field quote string `"`, `'`, `[[`, or `--` for a comment
---@field start integer where its inside begins
---@field last? integer where it ends, its closing quote included; nil: not in this line

local function quoted_text(line, mark, start)
  local position = start
  while position <= #line do
    local byte = line:sub(position, position)
    if byte == mark then return { quote = mark, start = start, last = position } end
    position = position + (byte == "\\" and 2 or 1)
  end
  return { quote = mark, start = start }
end

--- The text in quotes or brackets, or the comment, that begins at a position of a line.
---
---@param line string
---@param position integer
---@return access.Text? text
function M.text_at(line, position)
  local mark = line:match("^[\"'%[%-]", position)
  if mark == '"' or mark == "'" then return quoted_text(line, mark, position + 1) end
  local is_comment = line:find("^%-%-", position) ~= nil
  local level = line:match("^%[(=*)%[", is_comment and position + 2 or position)
  if not is_comment and not level then return nil end
  local quote = is_comment and "--" or "[["
  if not level then return { quote = quote, start = position + 2 } end
  local start = position + #quote + #level + (is_comment and 2 or 0)
  local _, last = line:find("]" .. level .. "]", start, true)
  return { quote = quote, start = start, last = last }
end

local literal = { ['"'] = true, ["'"] = true, ["]"] = true }

--- Whether a text in quotes ends the head, as in `("abc"):rep`: methods of texts may follow.
local function text_literal(head)
  local before, inner = head:match("^(.*)%(%s*([\"'%[].-)%s*%)$")
  if before and before:find("[%w_%)%]\"']%s*$") then return false end
  inner = inner or head
  local last = inner:sub(-1)
  if last == "]" then return inner:find("^%[%[") ~= nil end
  return literal[last] and (inner:find(last, 1, true) or #inner) < #inner
end

---@class access.Path
---@field word string the last name, as far as it is written
---@field first integer where the word begins
---@field separator? "."|":" what stands before the word
---@field steps (string|integer)[] what stands before that
---@field is_text? boolean whether that is a text in quotes instead

--- The name before a position and what stands before that name; nil where no name can be.
local function names_before(line, position, steps)
  local head = line:sub(1, position)
  local bracket, key = head:match("()%[%s*(%d+)%s*%]%s*$")
  if not bracket then bracket, key = head:match("()%[%s*[\"']([^\"'%]]*)[\"']%s*%]%s*$") end
  if bracket then
    table.insert(steps, 1, math.tointeger(tonumber(key)) or key)
    return bracket - 1, true
  end
  local start, name = head:match("()([%a_][%w_]*)%s*$")
  if not start then return nil end
  table.insert(steps, 1, name)
  local before = line:sub(start - 1, start - 1)
  if before == "." and line:sub(start - 2, start - 2) ~= "." then return start - 2, true end
  -- What follows a call or a method cannot be known.
  return start, before ~= ":" and not before:find("[%)%]\"']") and "done" or nil
end

--- The path that ends a line; nil where what stands before its last name cannot be known.
---
---@param line string
---@return access.Path? path
function M.parse(line)
  errors.check(1, "line", line, "string")
  local word = line:match("[%a_][%w_]*$") or ""
  local path = { word = word, first = #line - #word + 1, steps = {} }
  local separator = line:sub(path.first - 1, path.first - 1)
  local is_access = separator == "." or separator == ":"
  local two = line:sub(path.first - 2, path.first - 1)
  if not is_access or two:find("^[%.:][%.:]$") then return path end
  path.separator = separator
  local position = path.first - 2
  if text_literal(line:sub(1, position)) then
    path.is_text = true
    return path
  end
  while true do
    local next_position, goes_on = names_before(line, position, path.steps)
    if not next_position or not goes_on then return nil end
    if goes_on == "done" then return path end
    position = next_position
  end
end

local function key_of(module, value)
  for key, item in next, module do
    if item == value and type(key) == "string" then return key end
  end
end

--- The name of one of karst's own modules or functions, such as `swc.read`.
local function own_name(value)
  if type(value) ~= "function" and type(value) ~= "table" then return nil end
  local karst = rawget(_G, "karst")
  for _, entry in ipairs(M.published(karst)) do
    local module = rawget(karst, entry.name)
    if module == value then return entry.name end
    local key = type(module) == "table" and key_of(module, value)
    if key then return entry.name .. "." .. key end
  end
end

local function class_of_object(value)
  return type(value) == "userdata" and M.class_of(value) or nil
end

--- The names under which help may have a page on what a path leads to, the likeliest first.
---
---@param path access.Path
---@param scopes table[] tables whose names are visible, nearest first
---@return string[] topics
function M.topics(path, scopes)
  local steps = table.move(path.steps, 1, #path.steps, 1, {})
  local owner = M.follow(steps, scopes)
  steps[#steps + 1] = path.word
  local place = M.follow(steps, scopes) or {}
  local class = owner and (owner.class or class_of_object(owner.value))
  local topics = {}
  if class then topics = { class .. ":" .. path.word, class .. "." .. path.word } end
  topics[#topics + 1] = own_name(place.value)
  topics[#topics + 1] = place.class or class_of_object(place.value)
  return topics
end

return M
