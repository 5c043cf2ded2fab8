---@meta karst.job_commands
-- Made by karst from its registrations: do not edit.

--- The commands `karst fetch` and `karst jobs`: what they print, and their exit statuses.
---@class karst.job_commands
local M = {}

--- Carries out `karst fetch`.
---
---@param options table as the command line has them
---@return integer status
function M.fetch(options) end

--- Carries out `karst jobs status`.
---
---@param options { out: string, json?: boolean }
---@return integer status
function M.status(options) end

--- Carries out `karst jobs why`.
---
---@param options { id: string, out: string, json?: boolean }
---@return integer status
function M.why(options) end

--- Carries out `karst jobs retry-failed`.
---
---@param options { out: string }
---@return integer status
function M.retry_failed(options) end

return M
