-- What the commands of the prompt do: each gets the session and what stands behind its name.
--
-- An expression arrives as a function that gives its value.

local about = require "karst.about"
local access = require "karst.access"
local errors = require "karst.errors"
local help = require "karst.help"
local inspect = require "karst.inspect"
local terminal = require "karst.terminal"

local M = {}

local function show(text)
  if text:sub(-1) ~= "\n" then text = text .. "\n" end
  if not terminal.page(text) then io.write(text) end
end

local function page(topic)
  local options = inspect.settings()
  return help.page(topic, options.width, options.colour)
end

-- Looking at values

--- `:type`: what a value is.
---@param _ session.Session
---@param entry fun(): any
function M.type(_, entry)
  print(about.describe((entry())))
end

--- `:methods`: what can be called on a value.
---@param _ session.Session
---@param entry fun(): any
function M.methods(_, entry)
  local value = entry()
  local list = about.methods(value)
  if #list == 0 then return print("nothing can be called on this: " .. about.describe(value)) end
  for _, method in ipairs(list) do
    print("  " .. method.name .. method.signature)
    if method.summary ~= "" then print("      " .. method.summary) end
  end
end

--- `:source`, `name??`: the text of a function written in Lua.
---@param session session.Session
---@param entry fun(): function
function M.source(session, entry)
  local source = about.source(entry(), session.sources)
  print("-- " .. source.place)
  print(table.concat(source.lines, "\n", source.first, source.last))
end

--- `:full`: the results of the last entry that had some, with hardly any limits.
---@param session session.Session
function M.full(session)
  if session.last.n == 0 then return print("there is no result yet") end
  inspect.full(table.unpack(session.last, 1, session.last.n))
end

--- `:time`: how long something takes.
---@param _ session.Session
---@param entry function
function M.time(_, entry)
  local timing = require "karst.timing"
  print(timing.describe(timing.measure(entry)))
end

-- Help

--- `:help topic`.
---@param session session.Session
---@param topic string
function M.help(session, topic)
  local text = page(topic)
  if text then show(text) else M.doc(session, topic) end
end

local function print_function(session, path, f)
  print(("%s(%s)"):format(path, about.parameters(f)))
  local comment = about.comment(f, session.sources)
  if comment ~= "" then print(comment) end
  print(about.place(f))
end

--- The topics of what a path leads to, and its value.
local function look_up(session, path)
  local parsed = path:find("^[%a_][%w_%.:]*$") and access.parse(path)
  if not parsed then return { path } end
  local topics = access.topics(parsed, session.scopes)
  local steps = table.move(parsed.steps, 1, #parsed.steps, 1, {})
  steps[#steps + 1] = parsed.word
  local place = access.follow(steps, session.scopes)
  -- A name of one's own hides a topic of that name.
  if not place or #topics > 0 then topics[#topics + 1] = path:gsub("^karst%.", "") end
  return topics, place and place.value
end

--- `:doc`, `name?`: the page on a name, else what can be said of its value.
---@param session session.Session
---@param path string names with dots and colons between them
function M.doc(session, path)
  local topics, value = look_up(session, path)
  for _, topic in ipairs(topics) do
    local text = page(topic)
    if text then return show(text) end
  end
  if type(value) == "function" then return print_function(session, path, value) end
  if value ~= nil then return print(("%s: %s"):format(path, about.describe(value))) end
  errors.raise("not_found", help.unknown(path), nil, 0)
end

-- Files and modules

--- `:load`: runs a file.
---@param session session.Session
---@param path string
function M.load(session, path)
  local home = os.getenv and os.getenv("HOME")
  if home then path = path:gsub("^~/", home .. "/") end
  -- Under the profile `pure` there are no files, which `fs` says.
  if not loadfile then require("karst.fs").read(path) end
  local chunk, problem = loadfile(path, "t", session.globals)
  if not chunk then error(problem, 0) end
  session.paths[#session.paths + 1] = path
  chunk()
end

--- `:reload`: loads a module again after it was changed.
---@param session session.Session
---@param name string
function M.reload(session, name)
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
  for _, scope in ipairs { session.globals, session.fields } do
    for key, value in next, scope do
      if rawequal(value, old) then rawset(scope, key, new) end
    end
  end
  print(("loaded '%s' again"):format(name))
end

--- `:save`: writes a script.
---@param _ session.Session
---@param path string
---@param text string
function M.save(_, path, text)
  require("karst.fs").write(path, text)
end

--- `:mem`: collects what nobody holds, twice, for what finalizers let go of.
function M.collect()
  collectgarbage()
  collectgarbage()
end

-- Settings

--- The settings of the printer, and the prompt's own.
local function settings_of(session)
  local known = inspect.settings()
  known.spinner = session.spins
  return known
end

--- The names of all settings, sorted.
---@param session session.Session
---@return string[] names
function M.setting_names(session)
  local names = {}
  for name in pairs(settings_of(session)) do names[#names + 1] = name end
  table.sort(names)
  return names
end

local switches = {
  on = true, ["true"] = true, yes = true, off = false, ["false"] = false, no = false,
}

--- What a word means as the value of a setting.
local function parse(name, word, current)
  local value = switches[word]
  if type(current) == "boolean" then
    if value ~= nil then return value end
    local problem = ("'%s' is on or off, not '%s'"):format(name, word)
    errors.raise("bad_argument", problem, nil, 0)
  end
  value = tonumber(word)
  if value and value > 0 then return value end
  errors.raise("bad_argument", ("'%s' is a number above 0, not '%s'"):format(name, word), nil, 0)
end

local function list(session)
  local known = settings_of(session)
  for _, name in ipairs(M.setting_names(session)) do
    local value = known[name]
    if type(value) == "boolean" then value = value and "on" or "off" end
    print(("  %-14s %s"):format(name, value))
  end
end

local function raise_unknown(name, names)
  local meant = help.near(name, names)[1]
  local hint = meant and ("did you mean '%s'?"):format(meant)
    or "known: " .. table.concat(names, ", ")
  errors.raise("bad_argument", ("there is no setting '%s' (%s)"):format(name, hint), nil, 0)
end

--- `:set`: lists the settings, sets one back at its default, or gives it a value.
---@param session session.Session
---@param name? string
---@param word? string
function M.set(session, name, word)
  if not name then return list(session) end
  local current = settings_of(session)[name]
  if current == nil then raise_unknown(name, M.setting_names(session)) end
  local value
  if word then value = parse(name, word, current) end
  if name == "spinner" then
    session.spins = value ~= false
  else
    inspect.set(name, value)
  end
end

return M
