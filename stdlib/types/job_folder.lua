---@meta karst.job_folder
-- Made by karst from its registrations: do not edit.

---@class job_folder.Entry
---@field status string the word of the table of statuses
---@field reason? string
---@field retryable? boolean
---@field successor? integer
---@field bytes? integer|integer[] the size of its file, or of each; nil without a skeleton
---@field offset? integer where the journal tells of its files

---@class job_folder.Folder
---@field path string
---@field job table what the job is: datastack, server, skeleton_version, formats, name, generate
---@field order integer[] the ids, in the order in which they were asked for
---@field entries table<integer, job_folder.Entry> what is known of the ids that came to rest
local Folder = {}

--- What a bulk job keeps in its folder.
---@class karst.job_folder
local M = {}

--- Says what is known of an id; nil: nothing any more.
---
---@param id integer
---@param entry? job_folder.Entry
function Folder:set(id, entry) end

--- Appends ids that are new, in order, and gives them.
---@param ids integer[]
---@return integer[] new
function Folder:take(ids) end

--- Whether a folder holds a job.
---
---@param path string
---@return boolean
function M.is_job(path) end

--- Reads what a folder knows, without changing anything and without a lock.
---
---@param path string
---@return job_folder.Folder folder
function M.read(path) end

--- Opens a folder to work in it, and keeps others out until it is closed.
---
---@param path string made if it is not there
---@param job? table what the job is; nil: the one that is there
---@return job_folder.Folder folder
function M.open(path, job) end

--- Closes the journal and lets others in.
function Folder:close() end

--- Writes a step down; it is on the disk when this returns.
---
---@param event string
---@param details? table
---@return integer offset
function Folder:record(event, details) end

--- Adds ids to the job; those that are in it already stay where they are.
---
---@param ids integer[]
function Folder:add_ids(ids) end

--- The ids that have not come to rest, in order: those of which nothing is known, those whose files
--- are gone or cut short, those that may be tried again, and, where skeletons are made, those that
--- were only missing.
---
---@param generate boolean
---@return integer[] ids
function Folder:open_ids(generate) end

--- Writes down that an id came to rest without a skeleton.
---
---@param id integer
---@param entry job_folder.Entry
function Folder:settle(id, entry) end

--- Writes down that the skeleton of an id is in its files.
---
---@param id integer
---@param entry { status: string, reason?: string, successor?: integer, files: table[] }
---@param row? table<string, any> its row of measures
function Folder:fetched(id, entry, row) end

--- The problem with a template of file names, or nil.
---
---@param template string
---@return string? problem
function M.name_problem(template) end

--- The name of an id's file below `skeletons`, without its ending.
---
---@param id integer
---@return string name
function Folder:name_of(id) end

--- The name of a file of an id below `skeletons`.
---
---@param id integer
---@param index integer which of the job's formats
---@return string name
function Folder:file_name(id, index) end

--- The row of status.csv for an id.
---
---@param id integer
---@param rest? job_folder.Entry what to say of ids that have not come to rest
---@return table<string, any> row
function Folder:status_row(id, rest) end

--- Writes status.csv, missing.csv and measures.csv; they hold no times.
---
---@param rest? job_folder.Entry what to say of ids that have not come to rest
---@param first? string[] measures that come first, in this order
function Folder:write_tables(rest, first) end

--- Writes provenance.json.
---
---@param about table
function Folder:write_provenance(about) end

--- How many ids have which status.
---
---@param rest? job_folder.Entry what ids that have not come to rest count as (default: queued)
---@return table<string, integer> counts
function Folder:counts(rest) end

return M
