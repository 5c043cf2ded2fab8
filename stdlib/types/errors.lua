---@meta karst.errors
-- Made by karst from its registrations: do not edit.

--- Errors made in Lua, shaped like those of the host: `code`, `message`, `where` and details.
---@class karst.errors
local M = {}

--- Makes an error value without raising it.
---
---@param code string the word that scripts compare
---@param message string the sentence that people read
---@param details? table<string, any> further fields, such as `path` or `root_id`
---@param level? integer whose position `where` names: 1 (default) the caller
---@return table error
function M.new(code, message, details, level) end

--- Raises an error with a code.
---
---@param code string the word that scripts compare
---@param message string the sentence that people read
---@param details? table<string, any> further fields, such as `path` or `root_id`
---@param level? integer whose position `where` names: 1 the caller, 2 (default) its caller
function M.raise(code, message, details, level) end

--- Raises the error for a wrong argument: `bad argument #1 'ids' (table expected, got nil)`.
---
---@param index integer which argument, from 1
---@param name string its name
---@param problem string what is wrong with it
function M.bad_argument(index, name, problem) end

--- Whether a value is one of the host's lists, such as `skeleton.x`, with `#`, `[i]` and `totable`.
---
---@param value any
---@return boolean
function M.is_list(value) end

--- Raises the error for an argument of the wrong type, with the position of the caller's caller.
---
---@param index integer which argument, from 1
---@param name string its name
---@param value any what was given
---@param expected string its type as `type` says it, or "integer"; with a `?` behind, nil is fine
function M.check(index, name, value, expected) end

--- The sentence for people in whatever was raised: a host error, one of ours, any other value.
---
---@param value any what `pcall` gave
---@return string message
function M.message(value) end

--- The code of whatever was raised, or nil when it has none.
---
---@param value any what `pcall` gave
---@return string? code
function M.code(value) end

--- Looks an option's value up and raises when a table of options has one that is not known.
---
---@param options? table what the caller gave
---@param known table<string, any> the options there are, with their defaults (`false`: no default)
---@param what string the function's name, for the message
---@return table options with defaults filled in
function M.options(options, known, what) end

return M
