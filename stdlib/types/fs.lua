---@meta karst.fs
-- Made by karst from its registrations: do not edit.

---@class karst.fs.read.Options
---@field decompress? boolean Takes the content out of gzip, where it is gzipped. (default: false)

--- Files and folders. Files are written completely or not at all.
---@class karst.fs
local M = {}

--- The bytes of a file; with `decompress` those inside, where it is gzipped.
---@param path string The file.
---@param options? karst.fs.read.Options What differs from the defaults.
---@return string
function M.read(path, options) end

--- Writes a file under a temporary name, flushes it, and puts it in place.
---@param path string The file.
---@param bytes string The content, of any bytes.
function M.write(path, bytes) end

--- Whether there is a file or folder.
---@param path string The file.
---@return boolean
function M.exists(path) end

--- Whether there is a folder.
---@param path string The file.
---@return boolean
function M.is_folder(path) end

--- Makes a folder and those above it; fine if it is there.
---@param path string The folder.
function M.mkdir(path) end

--- The sorted names in a folder.
---@param path string The folder.
---@return string[]
function M.list(path) end

--- Removes a file or an empty folder.
---@param path string The file.
function M.remove(path) end

--- Gives a file another name; a file of that name is replaced at that moment.
---@param from string The name that it has.
---@param to string The name that it gets.
function M.rename(from, to) end

--- The size of a file in bytes.
---@param path string The file.
---@return integer
function M.size(path) end

--- One path of several parts; an absolute part starts anew.
---@param part string A part of the path.
---@param ... string The further values.
---@return string
function M.join(part, ...) end

--- A new empty folder among the system's temporary files.
---@return string
function M.temporary_folder() end

--- Opens a file that only grows, or makes an empty one: a journal.
---@param path string The file.
---@return AppendFile
function M.append(path) end

--- Takes a lock between processes; nil and who holds it when somebody else has it.
---@param path string The lock's own file, which is made.
---@return Lock?
---@return string?
function M.lock(path) end

return M
