---@meta _
-- Made by karst from its registrations: do not edit.

--- Numbers of one kind, without a table; indices count from 1.
---@class Float64Array
local Float64Array = {}

--- A part, as `string.sub` counts.
---@param first? integer Where the part begins. (default: 1)
---@param last? integer Where it ends. (default: -1: at the end)
---@return Float64Array
function Float64Array:slice(first, last) end

--- Walks indices and numbers, as `ipairs` and `pairs` do.
---@return fun(array: Float64Array, i: integer): integer
---@return number
function Float64Array:iter() end

--- A copy as a plain table.
---@return number[]
function Float64Array:totable() end

--- The sum.
---@return number
function Float64Array:sum() end

--- The mean; nil for no numbers.
---@return number?
function Float64Array:mean() end

--- The least number, NaN if there is one; nil for no numbers.
---@return number?
function Float64Array:min() end

--- The greatest number, NaN if there is one; nil for no numbers.
---@return number?
function Float64Array:max() end

--- Where the least number first stands; nil for no numbers.
---@return integer?
function Float64Array:argmin() end

--- Where the greatest number first stands; nil for no numbers.
---@return integer?
function Float64Array:argmax() end

--- Where the numbers are equal to the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float64Array:eq(other) end

--- Where the numbers differ from the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float64Array:ne(other) end

--- Where the numbers are less than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float64Array:lt(other) end

--- Where the numbers are at most the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float64Array:le(other) end

--- Where the numbers are greater than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float64Array:gt(other) end

--- Where the numbers are at least the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float64Array:ge(other) end

--- The indices of the numbers that are not 0.
---@return Int64Array
function Float64Array:where() end

--- How many numbers are not 0.
---@return integer
function Float64Array:count() end

--- Whether any number is not 0.
---@return boolean
function Float64Array:any() end

--- Whether no number is 0.
---@return boolean
function Float64Array:all() end

--- Lets go of the memory now and not when the collector comes; the object cannot be used afterwards.
function Float64Array:close() end

--- Numbers of one kind, without a table; indices count from 1.
---@class Float32Array
local Float32Array = {}

--- A part, as `string.sub` counts.
---@param first? integer Where the part begins. (default: 1)
---@param last? integer Where it ends. (default: -1: at the end)
---@return Float32Array
function Float32Array:slice(first, last) end

--- Walks indices and numbers, as `ipairs` and `pairs` do.
---@return fun(array: Float32Array, i: integer): integer
---@return number
function Float32Array:iter() end

--- A copy as a plain table.
---@return number[]
function Float32Array:totable() end

--- The sum.
---@return number
function Float32Array:sum() end

--- The mean; nil for no numbers.
---@return number?
function Float32Array:mean() end

--- The least number, NaN if there is one; nil for no numbers.
---@return number?
function Float32Array:min() end

--- The greatest number, NaN if there is one; nil for no numbers.
---@return number?
function Float32Array:max() end

--- Where the least number first stands; nil for no numbers.
---@return integer?
function Float32Array:argmin() end

--- Where the greatest number first stands; nil for no numbers.
---@return integer?
function Float32Array:argmax() end

--- Where the numbers are equal to the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float32Array:eq(other) end

--- Where the numbers differ from the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float32Array:ne(other) end

--- Where the numbers are less than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float32Array:lt(other) end

--- Where the numbers are at most the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float32Array:le(other) end

--- Where the numbers are greater than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float32Array:gt(other) end

--- Where the numbers are at least the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Float32Array:ge(other) end

--- The indices of the numbers that are not 0.
---@return Int64Array
function Float32Array:where() end

--- How many numbers are not 0.
---@return integer
function Float32Array:count() end

--- Whether any number is not 0.
---@return boolean
function Float32Array:any() end

--- Whether no number is 0.
---@return boolean
function Float32Array:all() end

--- Lets go of the memory now and not when the collector comes; the object cannot be used afterwards.
function Float32Array:close() end

--- Numbers of one kind, without a table; indices count from 1.
---@class Int64Array
local Int64Array = {}

--- A part, as `string.sub` counts.
---@param first? integer Where the part begins. (default: 1)
---@param last? integer Where it ends. (default: -1: at the end)
---@return Int64Array
function Int64Array:slice(first, last) end

--- Walks indices and numbers, as `ipairs` and `pairs` do.
---@return fun(array: Int64Array, i: integer): integer
---@return integer
function Int64Array:iter() end

--- A copy as a plain table.
---@return integer[]
function Int64Array:totable() end

--- The sum.
---@return integer
function Int64Array:sum() end

--- The mean; nil for no numbers.
---@return number?
function Int64Array:mean() end

--- The least number, NaN if there is one; nil for no numbers.
---@return integer?
function Int64Array:min() end

--- The greatest number, NaN if there is one; nil for no numbers.
---@return integer?
function Int64Array:max() end

--- Where the least number first stands; nil for no numbers.
---@return integer?
function Int64Array:argmin() end

--- Where the greatest number first stands; nil for no numbers.
---@return integer?
function Int64Array:argmax() end

--- Where the numbers are equal to the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int64Array:eq(other) end

--- Where the numbers differ from the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int64Array:ne(other) end

--- Where the numbers are less than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int64Array:lt(other) end

--- Where the numbers are at most the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int64Array:le(other) end

--- Where the numbers are greater than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int64Array:gt(other) end

--- Where the numbers are at least the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int64Array:ge(other) end

--- The indices of the numbers that are not 0.
---@return Int64Array
function Int64Array:where() end

--- How many numbers are not 0.
---@return integer
function Int64Array:count() end

--- Whether any number is not 0.
---@return boolean
function Int64Array:any() end

--- Whether no number is 0.
---@return boolean
function Int64Array:all() end

--- Lets go of the memory now and not when the collector comes; the object cannot be used afterwards.
function Int64Array:close() end

--- Numbers of one kind, without a table; indices count from 1.
---@class Int32Array
local Int32Array = {}

--- A part, as `string.sub` counts.
---@param first? integer Where the part begins. (default: 1)
---@param last? integer Where it ends. (default: -1: at the end)
---@return Int32Array
function Int32Array:slice(first, last) end

--- Walks indices and numbers, as `ipairs` and `pairs` do.
---@return fun(array: Int32Array, i: integer): integer
---@return integer
function Int32Array:iter() end

--- A copy as a plain table.
---@return integer[]
function Int32Array:totable() end

--- The sum.
---@return integer
function Int32Array:sum() end

--- The mean; nil for no numbers.
---@return number?
function Int32Array:mean() end

--- The least number, NaN if there is one; nil for no numbers.
---@return integer?
function Int32Array:min() end

--- The greatest number, NaN if there is one; nil for no numbers.
---@return integer?
function Int32Array:max() end

--- Where the least number first stands; nil for no numbers.
---@return integer?
function Int32Array:argmin() end

--- Where the greatest number first stands; nil for no numbers.
---@return integer?
function Int32Array:argmax() end

--- Where the numbers are equal to the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int32Array:eq(other) end

--- Where the numbers differ from the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int32Array:ne(other) end

--- Where the numbers are less than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int32Array:lt(other) end

--- Where the numbers are at most the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int32Array:le(other) end

--- Where the numbers are greater than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int32Array:gt(other) end

--- Where the numbers are at least the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function Int32Array:ge(other) end

--- The indices of the numbers that are not 0.
---@return Int64Array
function Int32Array:where() end

--- How many numbers are not 0.
---@return integer
function Int32Array:count() end

--- Whether any number is not 0.
---@return boolean
function Int32Array:any() end

--- Whether no number is 0.
---@return boolean
function Int32Array:all() end

--- Lets go of the memory now and not when the collector comes; the object cannot be used afterwards.
function Int32Array:close() end

--- Numbers of one kind, without a table; indices count from 1.
---@class UInt8Array
local UInt8Array = {}

--- A part, as `string.sub` counts.
---@param first? integer Where the part begins. (default: 1)
---@param last? integer Where it ends. (default: -1: at the end)
---@return UInt8Array
function UInt8Array:slice(first, last) end

--- Walks indices and numbers, as `ipairs` and `pairs` do.
---@return fun(array: UInt8Array, i: integer): integer
---@return integer
function UInt8Array:iter() end

--- A copy as a plain table.
---@return integer[]
function UInt8Array:totable() end

--- The sum.
---@return integer
function UInt8Array:sum() end

--- The mean; nil for no numbers.
---@return number?
function UInt8Array:mean() end

--- The least number, NaN if there is one; nil for no numbers.
---@return integer?
function UInt8Array:min() end

--- The greatest number, NaN if there is one; nil for no numbers.
---@return integer?
function UInt8Array:max() end

--- Where the least number first stands; nil for no numbers.
---@return integer?
function UInt8Array:argmin() end

--- Where the greatest number first stands; nil for no numbers.
---@return integer?
function UInt8Array:argmax() end

--- Where the numbers are equal to the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function UInt8Array:eq(other) end

--- Where the numbers differ from the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function UInt8Array:ne(other) end

--- Where the numbers are less than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function UInt8Array:lt(other) end

--- Where the numbers are at most the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function UInt8Array:le(other) end

--- Where the numbers are greater than the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function UInt8Array:gt(other) end

--- Where the numbers are at least the other's: a mask of 1 and 0.
---@param other number|any An array as long as this one, or a number for all of its elements.
---@return UInt8Array
function UInt8Array:ge(other) end

--- The indices of the numbers that are not 0.
---@return Int64Array
function UInt8Array:where() end

--- How many numbers are not 0.
---@return integer
function UInt8Array:count() end

--- Whether any number is not 0.
---@return boolean
function UInt8Array:any() end

--- Whether no number is 0.
---@return boolean
function UInt8Array:all() end

--- Lets go of the memory now and not when the collector comes; the object cannot be used afterwards.
function UInt8Array:close() end

--- The services of one datastack.
---@class Client
---@field skeleton SkeletonClient The skeleton service.
---@field chunkedgraph GraphClient The chunked graph: what ids are, and whether they are up to date.
---@field info InfoClient The datastacks that the server knows.
---@field auth AuthClient The token.
---@field datastack_name string The datastack.
---@field server_address string The server that knows the datastacks, or `embedded`.
local Client = {}

---@class SkeletonClient.get_refusal_list.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)

---@class SkeletonClient.get_cache_contents.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)
---@field limit? integer How many files are listed at most; 0 is no limit. (default: 0)

---@class SkeletonClient.skeletons_exist.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)

---@class SkeletonClient.get_precomputed_skeleton_info.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)

---@class SkeletonClient.get_skeleton.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)
---@field output_format? "dict"|"json"|"flatdict"|"jsoncompressed"|"swc"|"swccompressed"|"h5"|"precomputed" What attributes the skeleton carries. (default: "dict")
---@field raw? boolean Gives the bytes instead of a Skeleton. (default: false)

---@class SkeletonClient.get_bulk_skeletons.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)
---@field output_format? "dict"|"json"|"flatdict"|"jsoncompressed"|"swc"|"swccompressed"|"h5"|"precomputed" What attributes the skeleton carries. (default: "dict")
---@field raw? boolean Gives the bytes instead of a Skeleton. (default: false)
---@field generate_missing_skeletons? boolean Queues the skeletons that are not there. (default: false)

---@class SkeletonClient.generate_bulk_skeletons_async.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)

---@class SkeletonClient.fetch_skeletons.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)
---@field output_format? "dict"|"json"|"flatdict"|"jsoncompressed"|"swc"|"swccompressed"|"h5"|"precomputed" What attributes the skeleton carries. (default: "dict")
---@field raw? boolean Gives the bytes instead of a Skeleton. (default: false)
---@field generate_missing_skeletons? boolean Queues the skeletons that are not there. (default: false)
---@field method? "server"|"gcs" Where from; both lead to the same. (default: "server")

---@class SkeletonClient.get_status.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)
---@field skeleton_version? integer The version wanted; -1 is the newest, 0 none in particular. (default: -1)
---@field log_warning? boolean Taken for caveclient's sake; warnings are not logged. (default: true)
---@field verbose_level? integer Taken for caveclient's sake. (default: 0)

--- The skeleton service of one datastack, with caveclient's methods.
---@class SkeletonClient
---@field datastack_name string The datastack that requests are about unless they name another.
local SkeletonClient = {}

--- The version of the skeleton service.
---
---@async
---@return string
function SkeletonClient:get_version() end

--- The skeleton versions that requests may name.
---
---@async
---@return integer[]
function SkeletonClient:get_versions() end

--- The neurons that the service makes no skeleton of.
---
---@async
---@param options? SkeletonClient.get_refusal_list.Options What differs from the defaults.
---@return { datastack_name: string, root_id: integer }[]
function SkeletonClient:get_refusal_list(options) end

--- The finished skeletons whose root ids begin with the prefixes; `limit` cuts the list, not the count.
---
---@async
---@param root_id_prefixes? integer|string|(integer|string)[] Beginnings of root ids, as integers or digits. (default: "0")
---@param options? SkeletonClient.get_cache_contents.Options What differs from the defaults.
---@return { num_found: integer, files: string[] }
function SkeletonClient:get_cache_contents(root_id_prefixes, options) end

--- Whether skeletons are there: a boolean for one id, a table by id for a list.
---
---@async
---@param root_ids integer|string|(integer|string)[] Root ids, as integers or as digits.
---@param options? SkeletonClient.skeletons_exist.Options What differs from the defaults.
---@return boolean|table<integer, boolean>
function SkeletonClient:skeletons_exist(root_ids, options) end

--- The `info` record that Neuroglancer reads.
---
---@async
---@param options? SkeletonClient.get_precomputed_skeleton_info.Options What differs from the defaults.
---@return table
function SkeletonClient:get_precomputed_skeleton_info(options) end

--- One skeleton, made first if it is not there.
---
---@async
---@param root_id integer|string A root id, as an integer or as digits.
---@param options? SkeletonClient.get_skeleton.Options What differs from the defaults.
---@return Skeleton
function SkeletonClient:get_skeleton(root_id, options) end

--- The skeletons that are there, by id; with `generate_missing_skeletons` the others are queued.
---
---@async
---@param root_ids (integer|string)[] Root ids, as integers or as digits.
---@param options? SkeletonClient.get_bulk_skeletons.Options What differs from the defaults.
---@return table<integer, Skeleton>
function SkeletonClient:get_bulk_skeletons(root_ids, options) end

--- Queues the skeletons that are not there; gives the estimated seconds until they are.
---
---@async
---@param root_ids (integer|string)[] Root ids, as integers or as digits.
---@param options? SkeletonClient.generate_bulk_skeletons_async.Options What differs from the defaults.
---@return number
function SkeletonClient:generate_bulk_skeletons_async(root_ids, options) end

--- The finished skeletons of any number of ids, by id.
---
---@async
---@param root_ids (integer|string)[] Root ids, as integers or as digits.
---@param options? SkeletonClient.fetch_skeletons.Options What differs from the defaults.
---@return table<integer, Skeleton>
function SkeletonClient:fetch_skeletons(root_ids, options) end

--- Where each id stands: a word, why, and whether asking again may help.
---
---@async
---@param root_ids integer|string|(integer|string)[] Root ids, as integers or as digits.
---@param options? SkeletonClient.get_status.Options What differs from the defaults.
---@return table<integer, poll.Status>
function SkeletonClient:get_status(root_ids, options) end

---@class GraphClient.is_valid_nodes.Options
---@field start_timestamp? number Created after this moment. (default: 946684800)
---@field end_timestamp? number Created before this moment. (default: now)
---@field datastack_name? string Another datastack than the client's. (default: the client's)

---@class GraphClient.is_latest_roots.Options
---@field timestamp? number The moment. (default: now)
---@field datastack_name? string Another datastack than the client's. (default: the client's)

---@class GraphClient.suggest_latest_roots.Options
---@field timestamp? number The moment. (default: now)
---@field stop_layer? integer The layer whose nodes are counted. (default: the fourth below the top)
---@field return_all? boolean Gives all neurons, the largest part first. (default: false)
---@field return_fraction_overlap? boolean Gives `{ root_id =, fraction = }` instead of ids. (default: false)
---@field datastack_name? string Another datastack than the client's. (default: the client's)

--- The chunked graph of one datastack.
---@class GraphClient
local GraphClient = {}

--- Whether ids exist in the graph, as neurons or as parts; timestamps are seconds since 1970.
---
---@async
---@param node_ids integer|string|(integer|string)[] Ids of whatever layer, as integers or digits.
---@param options? GraphClient.is_valid_nodes.Options What differs from the defaults.
---@return boolean|table<integer, boolean>
function GraphClient:is_valid_nodes(node_ids, options) end

--- Whether ids are still those of neurons, now or at a time in seconds since 1970.
---
---@async
---@param root_ids integer|string|(integer|string)[] Root ids, as integers or digits.
---@param options? GraphClient.is_latest_roots.Options What differs from the defaults.
---@return boolean|table<integer, boolean>
function GraphClient:is_latest_roots(root_ids, options) end

--- The neuron that most of an outdated one is in now; all of them with `return_all`.
---
---@async
---@param root_id integer|string The root id that may be outdated.
---@param options? GraphClient.suggest_latest_roots.Options What differs from the defaults.
---@return any
function GraphClient:suggest_latest_roots(root_id, options) end

---@class InfoClient.get_datastack_info.Options
---@field datastack_name? string Another datastack than the client's. (default: the client's)

--- The datastacks that a server knows.
---@class InfoClient
local InfoClient = {}

--- The names of all datastacks.
---
---@async
---@return string[]
function InfoClient:get_datastacks() end

--- The record of a datastack: its servers, tables and resolution.
---
---@async
---@param options? InfoClient.get_datastack_info.Options What differs from the defaults.
---@return table
function InfoClient:get_datastack_info(options) end

--- The token of a client, which is never shown.
---@class AuthClient
local AuthClient = {}

--- Puts a token where this and Python's client find it; gives the files that were written.
---@param token string|table The token; or a table with `token`, `token_key`, `overwrite`, `token_file`, `write_to_server_file` and `switch_token`, as in caveclient.
---@return string[]
function AuthClient:save_token(token) end

--- The file that the token is from, `argument` or `CAVE_TOKEN`; nil when there is no token.
---@return string?
function AuthClient:get_token_location() end

---@class Skeleton.cable_length.Options
---@field type? string|integer Only edges to nodes of this SWC type, by name or number. (default: all edges)

---@class Skeleton.to_table.Options
---@field index_base? integer What indices count from: 0 or 1. (default: 1)

---@class Skeleton.centroid.Options
---@field cable? boolean Of the cable instead of the nodes. (default: false)

---@class Skeleton.sholl.Options
---@field step? number|string How far spheres are apart, in the skeleton's unit or as text with a unit. (default: none: the radii are given)
---@field radii? number[] The radii of the spheres. (default: none: a step is given)
---@field center? number[]|'root'|'soma' The middle of the spheres. (default: 'root')
---@field geodesic? boolean Distances are along the cable, from the root. (default: false)

---@class Skeleton.persistence.Options
---@field metric? 'path'|'straight' Distance from the root along the cable, or straight. (default: 'path')

---@class Skeleton.persistence_vector.Options
---@field metric? 'path'|'straight' Distance from the root along the cable, or straight. (default: 'path')
---@field samples? integer|number[] How many places, or the places. (default: 100)
---@field bandwidth? number How wide each branch is spread, of the whole range. (default: 0.2)
---@field threshold? number|string Branches shorter than this are left out, in the skeleton's unit or as text with a unit. (default: 0)

---@class Skeleton.dotprops.Options
---@field k? integer Of how many neighbours the direction is made. (default: 5)

---@class Skeleton.nearest.Options
---@field k? integer How many nodes. (default: 1)
---@field within? number|string How far away it may be, in the skeleton's unit or as text with a unit. (default: no limit)

---@class Skeleton.snap.Options
---@field within? number|string How far away it may be, in the skeleton's unit or as text with a unit. (default: no limit)

---@class Skeleton.nearest_on_cable.Options
---@field within? number|string How far away it may be, in the skeleton's unit or as text with a unit. (default: no limit)

---@class Skeleton.find_nodes.Options
---@field min_depth? number|string Path length to the root at least, in the skeleton's unit or as text with a unit. (default: no limit)
---@field max_depth? number|string Path length to the root at most, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_tree_length? number|string Cable length of the node's tree at least, in the skeleton's unit or as text with a unit. (default: no limit)
---@field max_tree_length? number|string Cable length of the node's tree at most, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_section_length? number|string Length of the node's section at least, in the skeleton's unit or as text with a unit. (default: no limit)
---@field max_section_length? number|string Length of the node's section at most, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_radius? number|string Radius at least, in the skeleton's unit or as text with a unit. (default: no limit)
---@field max_radius? number|string Radius at most, in the skeleton's unit or as text with a unit. (default: no limit)
---@field types? string|integer|(string|integer)[] SWC types, by name or number. (default: all types)
---@field box? { low: number[], high: number[] } A box along the axes. (default: everywhere)
---@field center? number[] The middle of a shell. (default: no shell)
---@field min_distance? number|string The inner radius of the shell. (default: 0)
---@field max_distance? number|string The outer radius of the shell. (default: no limit)
---@field mask? boolean[] A flag for each node. (default: all nodes)

---@class Skeleton.prune_twigs.Options
---@field recursive? boolean|integer How many times over, or until nothing is left to prune. (default: false)
---@field exact? boolean Shortens longer twigs by the length too. (default: false)

---@class Skeleton.prune.Options
---@field min_depth? number|string Path length to the root at least, in the skeleton's unit or as text with a unit. (default: no limit)
---@field max_depth? number|string Path length to the root at most, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_tree_length? number|string Cable length of the node's tree at least, in the skeleton's unit or as text with a unit. (default: no limit)
---@field max_tree_length? number|string Cable length of the node's tree at most, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_section_length? number|string Length of the node's section at least, in the skeleton's unit or as text with a unit. (default: no limit)
---@field max_section_length? number|string Length of the node's section at most, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_radius? number|string Radius at least, in the skeleton's unit or as text with a unit. (default: no limit)
---@field max_radius? number|string Radius at most, in the skeleton's unit or as text with a unit. (default: no limit)
---@field types? string|integer|(string|integer)[] SWC types, by name or number. (default: all types)
---@field box? { low: number[], high: number[] } A box along the axes. (default: everywhere)
---@field center? number[] The middle of a shell. (default: no shell)
---@field min_distance? number|string The inner radius of the shell. (default: 0)
---@field max_distance? number|string The outer radius of the shell. (default: no limit)
---@field mask? boolean[] A flag for each node. (default: all nodes)
---@field bridge? boolean Joins what is left to the nearest kept ancestor. (default: false)

---@class Skeleton.cut.Options
---@field stub? boolean Leaves the node itself at both parts. (default: true)

---@class Skeleton.downsample.Options
---@field preserve? integer[] Nodes that stay in any case. (default: none)

---@class Skeleton.simplify.Options
---@field radius? boolean Counts a difference of radius as one of place. (default: false)

---@class Skeleton.smooth.Options
---@field window? integer Over how many nodes, an odd number. (default: 5)
---@field sigma? number|string Weights by a normal distribution of this width instead. (default: no weights)

---@class Skeleton.despike.Options
---@field sigma? number From how many standard deviations on a jump is a spike. (default: 5)
---@field max_length? integer How many nodes a spike has at most. (default: 1)

---@class Skeleton.transform.Options
---@field matrix? number[][] Three rows of four numbers. (default: none)
---@field scale? number|number[] A factor, or one for each axis. (default: 1)
---@field translate? number[] What is added after scaling. (default: 0, 0, 0)

---@class Skeleton.heal.Options
---@field max_distance? number|string The longest link, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_size? integer How many nodes a tree must have to be joined. (default: 1)
---@field tips_only? boolean Links begin and end at tips. (default: false)
---@field use_radius? boolean Links are measured from surface to surface. (default: false)

---@class Skeleton.stitch.Options
---@field max_distance? number|string The longest link, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_size? integer How many nodes a tree must have to be joined. (default: 1)
---@field tips_only? boolean Links begin and end at tips. (default: false)
---@field use_radius? boolean Links are measured from surface to surface. (default: false)

---@class Skeleton.split_neurites.Options
---@field inputs? string The column that counts inputs at each node. (default: none: it must be named)
---@field outputs? string The column that counts outputs at each node. (default: none: it must be named)

---@class Skeleton.qc.Options
---@field codes? string[] The rules that are tried, by their codes. (default: all there are)
---@field thresholds? table<string, number> Other values for thresholds, by their names. (default: those that swc.rules() lists)

---@class Skeleton.lint.Options
---@field codes? string[] The rules that are tried, by their codes. (default: all there are)
---@field thresholds? table<string, number> Other values for thresholds, by their names. (default: those that swc.rules() lists)

---@class Skeleton.repair.Options
---@field fixes? string[] The fixes that are applied, or "all". (default: the usual ones)
---@field max_distance? number|string The longest link that is made, in the skeleton's unit or with one. (default: any length)

---@class Skeleton.preview.Options
---@field width? integer Columns of the drawing, at most. (default: 60)
---@field height? integer Lines of the drawing, at most. (default: 12)
---@field utf8? boolean Draws in braille rather than ASCII. (default: as the locale is)

--- A rooted forest of nodes in space. It never changes: edits give a new one.
---@class Skeleton
---@field root_id integer? The neuron's root id, where known.
---@field unit string What one unit of length is: nm, um, 8 nm, unknown.
---@field root integer? The first root's index.
---@field ids Int64Array The node ids, which survive edits.
---@field parents Int32Array The index of each node's parent, 0 for a root.
---@field types Int32Array The SWC type of each node.
---@field compartment Int32Array The same as types.
---@field x Float64Array Coordinates, in the skeleton's unit.
---@field y Float64Array Coordinates, in the skeleton's unit.
---@field z Float64Array Coordinates, in the skeleton's unit.
---@field radius Float64Array Radii; 0 and less: not known.
---@field vertices Vertices A row of x, y, z for each node.
---@field edges Edges A row of child and parent for each edge.
---@field lvl2_ids Int64Array? The level-2 ids of the source graph.
---@field mesh_to_skel_map Int32Array The node of each level-2 id, 0 for none.
---@field meta table What the source says about itself.
---@field diagnostics table[] What was odd about the source.
local Skeleton = {}

--- Where a node is.
---@param i integer A node's index, from 1.
---@return number
---@return number
---@return number
function Skeleton:vertex(i) end

--- Every single-number measure that is defined here, or those that are named, by name; one by its name alone.
---@param names? string|string[] Which measures; a list of names. (default: nil: all of them)
---@return table<string, number>|number?
function Skeleton:measure(names) end

--- The length of all edges, or of those to nodes of a type, in the skeleton's unit.
---@param options? Skeleton.cable_length.Options What differs from the defaults.
---@return number
function Skeleton:cable_length(options) end

--- The indices of nodes without children; no roots.
---@return Int32Array
function Skeleton:tips() end

--- The indices of nodes with several children.
---@return Int32Array
function Skeleton:branch_points() end

--- The path length from each node to its root.
---@return Float64Array
function Skeleton:root_distance() end

--- The corners of the smallest box along the axes; nil without nodes.
---@return { low: number[], high: number[] }?
function Skeleton:bounding_box() end

--- The skeleton in another unit of length.
---@param unit string A unit of length: nm, um, 8 nm.
---@return Skeleton
function Skeleton:to_unit(unit) end

--- Writes a file in the format of its name, completely or not at all.
---@param path string The file.
function Skeleton:write(path) end

--- The arrays of the service's dictionary, in nanometres and in their own order.
---@param options? Skeleton.to_table.Options What differs from the defaults.
---@return table
function Skeleton:to_table(options) end

--- The Strahler order of each node, 1 at tips.
---@return Int32Array
function Skeleton:strahler_order() end

--- For each node the branch points between it and the root.
---@return Int32Array
function Skeleton:branch_order() end

--- The runs between roots, branch points and tips: their end nodes and lengths.
---@return { first: Int32Array, last: Int32Array, length: Float64Array }
function Skeleton:sections() end

--- The nodes and lengths of the segments that at each fork go on the farthest way, the longest first.
---@return Int32Array[]
---@return Float64Array
function Skeleton:long_segments() end

--- The length of the edges to nodes of each type.
---@return table<integer, number>
function Skeleton:cable_length_by_type() end

--- The mean place of the nodes, or of the cable; nil without nodes.
---@param options? Skeleton.centroid.Options What differs from the defaults.
---@return number?
---@return number?
---@return number?
function Skeleton:centroid(options) end

--- What the nodes of type 1 say about the cell body; nil without any.
---@return { shape: string, nodes: Int32Array, center: number[], radius: number, surface: number }?
function Skeleton:soma() end

--- Counts how often the cable crosses spheres around a centre, and what lies between them.
---@param options Skeleton.sholl.Options What differs from the defaults.
---@return { radii: number[], crossings: integer[], lengths: number[], branch_points: integer[], tips: integer[] }
function Skeleton:sholl(options) end

--- For each tip how far from the root its branch leaves an older one, and where it ends.
---@param options? Skeleton.persistence.Options What differs from the defaults.
---@return { start: Float64Array, stop: Float64Array, tip: Int32Array }
function Skeleton:persistence(options) end

--- The beginnings of branches along the way from the root as a curve, and where that is sampled.
---@param options? Skeleton.persistence_vector.Options What differs from the defaults.
---@return Float64Array
---@return Float64Array
function Skeleton:persistence_vector(options) end

--- Points with the direction of the cable around each, as NBLAST compares them.
---@param options? Skeleton.dotprops.Options What differs from the defaults.
---@return { points: { x: Float64Array, y: Float64Array, z: Float64Array }, tangents: { x: Float64Array, y: Float64Array, z: Float64Array }, alpha: Float64Array }
function Skeleton:dotprops(options) end

--- The nodes nearest to a point, near ones first, and how far they are.
---@param point number[] Three coordinates, in the skeleton's unit.
---@param options? Skeleton.nearest.Options What differs from the defaults.
---@return Int32Array
---@return Float64Array
function Skeleton:nearest(point, options) end

--- For each point the nearest node, 0 where none is near enough, and how far it is.
---@param points number[][]|{ x: number[], y: number[], z: number[] } Points, as rows of three coordinates or as columns.
---@param options? Skeleton.snap.Options What differs from the defaults.
---@return Int32Array
---@return Float64Array
function Skeleton:snap(points, options) end

--- The nearest place on the cable: a fraction of the way from a node to its parent.
---@param point number[] Three coordinates, in the skeleton's unit.
---@param options? Skeleton.nearest_on_cable.Options What differs from the defaults.
---@return { node: integer, fraction: number, point: number[], distance: number }?
function Skeleton:nearest_on_cable(point, options) end

--- The nodes that satisfy all tests, which are those of `prune`.
---@param options Skeleton.find_nodes.Options What differs from the defaults.
---@return Int32Array
function Skeleton:find_nodes(options) end

--- The nodes on the way between two, both included; nil in different trees.
---@param from integer The node where it begins, from 1.
---@param to integer The node where it ends, from 1.
---@return Int32Array?
function Skeleton:path(from, to) end

--- The node farthest from the root that both lie beyond or are; nil in different trees.
---@param a integer The one node's index, from 1.
---@param b integer The other node's index, from 1.
---@return integer?
function Skeleton:common_ancestor(a, b) end

--- A node and all nodes from there to the root.
---@param i integer A node's index, from 1.
---@return Int32Array
function Skeleton:ancestors(i) end

--- A node and all beyond it, depth first.
---@param i integer A node's index, from 1.
---@return Int32Array
function Skeleton:descendants(i) end

--- Whether a node is another one or lies beyond it.
---@param i integer A node's index, from 1.
---@param of integer The node above, from 1.
---@return boolean
function Skeleton:is_descendant(i, of) end

--- The nodes whose parent a node is.
---@param i integer A node's index, from 1.
---@return Int32Array
function Skeleton:children(i) end

--- The nodes of the section that a node lies in or ends, the proximal end first.
---@param i integer A node's index, from 1.
---@return Int32Array
function Skeleton:section_of(i) end

--- The distance along the cable between two nodes, or from one to each; infinite between trees.
---@param a integer The one node's index, from 1.
---@param b? integer The other node's index, from 1. (default: nil: all nodes)
---@return number|Float64Array
function Skeleton:geodesic_distance(a, b) end

--- The nodes that are no farther from a node along the cable, and how far they are.
---@param i integer A node's index, from 1.
---@param distance number|string How far along the cable, in the skeleton's unit or as text with a unit.
---@return Int32Array
---@return Float64Array
function Skeleton:nodes_within(i, distance) end

--- The tips farthest from a node along the cable, far ones first, and how far they are.
---@param i integer A node's index, from 1.
---@param k? integer How many. (default: 1)
---@return Int32Array
---@return Float64Array
function Skeleton:farthest_tips(i, k) end

--- The distances along the cable between all pairs of some nodes, or of all tips.
---@param nodes? integer[] Indices of nodes, from 1. (default: nil: the tips)
---@return Matrix
function Skeleton:geodesic_matrix(nodes) end

--- Makes another node the root of its tree.
---@param i integer|'soma'|'largest_radius'|{ farthest_from: integer } A node's index, from 1.
---@return Skeleton
---@return Int32Array
function Skeleton:reroot(i) end

--- Removes sections that lead from a branch point to a tip and are no longer than a length.
---@param length number|string The longest twig that goes, in the skeleton's unit or as text with a unit.
---@param options? Skeleton.prune_twigs.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
function Skeleton:prune_twigs(length, options) end

--- Removes the nodes of some Strahler orders, and all that lies beyond them.
---@param orders integer|integer[] The Strahler orders whose nodes go.
---@return Skeleton
---@return Int32Array
function Skeleton:prune_strahler(orders) end

--- Keeps the nodes that satisfy tests of depth, length, radius, type, place or a mask.
---@param options Skeleton.prune.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
function Skeleton:prune(options) end

--- A node and all that lies beyond it, as a tree of its own.
---@param i integer A node's index, from 1.
---@return Skeleton
---@return Int32Array
function Skeleton:subtree(i) end

--- Cuts a tree in two at a node: the part beyond it, and the rest.
---@param i integer A node's index, from 1.
---@param options? Skeleton.cut.Options What differs from the defaults.
---@return Skeleton
---@return Skeleton
---@return Int32Array
---@return Int32Array
function Skeleton:cut(i, options) end

--- Keeps the trees with the most cable.
---@param k? integer How many trees are kept. (default: 1)
---@return Skeleton
---@return Int32Array
function Skeleton:keep_largest(k) end

--- Keeps the longest segments, the first from the root.
---@param k? integer How many segments are kept. (default: 1)
---@return Skeleton
---@return Int32Array
function Skeleton:keep_longest(k) end

--- Keeps the ends of sections and every n-th node between them.
---@param n number Every how many nodes one stays; `math.huge` keeps roots, branch points and tips.
---@param options? Skeleton.downsample.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
function Skeleton:downsample(n, options) end

--- Puts nodes at equal distances along each section.
---@param spacing number|string How far nodes are apart, in the skeleton's unit or as text with a unit.
---@return Skeleton
---@return Int32Array
function Skeleton:resample(spacing) end

--- Leaves out nodes that lie within a distance of the straight line between those that stay.
---@param epsilon number|string How far the line may be off, in the skeleton's unit or as text with a unit.
---@param options? Skeleton.simplify.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
function Skeleton:simplify(epsilon, options) end

--- Evens out the course of each section; its ends stay.
---@param options? Skeleton.smooth.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
function Skeleton:smooth(options) end

--- Puts nodes that jump out of their section back into line.
---@param options? Skeleton.despike.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
function Skeleton:despike(options) end

--- Makes each tree a skeleton of its own, cut at nodes before where that is asked for.
---@param nodes? integer[] Where trees are cut as well, each node going to the part below. (default: none)
---@return Skeleton[]
---@return Int32Array
---@return Int32Array
function Skeleton:split(nodes) end

--- Moves, scales, mirrors or turns all nodes.
---@param options Skeleton.transform.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
function Skeleton:transform(options) end

--- Makes the soma of each tree a single node.
---@return Skeleton
---@return Int32Array
function Skeleton:collapse_soma() end

--- Writes the soma of each tree as NeuroMorpho does: a root and two nodes above and below it.
---@return Skeleton
---@return Int32Array
function Skeleton:three_point_soma() end

--- Gives the nodes ids that count up in their order.
---@param first? integer The first id. (default: 1)
---@return Skeleton
---@return Int32Array
function Skeleton:renumber(first) end

--- Puts the nodes in depth-first order.
---@param by? 'position'|'size'|'id' What orders siblings. (default: "position")
---@return Skeleton
---@return Int32Array
function Skeleton:sort(by) end

--- Joins trees by the shortest links between their nodes.
---@param options? Skeleton.heal.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
---@return { from_id: integer, to_id: integer, length: number }[]
function Skeleton:heal(options) end

--- Puts several skeletons into one, as trees of their own.
---@param others Skeleton[] The skeletons that are added.
---@return Skeleton
---@return Int32Array[]
function Skeleton:combine(others) end

--- Puts several skeletons into one and joins its trees by the shortest links.
---@param others Skeleton[] The skeletons that are added.
---@param options? Skeleton.stitch.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array[]
---@return { from_id: integer, to_id: integer, length: number }[]
function Skeleton:stitch(others, options) end

--- Tells axon from dendrite: cuts where most ways from inputs to outputs lead through.
---@param options Skeleton.split_neurites.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
---@return { cut: integer, axon_beyond: boolean, segregation: number }
function Skeleton:split_neurites(options) end

--- Makes one of nodes of different trees that lie at the same place, as at the borders of chunks.
---@param within? number|string How far apart nodes of different trees may be, in the skeleton's unit or as text with a unit. (default: 0)
---@return Skeleton
---@return Int32Array
function Skeleton:merge_vertices(within) end

--- Puts nodes at places along edges.
---@param places { node: integer, fraction: number }[] Places on the cable, as nearest_on_cable gives them.
---@return Skeleton
---@return Int32Array
---@return Int32Array
function Skeleton:insert_nodes(places) end

--- The values of a named column; nil without one.
---@param name string The column's name.
---@return number[]?
function Skeleton:column(name) end

--- The names of the columns beyond those of every skeleton.
---@return string[]
function Skeleton:column_names() end

--- The skeleton with a column of one value for each node, which edits carry along; without values, without it.
---@param name string The column's name.
---@param values? number[] One for each node. (default: nil: the column goes away)
---@return Skeleton
function Skeleton:with_column(name, values) end

--- What tells how far a skeleton that a service or a program made can be trusted.
---@param options? Skeleton.qc.Options What differs from the defaults.
---@return { code: string, severity: string, message: string, count: integer, line?: integer, node?: integer, id?: integer }[]
function Skeleton:qc(options) end

--- Everything that is odd about the skeleton.
---@param options? Skeleton.lint.Options What differs from the defaults.
---@return { code: string, severity: string, message: string, count: integer, line?: integer, node?: integer, id?: integer }[]
function Skeleton:lint(options) end

--- The skeleton with faults mended, the new index of each old node, and what each fix did.
---@param options? Skeleton.repair.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array
---@return table[]
function Skeleton:repair(options) end

--- A small drawing in characters, with the nodes of each type and the size.
---@param options? Skeleton.preview.Options What differs from the defaults.
---@return string
function Skeleton:preview(options) end

--- Lets go of the memory now and not when the collector comes; the object cannot be used afterwards.
function Skeleton:close() end

--- A file that only grows, for journals.
---@class AppendFile
---@field path string The file's name.
---@field size integer How many bytes there are.
local AppendFile = {}

--- Adds bytes, all or none, and gives the place where they begin, from 0.
---@param bytes string The content, of any bytes.
---@return integer
function AppendFile:write(bytes) end

--- Waits until everything written is on the disk.
function AppendFile:sync() end

--- Takes away what stands behind the first bytes.
---@param size integer A number of bytes.
function AppendFile:truncate(size) end

--- Closes the file.
function AppendFile:close() end

--- A lock between processes; it ends with the process at the latest.
---@class Lock
---@field path string The lock's file.
local Lock = {}

--- Lets others take the lock.
function Lock:release() end

---@class Service.import.Options
---@field datastack? string The datastack. (default: "local")

---@class Service.root_ids.Options
---@field datastack? string The datastack. (default: "local")

---@class Service.refuse.Options
---@field datastack? string The datastack. (default: "local")

--- An embedded skeleton service: a folder of level-2 graphs and finished skeletons, and its workers.
---@class Service
---@field folder string The data folder.
local Service = {}

--- Takes in level-2 graphs and finished skeletons; gives what became of each neuron.
---
---@async
---@param files string|string[] A path or a list of paths.
---@param options? Service.import.Options What differs from the defaults.
---@return table[]
function Service:import(files, options) end

--- The root ids of a datastack.
---
---@async
---@param options? Service.root_ids.Options What differs from the defaults.
---@return integer[]
function Service:root_ids(options) end

--- Puts neurons on the refusal list.
---
---@async
---@param root_ids integer|string|(integer|string)[] Root ids, as integers or as digits.
---@param options? Service.refuse.Options What differs from the defaults.
function Service:refuse(root_ids, options) end

--- The names of all datastacks.
---
---@async
---@return string[]
function Service:datastacks() end

--- Ends the workers and closes the folder's files.
---
---@async
function Service:close() end

--- A table of numbers by row and column, which count from 1; `m[i][j]`, or faster `m:at(i, j)`.
---@class Matrix
---@field rows integer How many rows there are.
---@field columns integer How many numbers each row has.
local Matrix = {}

--- One number.
---@param row integer Which row, from 1.
---@param column integer Which column, from 1.
---@return number
function Matrix:at(row, column) end

--- A copy as plain tables.
---@return number[][]
function Matrix:totable() end

--- A function that runs beside others.
---@class Task
local Task = {}

--- Waits for the task and gives its results, or raises its error.
---
---@async
---@return any
function Task:join() end

--- Waits for the task to end; false if it has not.
---
---@async
---@param seconds? number How long at most. (default: without end)
---@return boolean
function Task:wait(seconds) end

--- Raises `cancelled` where the task waits, now or next.
function Task:cancel() end

--- ready, running, waiting, done, failed or cancelled.
---@return string
function Task:status() end
