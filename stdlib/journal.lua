-- Journals: files of JSON lines that only grow. People can read them, programs replay them.

local errors = require "karst.errors"
local fs = require "karst.fs"
local json = require "karst.json"

local M = {}

---@class journal.Journal
---@field path string
local Journal = { __name = "Journal" }
Journal.__index = Journal

local function damaged(path, number, problem)
  local message = ("%s:%d: %s; it is not the end of the file, so something else has changed it")
    :format(path, number, problem)
  errors.raise("journal_damaged", message, { path = path, line = number }, 4)
end

--- Calls `handle` for each entry of a journal, in order.
---
--- What a crash left of the last line is not an entry; whatever else cannot be read is an error.
---@param path string
---@param handle fun(entry: table, offset: integer) told the place where the entry's line begins
---@return integer size how many bytes are whole lines
function M.replay(path, handle)
  errors.check(1, "path", path, "string")
  errors.check(2, "handle", handle, "function")
  if not fs.exists(path) then return 0 end
  local file <close> = assert(io.open(path, "rb"))
  local offset, number, suspect = 0, 0, nil
  for line in file:lines("L") do
    number = number + 1
    if suspect then damaged(path, number - 1, suspect) end
    local whole = line:sub(-1) == "\n"
    local read, entry = pcall(json.decode, line)
    if whole and read and type(entry) == "table" then
      handle(entry, offset)
      offset = offset + #line
    else
      suspect = whole and "not a line of JSON" or "a line without an end"
    end
  end
  return offset
end

--- Opens a journal to write it, after its entries have been replayed.
---
--- What a crash left of the last line is taken away.
---@param path string
---@param handle? fun(entry: table, offset: integer) for the entries that are there
---@return journal.Journal journal
function M.open(path, handle)
  errors.check(1, "path", path, "string")
  errors.check(2, "handle", handle, "function?")
  local size = M.replay(path, handle or function() end)
  local file = fs.append(path)
  if file.size > size then file:truncate(size) end
  return setmetatable({ path = path, file = file }, Journal)
end

--- Adds an entry: a table that JSON can hold.
---
---@param entry table
---@return integer offset the place where its line begins
function Journal:add(entry)
  errors.check(1, "entry", entry, "table")
  return self.file:write(json.encode(entry) .. "\n")
end

--- Adds an entry and waits until it is on the disk: before an effect that must not be forgotten.
---
---@param entry table
---@return integer offset the place where its line begins
function Journal:commit(entry)
  local offset = self:add(entry)
  self.file:sync()
  return offset
end

--- Closes the journal's file.
function Journal:close()
  self.file:close()
end

Journal.__close = Journal.close

--- Reads entries by the places of their lines.
---
---@param path string
---@return fun(offset: integer): table read
---@return file* file to be closed
function M.reader(path)
  errors.check(1, "path", path, "string")
  local file = assert(io.open(path, "rb"))
  return function(offset)
    file:seek("set", offset)
    return json.decode(file:read("L"))
  end, file
end

return M
