---@meta karst.inspect
-- Made by karst from its registrations: do not edit.

---@class inspect.Options
---@field depth? integer levels of tables shown (default 4)
---@field items? integer entries shown of each table (default 40)
---@field length? integer bytes of the whole text (default 20000)
---@field string_length? integer bytes shown of each string (default 200)
---@field array_items? integer numbers shown of each array of the host (default 12)
---@field seconds? number how long to go on (default 0.05)
---@field width? integer columns before a table is broken into lines (default 80)
---@field colour? boolean with escape codes (default false)
---@field utf8? boolean with box and braille characters (default: as the locale is)
---@field sketch? boolean with a small drawing of a skeleton (default true)
---@field now? fun(): number a clock in seconds (default `task.now`)

--- Values as people read them: bounded in depth, width and time, never calling into the network.
---@class karst.inspect
local M = {}

--- Sets one of the limits for all that follows: `inspect.set("items", 100)`.
---
---@param name string an option of `format` that is a number or a boolean
---@param value? number|boolean nil sets the default again
function M.set(name, value) end

--- The settings that hold now, by name; those that nobody has set are as the terminal is.
---
---@return table<string, number|boolean> settings
function M.settings() end

--- A float with the digits that reading it back needs, and a point or exponent in any case.
---
---@param value number
---@return string text
function M.format_number(value) end

--- Text in quotes, with everything escaped that is not readable UTF-8.
---
---@param value string
---@param limit? integer bytes shown; what is longer is cut and its size stated
---@return string quoted
function M.format_string(value, limit) end

--- A value as text for reading. Never raises, never takes long, never asks a service.
---
---@param value any
---@param options? inspect.Options
---@return string text
function M.format(value, options) end

--- The options that suit standard output, its width and its colours, unless they are set.
---
---@param options? inspect.Options what is to differ
---@return inspect.Options options
function M.for_terminal(options) end

--- Several values beside one another, or in lines of their own where one has more than a line.
---
---@param values table what `table.pack` gives
---@param options? inspect.Options
---@return string text
function M.format_all(values, options) end

--- Prints a value as the prompt shows it and gives it back.
---
---@generic T
---@param value T
---@param options? inspect.Options
---@return T value
function M.print(value, options) end

--- Shows values with hardly any limits, in the user's pager where that is long.
---
---@param ... any
---@return any ... the values
function M.full(...) end

return M
