-- Errors made in Lua, shaped like those of the host: `code`, `message`, `where` and details.

local M = {}

local Error = { __name = "Error" }
Error.__index = Error

function Error:__tostring()
  return self.message
end

local function position(level)
  local info = debug.getinfo(level + 1, "Sl")
  if not info or info.currentline < 0 then return nil end
  return ("%s:%d"):format(info.short_src, info.currentline)
end

--- Makes an error value without raising it.
---
---@param code string the word that scripts compare
---@param message string the sentence that people read
---@param details? table<string, any> further fields, such as `path` or `root_id`
---@param level? integer whose position `where` names: 1 (default) the caller
---@return table error
function M.new(code, message, details, level)
  local value = {}
  for name, detail in pairs(details or {}) do value[name] = detail end
  value.code, value.message, value.where = code, message, position((level or 1) + 1)
  return setmetatable(value, Error)
end

--- Raises an error with a code.
---
---@param code string the word that scripts compare
---@param message string the sentence that people read
---@param details? table<string, any> further fields, such as `path` or `root_id`
---@param level? integer whose position `where` names: 1 the caller, 2 (default) its caller
function M.raise(code, message, details, level)
  if type(code) ~= "string" then M.check(1, "code", code, "string") end
  if type(message) ~= "string" then M.check(2, "message", message, "string") end
  error(M.new(code, message, details, (level or 2) + 1), 0)
end

--- Raises the error for a wrong argument: `bad argument #1 'ids' (table expected, got nil)`.
---
---@param index integer which argument, from 1
---@param name string its name
---@param problem string what is wrong with it
function M.bad_argument(index, name, problem)
  local message = ("bad argument #%d '%s' (%s)"):format(index, name, problem)
  M.raise("bad_argument", message, nil, 3)
end

--- Whether a value is one of the host's lists, such as `skeleton.x`, with `#`, `[i]` and `totable`.
---
---@param value any
---@return boolean
function M.is_list(value)
  if type(value) ~= "userdata" then return false end
  local found, method = pcall(function() return value.totable end)
  return found and type(method) == "function"
end

--- Raises the error for an argument of the wrong type, with the position of the caller's caller.
---
---@param index integer which argument, from 1
---@param name string its name
---@param value any what was given
---@param expected string its type as `type` says it, or "integer"; with a `?` behind, nil is fine
function M.check(index, name, value, expected)
  local kind = math.type(value) == "integer" and "integer" or type(value)
  local wanted, optional = expected:match("^(%a+)(%??)$")
  if kind == wanted or (kind == "integer" and wanted == "number") then return end
  if wanted == "table" and M.is_list(value) then return end
  if value == nil and optional == "?" then return end
  local got = type(value) == "nil" and "no value" or kind == "integer" and "number" or kind
  if wanted == "integer" and type(value) == "number" then got = tostring(value) end
  local problem = ("bad argument #%d '%s' (%s expected, got %s)"):format(index, name, wanted, got)
  M.raise("bad_argument", problem, nil, 3)
end

--- The sentence for people in whatever was raised: a host error, one of ours, any other value.
---
---@param value any what `pcall` gave
---@return string message
function M.message(value)
  if type(value) == "string" then return value end
  local described, text = pcall(tostring, value)
  return described and text or "(an error that cannot be described)"
end

--- The code of whatever was raised, or nil when it has none.
---
---@param value any what `pcall` gave
---@return string? code
function M.code(value)
  local kind = type(value)
  if kind ~= "table" and kind ~= "userdata" then return nil end
  local found, code = pcall(function() return value.code end)
  return found and type(code) == "string" and code or nil
end

--- Looks an option's value up and raises when a table of options has one that is not known.
---
---@param options? table what the caller gave
---@param known table<string, any> the options there are, with their defaults (`false`: no default)
---@param what string the function's name, for the message
---@return table options with defaults filled in
function M.options(options, known, what)
  if options ~= nil and type(options) ~= "table" then
    local problem = ("%s: options must be a table, got %s"):format(what, type(options))
    M.raise("bad_argument", problem, nil, 3)
  end
  local result = {}
  for name, default in pairs(known) do result[name] = default or nil end
  for name, value in pairs(options or {}) do
    if known[name] == nil then
      local names = {}
      for other in pairs(known) do names[#names + 1] = other end
      table.sort(names)
      local message = ("%s: unknown option '%s' (known: %s)")
        :format(what, tostring(name), table.concat(names, ", "))
      M.raise("bad_argument", message, nil, 3)
    end
    result[name] = value
  end
  return result
end

return M
