---@meta karst.skeleton
-- Made by karst from its registrations: do not edit.

---@class karst.skeleton.read.Options
---@field unit? string What one unit of the numbers is: nm, um, 8 nm. (default: what the file says, else unknown)

---@class karst.skeleton.stitch.Options
---@field max_distance? number|string The longest link, in the skeleton's unit or as text with a unit. (default: no limit)
---@field min_size? integer How many nodes a tree must have to be joined. (default: 1)
---@field tips_only? boolean Links begin and end at tips. (default: false)
---@field use_radius? boolean Links are measured from surface to surface. (default: false)

---@class karst.skeleton.files.Options
---@field pattern? string Which names count in folders. (default: the endings of the formats)

---@class karst.skeleton.measure_files.Options
---@field measures? string[] The names of measures. (default: all there are)
---@field unit? string What the numbers are. (default: what the file says)

---@class skeleton.PopulationOptions
---@field pattern? string which names count in folders, such as "*.swc"
---@field measures? true|string[] names of measures (default: all)
---@field unit? string what the numbers are, where files do not say
---@field jobs? integer how many files at a time (default: 8)
---@field on_error? "collect"|"stop" go on (as `read_all` does), or raise the first error
---@field progress? boolean|progress.Options show how far it is (default: on a terminal)

---@class skeleton.Problem
---@field path string
---@field code string
---@field message string
---@field line? integer

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
---@param skeletons Skeleton[] Skeletons, at least one.
---@return Skeleton
---@return Int32Array[]
function M.combine(skeletons) end

--- Puts several skeletons into one and joins its trees by the shortest links.
---@param skeletons Skeleton[] Skeletons, at least one.
---@param options? karst.skeleton.stitch.Options What differs from the defaults.
---@return Skeleton
---@return Int32Array[]
---@return { from_id: integer, to_id: integer, length: number }[]
function M.stitch(skeletons, options) end

--- The files of skeletons that paths, patterns and folders mean; folders with all that is below them.
---
---@async
---@param places string|string[] A folder, a file, a pattern, or a list of them.
---@param options? karst.skeleton.files.Options What differs from the defaults.
---@return string[]
function M.files(places, options) end

--- Reads and measures files one after the other; a row for each, with `error` where that failed.
---
---@async
---@param paths string[] The files.
---@param options? karst.skeleton.measure_files.Options What differs from the defaults.
---@return table[]
function M.measure_files(paths, options) end

--- Measures all skeletons of folders, patterns or a list of files: one row of numbers for each.
---
--- Files are read on several threads while other tasks go on; a skeleton is let go as soon as it is
--- measured, so that memory stays small however many there are.
---
--- ```lua
--- local rows, problems = karst.skeleton.read_all("cells", { measures = { "cable_length" } })
--- karst.report.write("cells.csv", rows, { first = { "path", "unit" } })
--- for _, problem in ipairs(problems) do print(problem.path, problem.message) end
--- ```
---@param places string|string[] a folder, a file, a pattern, or a list of them
---@param options? skeleton.PopulationOptions
---@return table<string, any>[] rows with `path`, `root_id`, `unit` and measures, in file order
---@return skeleton.Problem[] problems the files that could not be read
function M.read_all(places, options) end

--- Goes through the skeletons of folders, patterns or a list of files, reading a few ahead.
---
--- Never more than `jobs` skeletons are waiting, however many files there are.
---
--- ```lua
--- for sk, path in karst.skeleton.each("cells") do print(path, #sk) end
--- ```
--- With `on_error = "collect"` a file that cannot be read gives `false`, its path and the error.
---@param places string|string[] a folder, a file, a pattern, or a list of them
---@param options? skeleton.PopulationOptions
---@return fun(): Skeleton|false, string, table? iterator skeleton and path
function M.each(places, options) end

return M
