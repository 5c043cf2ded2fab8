---@meta karst.arguments
-- Made by karst from its registrations: do not edit.

--- Command lines of scripts: the text that explains the options is also what they are read by.
---@class karst.arguments
local M = {}

--- Reads words as a usage text describes them.
---
--- Each line of the text that begins with `-x, --name` or `--name` is an option; a word in capitals
--- behind the name is its value, and `(default: …)` at the end what it is otherwise. `--name=value`
--- and `--` are understood; a `-` alone is a word.
---@param usage string
---@param words string[]
---@return table<string, string|boolean>? options by name, with `_` for `-`; nil for wrong use
---@return string[]|string words the others, or what is wrong
function M.read(usage, words) end

--- Runs a script's main function with its options and words, and gives its exit status.
---
--- `--help` prints the text. Words that make no sense, and errors about ids and arguments, are said
--- on standard error and give the status 2.
---
--- ```lua
--- return karst.arguments.main(usage, { ... }, function(options, words)
---   print(options.datastack, #words)
--- end)
--- ```
---@param usage string
---@param words string[]
---@param action fun(options: table<string, string|boolean>, words: string[]): integer?
---@return integer? status
function M.main(usage, words, action) end

--- The number that an option's text stands for; raises when it is none.
---
---@param options table<string, string|boolean>
---@param name string
---@return number? number nil when the option was not given
function M.number(options, name) end

return M
