---@meta karst.journal
-- Made by karst from its registrations: do not edit.

---@class journal.Journal
---@field path string
local Journal = {}

--- Journals: files of JSON lines that only grow.
---@class karst.journal
local M = {}

--- Calls `handle` for each entry of a journal, in order.
---
--- What a crash left of the last line is not an entry; whatever else cannot be read is an error.
---@param path string
---@param handle fun(entry: table, offset: integer) told the place where the entry's line begins
---@return integer size how many bytes are whole lines
function M.replay(path, handle) end

--- Opens a journal to write it, after its entries have been replayed.
---
--- What a crash left of the last line is taken away.
---@param path string
---@param handle? fun(entry: table, offset: integer) for the entries that are there
---@return journal.Journal journal
function M.open(path, handle) end

--- Adds an entry: a table that JSON can hold.
---
---@param entry table
---@return integer offset the place where its line begins
function Journal:add(entry) end

--- Adds an entry and waits until it is on the disk: before an effect that must not be forgotten.
---
---@param entry table
---@return integer offset the place where its line begins
function Journal:commit(entry) end

--- Closes the journal's file.
function Journal:close() end

--- Reads entries by the places of their lines.
---
---@param path string
---@return fun(offset: integer): table read
---@return file* file to be closed
function M.reader(path) end

return M
