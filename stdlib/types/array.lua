---@meta karst.array
-- Made by karst from its registrations: do not edit.

--- Arrays of numbers of one kind: arithmetic, comparison, masks and sums without loops.
---@class karst.array
local M = {}

--- An array of the numbers of a list, or of so many times `fill`, which is 0 unless given.
---@param list_or_size number[]|integer A list or an array of numbers, or how many there are to be.
---@param fill? number What each of them is. (default: 0)
---@return Float64Array
function M.float64(list_or_size, fill) end

--- An array of the numbers of a list, or of so many times `fill`, which is 0 unless given.
---@param list_or_size number[]|integer A list or an array of numbers, or how many there are to be.
---@param fill? number What each of them is. (default: 0)
---@return Float32Array
function M.float32(list_or_size, fill) end

--- An array of the numbers of a list, or of so many times `fill`, which is 0 unless given.
---@param list_or_size number[]|integer A list or an array of numbers, or how many there are to be.
---@param fill? integer What each of them is. (default: 0)
---@return Int64Array
function M.int64(list_or_size, fill) end

--- An array of the numbers of a list, or of so many times `fill`, which is 0 unless given.
---@param list_or_size number[]|integer A list or an array of numbers, or how many there are to be.
---@param fill? integer What each of them is. (default: 0)
---@return Int32Array
function M.int32(list_or_size, fill) end

--- An array of the numbers of a list, or of so many times `fill`, which is 0 unless given.
---@param list_or_size number[]|integer A list or an array of numbers, or how many there are to be.
---@param fill? integer What each of them is. (default: 0)
---@return UInt8Array
function M.uint8(list_or_size, fill) end

--- The integers from first to last.
---@param first integer The first.
---@param last integer The last, if steps lead to it.
---@param step? integer How far one is from the next. (default: 1)
---@return Int64Array
function M.range(first, last, step) end

return M
