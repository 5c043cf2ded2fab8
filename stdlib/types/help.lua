---@meta karst.help
-- Made by karst from its registrations: do not edit.

--- Pages on everything that scripts can use.
---@class karst.help
local M = {}

--- The page on a topic, such as 'start', 'swc.read', 'Skeleton:reroot' or 'refused'; nil when there is none.
---@param topic? string A name; the page that lists all others without one. (default: none)
---@param width? integer The columns of a line. (default: 80)
---@param colour? boolean With escape codes. (default: false)
---@return string?
function M.page(topic, width, colour) end

--- The sentence about a topic that there is no page on, with those that were perhaps meant.
---@param topic string The name that was given.
---@return string
function M.unknown(topic) end

--- Every topic.
---@return { name: string, kind: string, summary: string }[]
function M.topics() end

--- The fields of a function's options table.
---@param name string The function, such as 'swc.read' or 'Skeleton:reroot'.
---@return { name: string, type: string, summary: string, default?: string }[]
function M.options(name) end

--- The parameters of a function, in their order.
---@param name string The function, such as 'swc.read' or 'Skeleton:reroot'.
---@return { name: string, type: string, summary: string }[]
function M.parameters(name) end

--- The methods and fields of a class; none for a name that no class has.
---@param class string The class, such as 'Skeleton'.
---@return { name: string, kind: string, signature: string, summary: string }[]
function M.members(class) end

--- The names that are spelled much like a word, nearest first; at most five.
---@param word string What was written.
---@param names string[] What could have been meant.
---@return string[]
function M.near(word, names) end

return M
