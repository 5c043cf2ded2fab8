---@meta karst.cave
-- Made by karst from its registrations: do not edit.

---@class karst.cave.client.Options
---@field server_address? string The server; "embedded" is the service on this machine. (default: the hosted service)
---@field data? string The data folder of the embedded service. (default: the user's own)

--- Clients of the skeleton service, with the names that Python's caveclient has.
---@class karst.cave
local M = {}

--- A client of one datastack; `server_address = "embedded"` is the service on this machine.
---@param datastack_name string The datastack, as the service calls it.
---@param options? karst.cave.client.Options What differs from the defaults.
---@return Client
function M.client(datastack_name, options) end

return M
