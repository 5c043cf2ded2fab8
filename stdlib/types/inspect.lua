---@meta karst.inspect
-- Made by karst from its registrations: do not edit.

---@class inspect.Options
---@field depth? integer levels of tables shown (default 4)
---@field items? integer entries shown of each table (default 40)
---@field length? integer bytes of the whole text (default 20000)
---@field string_length? integer bytes shown of each string (default 200)
---@field seconds? number how long to go on (default 0.05)
---@field width? integer columns before a table is broken into lines (default 80)
---@field colour? boolean with escape codes (default false)
---@field now? fun(): number a clock in seconds (default `task.now`)

--- Values as people read them: bounded in depth, width and time, never calling into the network.
---@class karst.inspect
local M = {}

--- A float with the digits that reading it back needs, and a point or exponent in any case.
---
---@param value number
---@return string text
function M.format_number(value) end

--- Text in quotes, with everything escaped that is not readable UTF-8.
---
---@param text string
---@param limit? integer bytes shown; what is longer is cut and its size stated
---@return string quoted
function M.format_string(text, limit) end

--- A value as text for reading. Never raises, never takes long, never asks a service.
---
---@param value any
---@param options? inspect.Options
---@return string text
function M.format(value, options) end

--- Prints a value as `format` shows it and gives it back.
---
---@generic T
---@param value T
---@param options? inspect.Options
---@return T value
function M.print(value, options) end

return M
