---@meta karst.log
-- Made by karst from its registrations: do not edit.

--- Messages for people on standard error: a level, a sentence, and what it is about.
---@class karst.log
local M = {}

--- The least level that is written: debug, info (the default), warn, error or off.
---
---@param level? "debug"|"info"|"warn"|"error"|"off" the new one
---@return string level the one that held so far
function M.level(level) end

--- Where messages go from now on (default: `io.stderr`).
---
---@param stream? file* nil: standard error again
function M.to(stream) end

--- A message as one line, with what it is about sorted by name.
---
---@param level string
---@param message string
---@param about? table<string, any>
---@return string line without its end
function M.format(level, message, about) end

--- What helps to find a fault.
---
---@param message string
---@param about? table<string, any>
function M.debug(message, about) end

--- What goes on.
---
---@param message string
---@param about? table<string, any>
function M.info(message, about) end

--- What may be wrong.
---
---@param message string
---@param about? table<string, any>
function M.warn(message, about) end

--- What is wrong.
---
---@param message string
---@param about? table<string, any>
function M.error(message, about) end

return M
