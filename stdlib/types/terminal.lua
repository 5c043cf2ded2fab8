---@meta karst.terminal
-- Made by karst from its registrations: do not edit.

--- What the standard streams are connected to.
---@class karst.terminal
local M = {}

--- Whether a stream is a terminal.
---@param stream "stdin"|"stdout"|"stderr" Which of the process's streams.
---@return boolean
function M.is_terminal(stream) end

--- The terminal's columns, nil where there is none.
---@param stream "stdin"|"stdout"|"stderr" Which of the process's streams.
---@return integer?
function M.width(stream) end

--- The terminal's rows, nil where there is none.
---@param stream "stdin"|"stdout"|"stderr" Which of the process's streams.
---@return integer?
function M.height(stream) end

--- Whether what is written there gets colour: by the terminal, NO_COLOR, CLICOLOR_FORCE and --color.
---@param stream "stdin"|"stdout"|"stderr" Which of the process's streams.
---@return boolean
function M.uses_colour(stream) end

--- Whether the locale shows texts in UTF-8.
---@return boolean
function M.is_utf8() end

--- Shows a long text in the user's pager; false, with nothing shown, where there is no need or no way.
---@param text string The text, with its last line ended.
---@return boolean
function M.page(text) end

return M
