-- Tests written in Lua: describe, it, expect. A test may wait as any other code.

local errors = require "karst.errors"

local M = {}

local cases, path = {}, {}

--- Groups cases under a heading.
---
---@param heading string
---@param body fun()
function M.describe(heading, body)
  path[#path + 1] = heading
  body()
  path[#path] = nil
end

--- Declares a case, run by `run`.
---
---@param name string a sentence that says what holds
---@param body fun()
function M.it(name, body)
  local words = table.move(path, 1, #path, 1, {})
  words[#words + 1] = name
  cases[#cases + 1] = { name = table.concat(words, " "), body = body }
end

local function show(value, depth)
  depth = depth or 0
  if type(value) == "string" then return ("%q"):format(value) end
  if errors.is_list(value) then return show(value:totable(), depth) end
  local metatable = debug.getmetatable(value)
  local prints_itself = type(metatable) == "table" and metatable.__tostring
  if type(value) ~= "table" or prints_itself or depth > 3 then return tostring(value) end
  local parts, seen = {}, {}
  for index, item in ipairs(value) do
    parts[#parts + 1], seen[index] = show(item, depth + 1), true
    if index >= 20 then break end
  end
  for key, item in pairs(value) do
    if #parts > 30 then break end
    if not seen[key] then
      parts[#parts + 1] = ("[%s] = %s"):format(show(key, depth + 1), show(item, depth + 1))
    end
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

local function same_number(a, b)
  return math.type(a) == math.type(b) and (a == b or (a ~= a and b ~= b))
end

--- Whether two values are equal all the way down; an integer never equals a float.
---
---@param a any
---@param b any
---@return boolean
function M.equal(a, b)
  if type(a) == "number" and type(b) == "number" then return same_number(a, b) end
  if rawequal(a, b) then return true end
  if errors.is_list(a) then a = a:totable() end
  if errors.is_list(b) then b = b:totable() end
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for key, value in pairs(a) do
    if not M.equal(value, b[key]) then return false end
  end
  for key in pairs(b) do
    if a[key] == nil then return false end
  end
  return true
end

local function fail(text)
  errors.raise("expectation", text, nil, 3)
end

---@class test.Expectation
local Expectation = {}
Expectation.__index = Expectation

--- The value that a case looks at.
---
---@param value any
---@return test.Expectation expectation
function M.expect(value)
  return setmetatable({ value = value }, Expectation)
end

--- Expects the same value all the way down; an integer never equals a float.
---
---@param expected any
function Expectation:to_equal(expected)
  if not M.equal(self.value, expected) then
    fail(("expected %s, got %s"):format(show(expected), show(self.value)))
  end
end

--- Expects the very same table, function or object.
---
---@param expected any
function Expectation:to_be(expected)
  if not rawequal(self.value, expected) then
    fail(("expected the very same %s, got %s"):format(show(expected), show(self.value)))
  end
end

--- Expects a number within a tolerance.
---
---@param expected number
---@param tolerance? number default 1e-9
function Expectation:to_be_near(expected, tolerance)
  local value = self.value
  if type(value) ~= "number" or value ~= value
    or math.abs(value - expected) > (tolerance or 1e-9) then
    fail(("expected %s within %s, got %s"):format(expected, tolerance or 1e-9, show(value)))
  end
end

--- Expects text that a Lua pattern matches.
---
---@param pattern string
function Expectation:to_match(pattern)
  if type(self.value) ~= "string" or not self.value:find(pattern) then
    fail(("expected text that matches %q, got %s"):format(pattern, show(self.value)))
  end
end

--- Expects text with another in it.
---
---@param text string
function Expectation:to_contain(text)
  if type(self.value) ~= "string" or not self.value:find(text, 1, true) then
    fail(("expected text with %q in it, got %s"):format(text, show(self.value)))
  end
end

--- Calls the value and expects it to raise.
---
---@param expected? string|table a part of the message, or the fields of the error
---@return any problem what was raised
function Expectation:to_raise(expected)
  local ran, problem = pcall(self.value)
  if ran then fail("expected an error, and there was none") end
  if type(expected) == "string" then expected = { message = expected } end
  for name, wanted in pairs(expected or {}) do
    local found
    if name == "message" then
      found = errors.message(problem)
      if not found:find(wanted, 1, true) then
        fail(("expected an error saying %q, got %q"):format(wanted, found))
      end
    else
      if type(problem) ~= "string" then found = problem[name] end
      if found ~= wanted then
        local message = errors.message(problem)
        fail(("expected an error with %s = %s, got %s: %s")
          :format(name, show(wanted), show(found), message))
      end
    end
  end
  return problem
end

local function trace(problem)
  local message = errors.message(problem)
  local where = type(problem) ~= "string" and problem.where
  if where then message = where .. ": " .. message end
  return debug.traceback(message, 2)
end

---@class test.Failure
---@field name string the case
---@field message string what was wrong, with a traceback

--- Runs the cases declared so far and forgets them.
---
---@param report? fun(name: string, problem: string?) told after each case
---@return { passed: integer, failed: test.Failure[] } result
function M.run(report)
  local result, todo = { passed = 0, failed = {} }, cases
  cases = {}
  for _, case in ipairs(todo) do
    local passed, problem = xpcall(case.body, trace)
    if passed then
      result.passed = result.passed + 1
    else
      result.failed[#result.failed + 1] = { name = case.name, message = problem }
    end
    if report then report(case.name, problem) end
  end
  return result
end

return M
