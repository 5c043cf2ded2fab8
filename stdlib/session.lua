-- A session at a prompt: locals that survive entries, results by number, and what the prompt's
-- commands find out about values.

local errors = require "karst.errors"

-- Kept apart from the globals, which the user may change.
local print, pcall, error, type, next = print, pcall, error, type, next
local pairs, ipairs, rawget, rawset, rawequal = pairs, ipairs, rawget, rawset, rawequal
local setmetatable, tostring, tonumber = setmetatable, tostring, tonumber

local M = {}

local kept_results, strong_results, kept_sources = 100, 10, 100

local function metatable_of(value)
  local metatable = debug.getmetatable(value)
  return type(metatable) == "table" and metatable or {}
end

--- What a host object or module publishes about itself: a list of { name, kind, … }.
local function published(value)
  local list = rawget(metatable_of(value), "__dir")
  return type(list) == "table" and list or {}
end

local function class_of(value)
  local name = rawget(metatable_of(value), "__name")
  return type(name) == "string" and name or nil
end

local function near(word, names)
  local found, help = pcall(require, "karst.help")
  return found and help.near(word, names)[1] or nil
end

-- Environment ------------------------------------------------------------------------------------

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
  for _, entry in ipairs(published(karst)) do
    if not entry.kind or entry.kind == "module" then names[entry.name] = true end
  end
  setmetatable(globals, { __index = function(_, name)
    if not names[name] then return nil end
    local module = karst[name]
    rawset(globals, name, module)
    return module
  end })
end

-- Results ----------------------------------------------------------------------------------------

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

-- Looking at values ------------------------------------------------------------------------------

local function parameters_of(f)
  local info, names = debug.getinfo(f, "u"), {}
  for index = 1, info.nparams do names[index] = debug.getlocal(f, index) end
  if info.isvararg then names[#names + 1] = "..." end
  return table.concat(names, ", ")
end

local function place_of(f)
  local info = debug.getinfo(f, "S")
  if info.what == "C" then return "built in" end
  return ("defined at %s:%d"):format(info.short_src, info.linedefined)
end

local function count_of(value)
  local list, others = 0, 0
  for key in next, value do
    if math.type(key) == "integer" and key >= 1 then list = list + 1 else others = others + 1 end
  end
  return list, others
end

local describers = {
  number = function(value) return math.type(value) end,
  string = function(value) return ("string of %d bytes"):format(#value) end,
  ["function"] = function(value)
    return ("function(%s), %s"):format(parameters_of(value), place_of(value))
  end,
  table = function(value)
    local list, others = count_of(value)
    local text = ("table with %d list items and %d fields"):format(list, others)
    local class = class_of(value)
    return class and class .. ", a " .. text or text
  end,
  userdata = function(value) return class_of(value) or "userdata" end,
}

--- A value's type in a few words.
---
---@param value any
---@return string text
function M.describe(value)
  local describer = describers[type(value)]
  return describer and describer(value) or type(value)
end

--- The functions and methods that can be called on a value, by name.
---
---@param value any
---@return table[] list of { name =, signature =, summary = }
function M.methods(value)
  local list, seen = {}, {}
  local function add(name, signature, summary)
    if type(name) ~= "string" or seen[name] then return end
    seen[name] = true
    list[#list + 1] = { name = name, signature = signature or "", summary = summary or "" }
  end
  for _, entry in ipairs(published(value)) do
    if entry.kind == "method" or entry.kind == "function" then
      add(entry.name, entry.signature, entry.summary)
    end
  end
  for _ = 1, 20 do
    if type(value) == "table" then
      for key, item in next, value do
        if type(item) == "function" then add(key, "(" .. parameters_of(item) .. ")") end
      end
    end
    value = rawget(metatable_of(value), "__index")
    if type(value) ~= "table" then break end
  end
  table.sort(list, function(a, b) return a.name < b.name end)
  return list
end

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do lines[#lines + 1] = line end
  return lines
end

local function source_lines(info, sources)
  local number = info.source:match("^=%[(%d+)%]$")
  if number then
    local text = sources[tonumber(number)]
    return text and lines_of(text), "the entry is no longer kept"
  end
  if info.source:sub(1, 1) == "@" then
    local file <close> = io.open(info.source:sub(2), "rb")
    return file and lines_of(file:read("a")), "cannot read " .. info.source:sub(2)
  end
  return nil, info.short_src .. " is part of karst: 'karst --dump-stdlib DIR' writes its sources"
end

local function source_of(f, sources)
  if type(f) ~= "function" then
    local problem = "only functions have a source; this is: " .. M.describe(f)
    errors.raise("bad_argument", problem, nil, 0)
  end
  local info = debug.getinfo(f, "S")
  if info.what == "C" then
    errors.raise("bad_argument", "this function is not written in Lua", nil, 0)
  end
  local lines, problem = source_lines(info, sources)
  if not lines then errors.raise("not_found", problem, nil, 0) end
  local first = math.max(info.linedefined, 1)
  local last = info.lastlinedefined > 0 and info.lastlinedefined or #lines
  return lines, first, math.min(last, #lines), info.short_src
end

--- The comment that stands right above a function.
local function comment_above(lines, first)
  local comment = {}
  for number = first - 1, 1, -1 do
    local text = lines[number]:match("^%s*%-%-+ ?(.*)$")
    if not text then break end
    table.insert(comment, 1, text)
  end
  return table.concat(comment, "\n")
end

-- Names ------------------------------------------------------------------------------------------

--- What stands behind a name of a value, without running code of the user; nil also for what only a
--- host object could say.
local function member(value, name, karst)
  if value == karst then
    local found, module = pcall(function() return karst[name] end)
    return found and module or nil
  end
  for _ = 1, 20 do
    if type(value) == "table" and rawget(value, name) ~= nil then return rawget(value, name) end
    value = rawget(metatable_of(value), "__index")
    if value == nil or type(value) == "function" then return nil end
  end
end

--- The value of `a.b:c`, and the value before its last name.
local function follow(path, env, karst)
  local value, owner, last
  for name in path:gmatch("[^%.:]+") do
    owner, last = value, name
    if owner == nil and path:sub(1, #name) == name then
      local found, global = pcall(function() return env[name] end)
      value = found and global or nil
    else
      value = member(value, name, karst)
      if value == nil then
        local is_end = path:sub(-#name) == name
        return nil, is_end and owner or nil, last
      end
    end
    if value == nil then return nil end
  end
  return value, owner, last
end

--- The name of one of karst's own functions or modules, as the help pages have it.
local function official_name(value)
  for name, module in next, package.loaded do
    local short = type(name) == "string" and name:match("^karst%.(.+)$")
    if short then
      if module == value then return short end
      if type(module) == "table" then
        for key, item in next, module do
          if item == value and type(key) == "string" then return short .. "." .. key end
        end
      end
    end
  end
end

local function topics_of(path, env, karst)
  local value, owner, last = follow(path, env, karst)
  local topics = {}
  local function add(topic) topics[#topics + 1] = topic end
  if owner ~= nil and class_of(owner) and type(owner) == "userdata" then
    add(class_of(owner) .. ":" .. last)
    add(class_of(owner) .. "." .. last)
  end
  if type(value) == "function" or type(value) == "table" then add(official_name(value)) end
  if type(value) == "userdata" then add(class_of(value)) end
  if value == nil or official_name(value) then add((path:gsub("^karst%.", ""))) end
  return topics, value
end

-- Time -------------------------------------------------------------------------------------------

--- Seconds in the unit that reads best.
---
---@param seconds number
---@return string text
function M.format_seconds(seconds)
  local units = { { 1, "s" }, { 1e-3, "ms" }, { 1e-6, "µs" }, { 1e-9, "ns" } }
  for _, unit in ipairs(units) do
    if seconds >= unit[1] or unit[2] == "ns" then
      return ("%.3g %s"):format(seconds / unit[1], unit[2])
    end
  end
end

local function repeated(f, count, now)
  local began = now()
  for _ = 1, count do f() end
  return (now() - began) / count
end

--- Measures a function as `%timeit` does: several rounds of so many calls that a round takes a
--- tenth of a second. What takes longer than half a second is called once.
---
---@param f function
---@param now? fun(): number a clock in seconds (default `task.now`)
---@return string text the mean with its deviation, the best round, and how often it ran
function M.time(f, now)
  now = now or require("karst.task").now
  local once = repeated(f, 1, now)
  if once > 0.5 then return M.format_seconds(once) .. ", ran once" end
  local count = 1
  local took = once
  while took * count < 0.1 do
    count = math.max(count * 2, math.min(count * 10, math.ceil(0.1 / math.max(took, 1e-9))))
    took = repeated(f, count, now)
  end
  local rounds = math.max(2, math.min(7, math.floor(2 / (took * count))))
  local sum, squares, best = 0, 0, math.huge
  for _ = 1, rounds do
    local seconds = repeated(f, count, now)
    sum, squares, best = sum + seconds, squares + seconds * seconds, math.min(best, seconds)
  end
  local mean = sum / rounds
  local deviation = math.sqrt(math.max(0, squares / rounds - mean * mean))
  return ("%s ± %s, best %s (%d rounds of %d)"):format(M.format_seconds(mean),
    M.format_seconds(deviation), M.format_seconds(best), rounds, count)
end

-- Settings ---------------------------------------------------------------------------------------

local setting_names = {
  "colour", "depth", "items", "length", "seconds", "spinner", "string_length", "width",
}

local default_settings = {
  colour = false, depth = 4, items = 40, length = 20000, seconds = 0.05, spinner = true,
  string_length = 200, width = 80,
}

local switches = {
  on = true, ["true"] = true, yes = true, off = false, ["false"] = false, no = false,
}

local function parse_setting(name, text)
  local default = default_settings[name]
  if default == nil then
    local meant = near(name, setting_names)
    local hint = meant and "did you mean '" .. meant .. "'?"
      or "known: " .. table.concat(setting_names, ", ")
    local problem = ("there is no setting '%s' (%s)"):format(name, hint)
    errors.raise("bad_argument", problem, nil, 0)
  end
  if type(default) == "boolean" then
    if switches[text] ~= nil then return switches[text] end
    local problem = ("'%s' is on or off, not '%s'"):format(name, text)
    errors.raise("bad_argument", problem, nil, 0)
  end
  local number = tonumber(text)
  if number and number > 0 then return number end
  errors.raise("bad_argument", ("'%s' is a number above 0, not '%s'"):format(name, text), nil, 0)
end

-- Sessions ---------------------------------------------------------------------------------------

local Session = { __name = "Session" }
Session.__index = Session

--- Begins a session, in which entries run one after another.
---
---@param globals? table the global variables (default `_G`)
---@return session.Session session
function M.open(globals)
  globals = globals or _G
  local karst = rawget(globals, "karst")
  offer_short_names(globals, karst)
  local env = environment(globals)
  local out, keep = results()
  rawset(env.fields, "_out", out)
  local settings = {}
  for name, value in pairs(default_settings) do settings[name] = value end
  return setmetatable({
    globals = globals, karst = karst, env = env, keep_result = keep, sources = {}, newest = 0,
    settings = settings, chosen = {}, last = { n = 0 },
  }, Session)
end

---@class session.Session
---@field settings table<string, any>

--- Makes a compiled entry see the session's locals.
---
---@param entry function a chunk
---@param names string[] the locals that it declares
function Session:prepare(entry, names)
  self.env.declare(names)
  if debug.getupvalue(entry, 1) == "_ENV" then debug.setupvalue(entry, 1, self.env.fields) end
end

--- Remembers an entry's text for `:source`.
---
---@param number integer
---@param text string
function Session:remember(number, text)
  self.sources[number], self.sources[number - kept_sources] = text, nil
end

function Session:keep(number, values)
  local fields = self.env.fields
  for index = 1, math.max(values.n, self.last.n) do rawset(fields, "_" .. index, values[index]) end
  rawset(fields, "_", values[1])
  self.last = values
  local value = values[1]
  if values.n > 1 then value = values end
  if value ~= nil then self.keep_result(number, value) end
end

function Session.shown(_, values, options)
  local inspect = require "karst.inspect"
  local texts, separator = {}, "\t"
  for index = 1, values.n do
    texts[index] = inspect.format(values[index], options)
    if texts[index]:find("\n", 1, true) then separator = "\n" end
  end
  return table.concat(texts, separator)
end

function Session:print_options()
  local settings = self.settings
  return {
    colour = settings.colour, depth = settings.depth, items = settings.items,
    length = settings.length, seconds = settings.seconds, string_length = settings.string_length,
    width = settings.width,
  }
end

local function finish(self, number, is_expression, ...)
  self.env.settle()
  local values = table.pack(...)
  if values.n == 0 then return end
  self:keep(number, values)
  if not is_expression and values.n == 1 and values[1] == nil then return end
  print(self:shown(values, self:print_options()))
end

--- Runs an entry and shows its results.
---
---@param entry function
---@param number integer
---@param is_expression boolean whether a nil is shown
function Session:run(entry, number, is_expression)
  finish(self, number, is_expression, entry())
end

--- The results of the last entry that had some, without limits.
---
---@return string text
function Session:full()
  local huge = 1 << 40
  local options = {
    colour = self.settings.colour, width = self.settings.width, depth = 1000, items = huge,
    length = huge, seconds = 60, string_length = huge,
  }
  return self:shown(self.last, options)
end

--- What may follow a line, for the line editor.
---
---@param line string
---@return integer replaced how many bytes before the cursor a candidate replaces
---@return string ... candidates
function Session:complete(line)
  local scopes = { self.env.fields, self.karst }
  local candidates, first = require("karst.complete").candidates(line, scopes)
  local texts = {}
  for index, candidate in ipairs(candidates) do
    texts[index] = candidate.text
    if index == 1000 then break end
  end
  return #line - first + 1, table.unpack(texts)
end

--- The name that was perhaps meant where a line has an unknown one.
---
---@param before string the line up to the name
---@param name string
---@return string? meant
function Session:suggest(before, name)
  local candidates = require("karst.complete").candidates(before, { self.env.fields, self.karst })
  local names = {}
  for index, candidate in ipairs(candidates) do
    if candidate.kind ~= "keyword" then names[#names + 1] = candidate.text end
    if candidate.text == name or index == 10000 then return nil end
  end
  return near(name, names)
end

--- An error value as text, for those that are no text and have none of their own.
---
---@param value any
---@return string? text
function Session:error_text(value)
  if type(value) ~= "table" or rawget(metatable_of(value), "__tostring") then return nil end
  if type(rawget(value, "message")) == "string" then return nil end
  return require("karst.inspect").format(value, self:print_options())
end

-- Commands ---------------------------------------------------------------------------------------

--- `:type`.
---@param entry function gives the value
function Session.type(_, entry)
  print(M.describe((entry())))
end

--- `:methods`.
---@param entry function gives the value
function Session.methods(_, entry)
  local value = entry()
  local list = M.methods(value)
  if #list == 0 then return print("nothing can be called on this: " .. M.describe(value)) end
  for _, method in ipairs(list) do
    print("  " .. method.name .. method.signature)
    if method.summary ~= "" then print("      " .. method.summary) end
  end
end

--- `:source`, `name??`.
---@param entry function gives the function
function Session:source(entry)
  local lines, first, last, place = source_of(entry(), self.sources)
  print(("-- %s:%d"):format(place, first))
  print(table.concat(lines, "\n", first, last))
end

function Session:page(topic)
  local found, help = pcall(require, "karst.help")
  if not found then return nil end
  return help.page(topic, self.settings.width, self.settings.colour)
end

local function show(text)
  if text:sub(-1) ~= "\n" then text = text .. "\n" end
  local terminal = require "karst.terminal"
  if terminal.page and terminal.page(text) then return end
  io.write(text)
  io.flush()
end

--- `:help topic`.
---@param topic? string
function Session:help(topic)
  local text = self:page(topic)
  if text then return show(text) end
  if topic then self:doc(topic) end
end

function Session:doc_of_function(path, f)
  print(("%s(%s)"):format(path, parameters_of(f)))
  local found, lines, first = pcall(source_of, f, self.sources)
  local comment = found and comment_above(lines, first) or ""
  if comment ~= "" then print(comment) end
  print(place_of(f))
end

--- `:doc`, `name?`.
---@param path string names with dots and colons between them
function Session:doc(path)
  local topics, value = topics_of(path, self.env.fields, self.karst)
  for _, topic in ipairs(topics) do
    local text = self:page(topic)
    if text then return show(text) end
  end
  if type(value) == "function" then return self:doc_of_function(path, value) end
  if value ~= nil then return print(("%s: %s"):format(path, M.describe(value))) end
  local found, help = pcall(require, "karst.help")
  local unknown = found and help.unknown(path) or ("there is no help on '%s'"):format(path)
  errors.raise("not_found", unknown, nil, 0)
end

--- `:time`.
---@param entry function
function Session.time(_, entry)
  print(M.time(entry))
end

--- `:full`.
function Session:show_full()
  if self.last.n == 0 then return print("there is no result yet") end
  show(self:full())
end

--- `:load`.
---@param path string
function Session:load(path)
  local home = os.getenv("HOME")
  if home then path = path:gsub("^~/", home .. "/") end
  local chunk, problem = loadfile(path, "t", self.globals)
  if not chunk then errors.raise("not_found", problem, { path = path }, 0) end
  chunk()
end

--- `:reload`.
---@param name string a module's
function Session:reload(name)
  if package.loaded[name] == nil and package.loaded["karst." .. name] ~= nil then
    name = "karst." .. name
  end
  local old = package.loaded[name]
  package.loaded[name] = nil
  local done, new = pcall(require, name)
  if not done then
    package.loaded[name] = old
    error(new, 0)
  end
  if old == nil then return print(("loaded '%s'"):format(name)) end
  -- Whoever holds the old table by a name of the session gets the new one.
  for _, scope in ipairs { self.globals, self.env.fields } do
    for key, value in next, scope do
      if rawequal(value, old) then rawset(scope, key, new) end
    end
  end
  print(("loaded '%s' again"):format(name))
end

--- `:save`.
---@param path string
---@param text string
function Session.save(_, path, text)
  require("karst.fs").write(path, text)
end

--- Collects garbage, for `:mem`.
function Session.collect()
  collectgarbage()
  collectgarbage()
end

--- `:set`.
---@param name? string
---@param text? string
function Session:set(name, text)
  if not name then
    for _, key in ipairs(setting_names) do
      local value = self.settings[key]
      if type(value) == "boolean" then value = value and "on" or "off" end
      print(("  %-14s %s"):format(key, value))
    end
    return
  end
  if text then
    self.settings[name], self.chosen[name] = parse_setting(name, text), true
    return
  end
  parse_setting(name, tostring(default_settings[name])) -- for its error
  self.settings[name], self.chosen[name] = default_settings[name], nil
end

--- Gives a setting its value for now, unless the user has chosen one.
---@param name string
---@param value any
function Session:suggest_setting(name, value)
  if not self.chosen[name] then self.settings[name] = value end
end

--- Whether a progress bar has the terminal's last line.
---@return boolean
function Session:is_drawing()
  local progress = package.loaded["karst.progress"]
    or self.karst and rawget(self.karst, "progress")
  return progress ~= nil and progress.is_drawing()
end

--- The value of a setting.
---@param name string
---@return any value
function Session:setting(name)
  return self.settings[name]
end

--- The nearest of some names.
---@param word string
---@param names string[]
---@return string? name
function Session.near(_, word, names)
  return near(word, names)
end

return M
