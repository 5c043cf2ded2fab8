---@meta karst.text
-- Made by karst from its registrations: do not edit.

--- Text on a screen: how wide it is, cut, filled up and wrapped to columns, and made safe to show.
---@class karst.text
local M = {}

--- How many columns a line takes on a terminal.
---
--- Escape codes for colour take none, accents that join the letter before them neither, and
--- Chinese, Japanese and Korean characters two. Bytes that are not UTF-8 count one each.
---@param line string
---@return integer columns
function M.width(line) end

--- A line filled up with blanks to a number of columns.
---
---@param line string
---@param columns integer
---@param right? boolean blanks come first (default false)
---@return string filled
function M.pad(line, columns, right) end

--- A line without escape codes, cut to a number of columns; a cut one ends with the mark.
---
---@param line string
---@param columns integer
---@param mark? string (default "…")
---@return string cut
function M.cut(line, columns, mark) end

--- Text in which nothing is left but readable UTF-8: all else is written as Lua writes it.
---
--- So no text can move the cursor or change colours of a terminal.
---@param value string
---@param characters? string a pattern of what is escaped besides bytes that are not UTF-8
---  (default: control characters, quotes and backslashes)
---@return string escaped
function M.escape(value, characters) end

--- The beginning of a text of at most so many bytes, never with half a character at its end.
---
---@param value string
---@param bytes integer
---@return string beginning
function M.cut_bytes(value, bytes) end

--- Words in lines of at most so many columns; a longer word has a line of its own.
---
---@param paragraph string
---@param columns integer
---@param indent? string what the second and further lines begin with (default "")
---@return string lines
function M.wrap(paragraph, columns, indent) end

return M
