---@meta karst.host
-- Made by karst from its registrations: do not edit.

--- The program around the engine, where it listens.
---@class karst.host
local M = {}

--- Tells the program how far a job is; false when it does not listen.
---@param label string What is being done, in one or two words.
---@param done integer How many steps are done.
---@param total integer How many steps there are.
---@param note? string A few words about the state. (default: none)
---@return boolean
function M.progress(label, done, total, note) end

--- Gives the program a message for its log; false when it keeps none.
---@param level "debug"|"info"|"warn"|"error" How much it matters.
---@param message string The sentence.
---@return boolean
function M.log(level, message) end

return M
