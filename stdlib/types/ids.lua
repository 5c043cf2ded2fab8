---@meta karst.ids
-- Made by karst from its registrations: do not edit.

---@class ids.ReadOptions
---@field column? string the column of tables
---@field stream? file* what `-` reads (default `io.stdin`)
---@field trust? boolean take ids that look as if they had been rounded

--- Root ids as people hand them over: arguments, text, files, standard input.
---@class karst.ids
local M = {}

--- The exact id that a value stands for; raises for floats, signs and everything else.
---
---@param value integer|string an integer, or 1 to 19 decimal digits
---@param place? string where it stood, for the message: "line 3", "argument #2"
---@return integer id
function M.parse(value, place) end

--- The ids in a text, separated by blanks, commas, semicolons or lines, quoted or not.
---
--- `#` starts a comment; byte-order marks and all line ends are understood.
--- The order is kept, and so are duplicates.
---@param text string
---@param name? string where the text came from, for messages: a path, "standard input"
---@return integer[] ids
function M.from_text(text, name) end

--- The ids in an open file, such as `io.stdin`.
---
---@param stream file*
---@param name? string what to call it in messages (default "standard input")
---@return integer[] ids
function M.from_stream(stream, name) end

--- The ids in a list of arguments, several to one if separated by commas; `-` reads standard input.
---
---@param arguments string[]
---@param stream? file* what `-` reads (default `io.stdin`)
---@return integer[] ids
function M.from_arguments(arguments, stream) end

--- The ids in a column of a table with a header; empty cells are left out.
---
---@param text string CSV, or with tabs or semicolons
---@param name? string where the text came from, for messages
---@param column? string its name (default: root_id, pt_root_id, …, or the only one there is)
---@return integer[] ids
function M.from_csv(text, name, column) end

--- The ids in a JSON text: an array, an object with one, or a Neuroglancer state.
---
---@param text string
---@param name? string where the text came from, for messages
---@return integer[] ids
function M.from_json(text, name) end

--- The ids that name the skeleton files of a folder: `864691135463333789.swc`.
---
---@param path string
---@return integer[] ids
function M.from_folder(path) end

--- The ids in a text of any kind: JSON, a table with a header, or a plain list.
---
---@param text string
---@param name? string where the text came from, for messages
---@param column? string the column of a table
---@return integer[] ids
function M.from_any(text, name, column) end

--- The ids that some words stand for: ids, files of ids, folders of skeletons, `-` for standard
--- input. The order is kept, repetitions are left out, and a list that was rounded is refused.
---
---@param words string[]
---@param options? ids.ReadOptions
---@return integer[] ids
function M.read(words, options) end

--- Raises when a list shows that it went through floating-point numbers or a spreadsheet.
---
--- A double keeps 53 bits, a spreadsheet 15 digits; root ids have 60 bits and 18 digits. One id may
--- end in such zeros by chance, most of a list cannot.
---@param list integer[]
function M.check_exact(list) end

--- The same ids without repetitions, in the order of their first appearance.
---
---@param list (integer|string)[]
---@return integer[] ids
function M.unique(list) end

return M
