-- Messages for people on standard error: a level, a sentence, and what it is about.

local errors = require "karst.errors"
local host = require "karst.host"

local M = {}

local ranks = { debug = 1, info = 2, warn = 3, error = 4, off = 5 }

local settings = { level = "info", stream = false }

--- The least level that is written: debug, info (the default), warn, error or off.
---
---@param level? "debug"|"info"|"warn"|"error"|"off" the new one
---@return string level the one that held so far
function M.level(level)
  local before = settings.level
  if level ~= nil then
    if not ranks[level] then
      local message = "'debug', 'info', 'warn', 'error' or 'off' expected, got " .. tostring(level)
      errors.bad_argument(1, "level", message)
    end
    settings.level = level
  end
  return before
end

--- Where messages go from now on (default: `io.stderr`).
---
---@param stream? file* nil: standard error again
function M.to(stream)
  settings.stream = stream or false
end

local function value_text(value)
  local text = tostring(value)
  if text == "" or text:find('[%s"=]') then return ("%q"):format(text):gsub("\\\n", "\\n") end
  return text
end

local function body(message, about)
  local words, names = { message }, {}
  for name in pairs(about or {}) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do words[#words + 1] = name .. "=" .. value_text(about[name]) end
  return (table.concat(words, " "):gsub("[\r\n]+", " "))
end

--- A message as one line, with what it is about sorted by name.
---
---@param level string
---@param message string
---@param about? table<string, any>
---@return string line without its end
function M.format(level, message, about)
  return level .. ": " .. body(message, about)
end

local function write(level, message, about)
  errors.check(1, "message", message, "string")
  errors.check(2, "about", about, "table?")
  if ranks[level] < ranks[settings.level] then return end
  -- A program that embeds the engine may keep a log of its own.
  if not settings.stream and host.log(level, body(message, about)) then return end
  local stream = settings.stream or io.stderr
  stream:write(M.format(level, message, about), "\n")
end

--- What helps to find a fault.
---
---@param message string
---@param about? table<string, any>
function M.debug(message, about) write("debug", message, about) end

--- What goes on.
---
---@param message string
---@param about? table<string, any>
function M.info(message, about) write("info", message, about) end

--- What may be wrong.
---
---@param message string
---@param about? table<string, any>
function M.warn(message, about) write("warn", message, about) end

--- What is wrong.
---
---@param message string
---@param about? table<string, any>
function M.error(message, about) write("error", message, about) end

return M
