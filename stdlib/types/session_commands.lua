---@meta karst.session_commands
-- Made by karst from its registrations: do not edit.

--- What the commands of the prompt do: each gets the session and what stands behind its name.
---@class karst.session_commands
local M = {}

--- `:type`: what a value is.
---@param _ session.Session
---@param entry fun(): any
function M.type(_, entry) end

--- `:methods`: what can be called on a value.
---@param _ session.Session
---@param entry fun(): any
function M.methods(_, entry) end

--- `:source`, `name??`: the text of a function written in Lua.
---@param session session.Session
---@param entry fun(): function
function M.source(session, entry) end

--- `:full`: the results of the last entry that had some, with hardly any limits.
---@param session session.Session
function M.full(session) end

--- `:time`: how long something takes.
---@param _ session.Session
---@param entry function
function M.time(_, entry) end

--- `:help topic`.
---@param session session.Session
---@param topic string
function M.help(session, topic) end

--- `:doc`, `name?`: the page on a name, else what can be said of its value.
---@param session session.Session
---@param path string names with dots and colons between them
function M.doc(session, path) end

--- `:load`: runs a file.
---@param session session.Session
---@param path string
function M.load(session, path) end

--- `:reload`: loads a module again after it was changed.
---@param session session.Session
---@param name string
function M.reload(session, name) end

--- `:save`: writes a script.
---@param _ session.Session
---@param path string
---@param text string
function M.save(_, path, text) end

--- `:mem`: collects what nobody holds, twice, for what finalizers let go of.
function M.collect() end

--- The names of all settings, sorted.
---@param session session.Session
---@return string[] names
function M.setting_names(session) end

--- `:set`: lists the settings, sets one back at its default, or gives it a value.
---@param session session.Session
---@param name? string
---@param word? string
function M.set(session, name, word) end

return M
