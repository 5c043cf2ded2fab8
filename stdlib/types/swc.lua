---@meta karst.swc
-- Made by karst from its registrations: do not edit.

---@class karst.swc.read.Options
---@field mode? "lenient"|"strict" Whether what is outside the standard is read and reported, or refused. (default: "lenient")
---@field unit? string What one unit of the numbers is: nm, um, 8 nm. (default: what the header says, else unknown)
---@field extra_fields? boolean Whether fields behind the seventh become the columns extra1, extra2 and so on. (default: false)

---@class karst.swc.parse.Options
---@field mode? "lenient"|"strict" Whether what is outside the standard is read and reported, or refused. (default: "lenient")
---@field unit? string What one unit of the numbers is: nm, um, 8 nm. (default: what the header says, else unknown)
---@field extra_fields? boolean Whether fields behind the seventh become the columns extra1, extra2 and so on. (default: false)

---@class karst.swc.lint.Options
---@field mode? "lenient"|"strict" Whether what is outside the standard is read and reported, or refused. (default: "lenient")
---@field unit? string What one unit of the numbers is: nm, um, 8 nm. (default: what the header says, else unknown)
---@field codes? string[] The rules that are tried, by their codes. (default: all there are)
---@field thresholds? table<string, number> Other values for thresholds, by their names. (default: those that swc.rules() lists)

---@class karst.swc.repair.Options
---@field fixes? string[] The fixes that are applied, or "all". (default: the usual ones)
---@field max_distance? number|string The longest link that is made, in the skeleton's unit or with one. (default: any length)
---@field unit? string What one unit of the numbers is: nm, um, 8 nm. (default: what the header says, else unknown)

---@class karst.swc.convert.Options
---@field mode? "lenient"|"strict" Whether what is outside the standard is read and reported, or refused. (default: "lenient")
---@field unit? string What one unit of the numbers is: nm, um, 8 nm. (default: what the header says, else unknown)
---@field metadata? boolean Whether a Meta line says unit and root id. (default: true for skeletons from a service)
---@field columns? boolean Whether a line names the columns. (default: false)
---@field renumber_from? integer The first node id; the others count on. (default: the ids as they are)
---@field decimals? integer How many digits stand behind the point. (default: as many as reading back the same number needs)
---@field to_unit? string The unit to write SWC in. (default: that of the numbers)
---@field profile? string The program that the file is for. (default: none)

---@class karst.swc.text.Options
---@field metadata? boolean Whether a Meta line says unit and root id. (default: true for skeletons from a service)
---@field columns? boolean Whether a line names the columns. (default: false)
---@field renumber_from? integer The first node id; the others count on. (default: the ids as they are)
---@field decimals? integer How many digits stand behind the point. (default: as many as reading back the same number needs)
---@field unit? string The unit to write in: nm, um, 8 nm. (default: um for skeletons from a service, else their own)

---@class karst.swc.write.Options
---@field metadata? boolean Whether a Meta line says unit and root id. (default: true for skeletons from a service)
---@field columns? boolean Whether a line names the columns. (default: false)
---@field renumber_from? integer The first node id; the others count on. (default: the ids as they are)
---@field decimals? integer How many digits stand behind the point. (default: as many as reading back the same number needs)
---@field unit? string The unit to write in: nm, um, 8 nm. (default: um for skeletons from a service, else their own)

--- SWC files: read with line-numbered findings, written canonically.
---@class karst.swc
local M = {}

--- Reads an SWC file, also a gzipped one.
---
---@async
---@param path string The file.
---@param options? karst.swc.read.Options What differs from the defaults.
---@return Skeleton
function M.read(path, options) end

--- The skeleton of an SWC text.
---@param text string The text.
---@param options? karst.swc.parse.Options What differs from the defaults.
---@return Skeleton
function M.parse(text, options) end

--- Everything that is odd about a file, with line and node; its field `thresholds` has what decided.
---
---@async
---@param path string The file.
---@param options? karst.swc.lint.Options What differs from the defaults.
---@return table[]
function M.lint(path, options) end

--- The synapses in the block that may stand behind the rows of a file.
---
---@async
---@param path string The file.
---@return table[]
function M.synapses(path) end

--- What `lint` looks for, with the thresholds that decide.
---@return table[]
function M.rules() end

--- Reads a file and mends what is wrong with it; nothing is written.
---
---@async
---@param path string The file.
---@param options? karst.swc.repair.Options What differs from the defaults.
---@return { skeleton: Skeleton, node_map: Int32Array, steps: table[], changed: boolean }
function M.repair(path, options) end

--- What `repair` can do.
---@return { name: string, summary: string, usual: boolean }[]
function M.fixes() end

--- Writes a file in the format of the other's name, or for a program with `profile`; what had to be changed.
---
---@async
---@param from string The file that is read.
---@param to string The file that is written.
---@param options? karst.swc.convert.Options What differs from the defaults.
---@return string[]
function M.convert(from, to, options) end

--- The file that a program loads without edits, and what had to be changed for it.
---@param skeleton Skeleton The skeleton.
---@param profile string The name of the program.
---@return string
---@return string[]
function M.export(skeleton, profile) end

--- The programs that `export` and `convert` know.
---@return { name: string, summary: string, changes: string }[]
function M.profiles() end

--- The SWC text of a skeleton.
---@param skeleton Skeleton The skeleton.
---@param options? karst.swc.text.Options What differs from the defaults.
---@return string
function M.text(skeleton, options) end

--- Writes an SWC file, in gzip when its name says so, completely or not at all.
---@param skeleton Skeleton The skeleton.
---@param path string The file.
---@param options? karst.swc.write.Options What differs from the defaults.
function M.write(skeleton, path, options) end

return M
