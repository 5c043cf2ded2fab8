---@meta karst.access
-- Made by karst from its registrations: do not edit.

---@class access.Place
---@field value? any what stands there
---@field class? string the class of what would stand there, where no value could be had

---@class access.Member
---@field name string
---@field kind string "function", "method", "property", "field" or "module"
---@field signature? string parameters and results, or the type of a property

---@class access.Text
---@field quote string `"`, `'`, `[[`, or `--` for a comment
---@field start integer where its inside begins
---@field last? integer where it ends, its closing quote included; nil: not in this line

---@class access.Path
---@field word string the last name, as far as it is written
---@field first integer where the word begins
---@field separator? "."|":" what stands before the word
---@field steps (string|integer)[] what stands before that
---@field is_text? boolean whether that is a text in quotes instead

--- Where a path such as `karst.swc` or `cells[1].skeleton` leads, found without running user code.
---@class karst.access
local M = {}

--- What a host object or module publishes about itself.
---
---@param value any
---@return access.Member[] members
function M.published(value) end

--- The class of an object or table, as its metatable names it.
---
---@param value any
---@return string? class
function M.class_of(value) end

--- The members of a class of the host's, none for other names.
---
---@param class string
---@return access.Member[] members
function M.class_members(class) end

--- Follows a path from the tables whose names are visible; nil where it leads nowhere.
---
---@param steps (string|integer)[] names and keys, one after another
---@param scopes table[] nearest first
---@return access.Place? place
function M.follow(steps, scopes) end

--- Goes through all that may follow a place, until `visit` returns true; a name may come twice.
---
--- `visit` gets a name, its kind, and what is published of it or else its value.
---@param place access.Place
---@param visit fun(name: any, kind: string, what: access.Member|any): boolean?
function M.each_member(place, visit) end

--- The text in quotes or brackets, or the comment, that begins at a position of a line.
---
---@param line string
---@param position integer
---@return access.Text? text
function M.text_at(line, position) end

--- The path that ends a line; nil where what stands before its last name cannot be known.
---
---@param line string
---@return access.Path? path
function M.parse(line) end

--- The names under which help may have a page on what a path leads to, the likeliest first.
---
---@param path access.Path
---@param scopes table[] tables whose names are visible, nearest first
---@return string[] topics
function M.topics(path, scopes) end

return M
