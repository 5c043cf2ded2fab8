---@meta karst.service
-- Made by karst from its registrations: do not edit.

--- The embedded skeleton service's own side: what a client cannot do.
---@class karst.service
local M = {}

--- Opens a data folder, made when it is not there; without a name the user's own.
---@param folder? string The data folder. (default: the user's own)
---@return Service
function M.open(folder) end

return M
