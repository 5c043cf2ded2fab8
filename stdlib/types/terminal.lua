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

return M
