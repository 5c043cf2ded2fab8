---@meta karst.test
-- Made by karst from its registrations: do not edit.

---@class test.Expectation
local Expectation = {}

---@class test.Failure
---@field name string the case
---@field message string what was wrong, with a traceback

--- Tests written in Lua: describe, it, expect.
---@class karst.test
local M = {}

--- Groups cases under a heading.
---
---@param heading string
---@param body fun()
function M.describe(heading, body) end

--- Declares a case, run by `run`.
---
---@param name string a sentence that says what holds
---@param body fun()
function M.it(name, body) end

--- Whether two values are equal all the way down; an integer never equals a float.
---
---@param a any
---@param b any
---@return boolean
function M.equal(a, b) end

--- The value that a case looks at.
---
---@param value any
---@return test.Expectation expectation
function M.expect(value) end

--- Expects the same value all the way down; an integer never equals a float.
---
---@param expected any
function Expectation:to_equal(expected) end

--- Expects the very same table, function or object.
---
---@param expected any
function Expectation:to_be(expected) end

--- Expects a number within a tolerance.
---
---@param expected number
---@param tolerance? number default 1e-9
function Expectation:to_be_near(expected, tolerance) end

--- Expects text that a Lua pattern matches.
---
---@param pattern string
function Expectation:to_match(pattern) end

--- Expects text with another in it.
---
---@param text string
function Expectation:to_contain(text) end

--- Calls the value and expects it to raise.
---
---@param expected? string|table a part of the message, or the fields of the error
---@return any problem what was raised
function Expectation:to_raise(expected) end

--- Runs the cases declared so far and forgets them.
---
---@param report? fun(name: string, problem: string?) told after each case
---@return { passed: integer, failed: test.Failure[] } result
function M.run(report) end

return M
