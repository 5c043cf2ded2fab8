---@meta karst.about
-- Made by karst from its registrations: do not edit.

---@class about.Method
---@field name string
---@field signature string its parameters in parentheses, with results where they are known
---@field summary string

---@class about.Source
---@field lines string[] all lines of the file or text
---@field first integer where the function begins in them
---@field last integer
---@field place string its file and line

--- What can be said about a value without running code of the user: its type in a few words, what can be called on it, where a function is written.
---@class karst.about
local M = {}

--- The names of a function's parameters, with commas between them.
---
---@param f function
---@return string parameters
function M.parameters(f) end

--- Where a function is written.
---
---@param f function
---@return string place
function M.place(f) end

--- A value's type in a few words.
---
---@param value any
---@return string text
function M.describe(value) end

--- The functions and methods that can be called on a value, by name.
---
---@param value any
---@return about.Method[] methods
function M.methods(value) end

--- The text that a function is written in; raises where there is none.
---
---@param f any
---@param sources? table<string, string> texts by chunk name, besides files (default: none)
---@return about.Source source
function M.source(f, sources) end

--- The comment right above a function, without its dashes; an empty text where there is none.
---
---@param f function
---@param sources? table<string, string> texts by chunk name, besides files (default: none)
---@return string comment
function M.comment(f, sources) end

return M
