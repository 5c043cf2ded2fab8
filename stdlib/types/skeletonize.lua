---@meta karst.skeletonize
-- Made by karst from its registrations: do not edit.

---@class karst.skeletonize.graph.Options
---@field invalidation? number Nodes within this distance in nm of a path are accounted for by it. (default: 7500)
---@field collapse_soma? boolean Makes the part around the soma point a single node. (default: true)
---@field collapse_radius? number What counts as around the soma point, in nm. (default: 7500)
---@field component_threshold? integer Components with this many nodes or fewer are left out. (default: 0)
---@field root_index? integer The node to root the skeleton at; it takes the soma's place. (default: the soma, else an end of the longest path)
---@field smooth? boolean Smoothes the positions before the soma is collapsed. (default: false)
---@field root_search? "reference"|"per_component" Where the path search of a component starts. (default: "reference")
---@field strict_soma? boolean Labels a root soma only where there is a soma point. (default: false)
---@field datastack? string What the metadata call the data set. (default: "local")

---@class karst.skeletonize.mesh.Options
---@field invalidation? number Nodes within this distance in nm of a path are accounted for by it. (default: 12000)
---@field collapse_soma? boolean Makes the part around the soma point a single node. (default: true)
---@field collapse_radius? number What counts as around the soma point, in nm. (default: 7500)
---@field component_threshold? integer Components with this many nodes or fewer are left out. (default: 100)
---@field root_index? integer The node to root the skeleton at; it takes the soma's place. (default: the soma, else an end of the longest path)
---@field smooth? boolean Smoothes the positions before the soma is collapsed. (default: false)
---@field root_search? "reference"|"per_component" Where the path search of a component starts. (default: "reference")
---@field strict_soma? boolean Labels a root soma only where there is a soma point. (default: false)
---@field datastack? string What the metadata call the data set. (default: "local")
---@field soma_point? number[] The centre of the soma in nm. (default: the table's own, else none)
---@field root_id? integer|string The neuron. (default: the digits that the file's name begins with)
---@field merge_vertices? boolean Makes vertices at equal positions one. (default: false)

---@class karst.skeletonize.volume.Options
---@field invalidation? number Nodes within this distance in nm of a path are accounted for by it. (default: 7500)
---@field collapse_soma? boolean Makes the part around the soma point a single node. (default: true)
---@field collapse_radius? number What counts as around the soma point, in nm. (default: 7500)
---@field component_threshold? integer Components with this many nodes or fewer are left out. (default: 0)
---@field root_index? integer The node to root the skeleton at; it takes the soma's place. (default: the soma, else an end of the longest path)
---@field smooth? boolean Smoothes the positions before the soma is collapsed. (default: false)
---@field root_search? "reference"|"per_component" Where the path search of a component starts. (default: "reference")
---@field strict_soma? boolean Labels a root soma only where there is a soma point. (default: false)
---@field datastack? string What the metadata call the data set. (default: "local")
---@field voxel_size? number[] The sides of a voxel in nm. (default: the file's own)
---@field origin? number[] The corner of the first voxel in nm. (default: the file's own, else 0, 0, 0)
---@field chunk? integer[] The sides of a chunk in voxels. (default: the file's own, else about 2048 nm)
---@field label? integer The only label wanted. (default: all labels)
---@field labels? integer[] The labels wanted. (default: all labels)
---@field scale? string The key of the scale of a precomputed volume. (default: the first)
---@field fill_missing? boolean Takes missing chunks of a precomputed volume for background. (default: false)

--- Skeletons made on this machine, as the service makes them, without any service.
---@class karst.skeletonize
local M = {}

--- The skeleton of a level-2 graph, from a file (.l2.jsonl, or a table of nodes in .csv) or a table.
---
---@async
---@param graph string|table A file (.l2.jsonl, or a table of nodes in .csv), or the graph as a table.
---@param options? karst.skeletonize.graph.Options What differs from the defaults.
---@return Skeleton
function M.graph(graph, options) end

--- The skeleton of a triangle mesh, from a file (OBJ, PLY, Neuroglancer manifest) or a table.
---
---@async
---@param mesh string|table A file (OBJ, PLY, Neuroglancer manifest), or the mesh as a table.
---@param options? karst.skeletonize.mesh.Options What differs from the defaults.
---@return Skeleton
function M.mesh(mesh, options) end

--- The skeletons of a label volume by root id, or with the option 'label' the one of that label.
---
---@async
---@param path string The file.
---@param options? karst.skeletonize.volume.Options What differs from the defaults.
---@return table<integer, Skeleton>|Skeleton
function M.volume(path, options) end

return M
