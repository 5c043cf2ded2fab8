---@meta karst.skeleton
-- Made by karst from its registrations: do not edit.

---@class karst.skeleton.read.Options
---@field unit? string What one unit of the numbers is: nm, um, 8 nm. (default: what the file says, else unknown)

--- Skeletons from files of any format.
---@class karst.skeleton
local M = {}

--- Reads a skeleton, guessing the format by what the file holds; `unit` says what its numbers are.
---
---@async
---@param path string The file.
---@param options? karst.skeleton.read.Options What differs from the defaults.
---@return Skeleton
function M.read(path, options) end

--- What `measure` measures.
---@return { name: string, summary: string, unit: string }[]
function M.measures() end

--- Puts several skeletons into one, as trees of their own.
---@param skeletons Skeleton[] 
---@return Skeleton
---@return integer[][]
function M.combine(skeletons) end

--- Puts several skeletons into one and joins its trees by the shortest links.
---@param skeletons Skeleton[] 
---@param options? { max_distance?: number|string, min_size?: integer, tips_only?: boolean, use_radius?: boolean } What differs from the defaults.
---@return Skeleton
---@return integer[][]
---@return { from_id: integer, to_id: integer, length: number }[]
function M.stitch(skeletons, options) end

return M
