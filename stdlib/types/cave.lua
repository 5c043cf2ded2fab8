---@meta karst.cave
-- Made by karst from its registrations: do not edit.

---@class karst.cave.client.Options
---@field server_address? string|'embedded' The server; "embedded" is the service on this machine. (default: as caveclient finds it)
---@field data? string The data folder of the embedded service. (default: the user's own)
---@field auth_token? string The token itself. (default: as caveclient finds it)
---@field auth_token_file? string The file of the token. (default: as caveclient finds it)
---@field auth_token_key? string The key of the token in its file. (default: "token")
---@field write_server_cache? boolean Notes which server the datastack is on, for Python too. (default: false)
---@field pool_maxsize? integer How many connections there are at most. (default: 8)
---@field connect_timeout? number Seconds until a connection stands. (default: 10)
---@field idle_timeout? number Seconds without a byte. (default: 60)
---@field generation_timeout? number Seconds without a byte while a skeleton is being made. (default: 180)
---@field timeout? number Seconds for one attempt altogether. (default: 600)
---@field retry_time? number Seconds for which a failed request is repeated. (default: 300)
---@field ca_file? string Certificates to be trusted, in PEM. (default: those of the system)
---@field cache? string|boolean The folder of the cache; false keeps nothing. (default: karst in the XDG cache folder, for servers elsewhere)
---@field cache_limit? integer How many bytes the cache holds. (default: 4 GiB)
---@field offline? boolean Answers from the cache alone. (default: false)
---@field bucket_address? string The server of the bucket, for tests. (default: Google's)
---@field trace? string|function A file or a function that gets a line for each exchange. (default: none)

--- Clients of the skeleton service, with the names that Python's caveclient has.
---@class karst.cave
local M = {}

--- A client of one datastack, hosted as a rule; `server_address = "embedded"` is the service on this machine.
---@param datastack_name string The datastack, as the service calls it.
---@param options? karst.cave.client.Options What differs from the defaults.
---@return Client
function M.client(datastack_name, options) end

--- The datastacks and root ids that this machine has files of, as far as a short look finds them.
---@return { datastacks: string[], root_ids: integer[] }
function M.known() end

return M
