-- A session at a prompt: locals that survive entries, results by number, errors explained.

local access = require "karst.access"

-- Kept apart from the globals, which the user may change.
local print, error, type, pairs, ipairs = print, error, type, pairs, ipairs
local rawget, rawset, setmetatable, getmetatable = rawget, rawset, setmetatable, getmetatable
local require, package = require, package

local M = {}

local kept_results, strong_results, kept_sources = 100, 10, 1000

-- Environment

--- The globals as entries see them: what was declared `local` at the prompt comes first.
local function environment(globals)
  local declared, metatable = {}, { __index = globals }
  local fields = setmetatable({}, metatable)
  function metatable.__newindex(_, name, value)
    if declared[name] then rawset(fields, name, value) else globals[name] = value end
  end
  local function hidden(_, name)
    if declared[name] then return nil end
    return globals[name]
  end
  local env = { fields = fields }
  function env.declare(names)
    for _, name in ipairs(names) do declared[name] = true end
  end
  -- A local that is nil hides a global. That is rare, so only then do all globals go the slow way.
  function env.settle()
    for name in pairs(declared) do
      if rawget(fields, name) == nil and rawget(globals, name) ~= nil then
        metatable.__index = hidden
        return
      end
    end
  end
  return env
end

--- The modules' short names, loaded on first use. A script that has given the globals a metatable
--- keeps it.
local function offer_short_names(globals, karst)
  if getmetatable(globals) then return end
  local names = {}
  for _, entry in ipairs(access.published(karst)) do
    if not entry.kind or entry.kind == "module" then names[entry.name] = true end
  end
  setmetatable(globals, { __index = function(_, name)
    if not names[name] then return nil end
    local module = karst[name]
    rawset(globals, name, module)
    return module
  end })
end

-- Results

local function is_big(value)
  return type(value) == "table" or type(value) == "userdata"
end

--- The last results by the number of their entry. Tables and objects among the older ones stay only
--- as long as something else holds them.
local function results()
  local strong, weak, order = {}, setmetatable({}, { __mode = "v" }), {}
  local function lookup(_, number)
    local value = strong[number]
    if value == nil then return weak[number] end
    return value
  end
  local function step(state)
    while state.index < #order do
      state.index = state.index + 1
      local number = order[state.index]
      local value = lookup(nil, number)
      if value ~= nil then return number, value end
    end
  end
  local view = setmetatable({}, {
    __index = lookup,
    __newindex = function() error("_out is made by the prompt and cannot be changed", 2) end,
    __pairs = function() return step, { index = 0 } end,
  })
  local function keep(number, value)
    order[#order + 1] = number
    strong[number] = value
    local old = order[#order - strong_results]
    if old and is_big(strong[old]) then strong[old], weak[old] = nil, strong[old] end
    if #order > kept_results then
      local gone = table.remove(order, 1)
      strong[gone], weak[gone] = nil, nil
    end
  end
  return view, keep
end

-- Sessions

---@class session.Options
---@field globals? table the global variables (default `_G`)
---@field commands? table<string, string> the prompt's commands, as completion takes them

local Session = { __name = "Session" }
Session.__index = Session

---@class session.Session
---@field fields table the environment of entries
---@field scopes table[] tables whose names entries see, nearest first
---@field sources table<string, string> texts of entries by chunk name, such as `[3]`
---@field paths string[] the files that were loaded
---@field last table what the last entry with results gave
---@field spins boolean whether waits are shown

--- Begins a session, in which entries run one after another.
---
---@param options? session.Options
---@return session.Session session
function M.open(options)
  options = options or {}
  local globals = options.globals or _G
  local karst = rawget(globals, "karst")
  offer_short_names(globals, karst)
  local env = environment(globals)
  local out, keep = results()
  rawset(env.fields, "_out", out)
  return setmetatable({
    globals = globals, karst = karst, env = env, fields = env.fields, keep_result = keep,
    scopes = { env.fields, karst }, sources = {}, paths = {}, last = { n = 0 }, spins = true,
    prompt_commands = options.commands or {},
  }, Session)
end

--- Remembers an entry's text, for what is said of it later.
---
---@param number integer
---@param text string
function Session:remember(number, text)
  local function chunk(of) return ("[%d]"):format(of) end
  self.sources[chunk(number)], self.sources[chunk(number - kept_sources)] = text, nil
end

--- Makes names of an entry outlive it.
---
---@param names string[] the locals that it declares
function Session:declare(names)
  self.env.declare(names)
end

local function keep(self, number, values)
  for index = 1, math.max(values.n, self.last.n) do
    rawset(self.fields, "_" .. index, values[index])
  end
  rawset(self.fields, "_", values[1])
  self.last = values
  local value = values[1]
  if values.n > 1 then value = values end
  if value ~= nil then self.keep_result(number, value) end
end

local function finish(self, number, is_expression, ...)
  self.env.settle()
  local values = table.pack(...)
  if values.n == 0 then return end
  keep(self, number, values)
  if not is_expression and values.n == 1 and values[1] == nil then return end
  local inspect = require "karst.inspect"
  print(inspect.format_all(values, inspect.for_terminal()))
end

--- Runs an entry and shows its results.
---
---@param entry function a chunk in the environment `fields`
---@param number integer
---@param is_expression boolean whether a nil is shown
function Session:run(entry, number, is_expression)
  finish(self, number, is_expression, entry())
end

--- Does what a command of the prompt says.
---
---@param name string
---@param ... any
function Session:command(name, ...)
  return require("karst.session_commands")[name](self, ...)
end

--- What may follow a line, for the line editor.
---
---@param line string
---@return integer replaced how many bytes before the cursor a candidate replaces
---@return string ... candidates
function Session:complete(line)
  local options = { commands = self.prompt_commands }
  if line:find("^%s*:") then
    options.settings = require("karst.session_commands").setting_names(self)
  end
  local candidates, first = require("karst.complete").candidates(line, self.scopes, options)
  local texts = {}
  for index, candidate in ipairs(candidates) do
    texts[index] = candidate.text
    if index == 1000 then break end
  end
  return #line - first + 1, table.unpack(texts)
end

--- The lines that explain an error.
---
---@param message string its message, behind its place
---@return string ... lines
function Session:explain(message)
  return table.unpack(require("karst.explain").lines(message, {
    sources = self.sources, paths = self.paths, scopes = self.scopes,
    width = require("karst.inspect").settings().width,
  }))
end

--- An error value as text, for those that are no text and have none of their own.
---
---@param value any
---@return string? text
function Session.error_text(_, value)
  if type(value) ~= "table" or type(rawget(value, "message")) == "string" then return nil end
  local metatable = debug.getmetatable(value)
  if type(metatable) == "table" and rawget(metatable, "__tostring") then return nil end
  local inspect = require "karst.inspect"
  return inspect.format(value, inspect.for_terminal())
end

--- Whether a progress bar has the terminal's last line.
---@return boolean
function Session:is_drawing()
  local progress = package.loaded["karst.progress"]
    or self.karst and rawget(self.karst, "progress")
  return progress ~= nil and progress.is_drawing()
end

--- Whether waits are shown.
---@return boolean
function Session:shows_waits()
  return self.spins
end

--- The nearest of some names.
---@param word string
---@param names string[]
---@return string? name
function Session.near(_, word, names)
  return require("karst.help").near(word, names)[1]
end

return M
