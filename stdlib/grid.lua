-- Rows and columns in a frame that fits the screen: long texts are cut, columns left out.

local errors = require "karst.errors"
local text = require "karst.text"

local M = {}

---@class grid.Options
---@field width? integer columns of the screen (default 80)
---@field utf8? boolean with lines of box characters rather than `+`, `-` and `|` (default true)
---@field rows? integer rows shown (default 40)
---@field widest? integer columns of the widest cell (default 40)
---@field paint? fun(kind: string, cell: string): string puts colour on a cell (default: none)

---@class grid.Column
---@field name string what stands above it
---@field cells string[] one for each row
---@field right? boolean whether its cells stand to the right, as numbers do

local defaults = {
  width = 80, utf8 = true, rows = 40, widest = 40, paint = function(_, cell) return cell end,
}

local frames = {
  box = {
    top = { "┌", "┬", "┐" }, middle = { "├", "┼", "┤" }, bottom = { "└", "┴", "┘" },
    line = "─", bar = "│", more = "…",
  },
  plain = {
    top = { "+", "+", "+" }, middle = { "+", "+", "+" }, bottom = { "+", "+", "+" },
    line = "-", bar = "|", more = "...",
  },
}

-- Narrower than this a text says nothing.
local narrowest = 8

local function natural_widths(columns, shown, settings)
  local widths = {}
  for index, column in ipairs(columns) do
    local width = text.width(column.name)
    for row = 1, shown do width = math.max(width, text.width(column.cells[row])) end
    widths[index] = column.right and width or math.min(width, settings.widest)
  end
  return widths
end

local function total(widths, count)
  local sum = 3 * count + 1
  for index = 1, count do sum = sum + widths[index] end
  return sum
end

--- Narrows the widest texts until all columns fit, or no text can be narrower.
local function narrow(columns, widths, room)
  while total(widths, #columns) > room do
    local widest
    for index, column in ipairs(columns) do
      local can = not column.right and widths[index] > narrowest
      if can and (not widest or widths[index] > widths[widest]) then widest = index end
    end
    if not widest then return end
    widths[widest] = widths[widest] - 1
  end
end

--- How many columns fit, from the left; one of "…" more stands for those that do not.
local function fitting(widths, count, room, mark)
  if total(widths, count) <= room then return count end
  local reserved = text.width(mark) + 3
  while count > 0 and total(widths, count) + reserved > room do count = count - 1 end
  return count
end

local function rule(frame, ends, widths)
  local parts = {}
  for index, width in ipairs(widths) do parts[index] = frame.line:rep(width + 2) end
  return ends[1] .. table.concat(parts, ends[2]) .. ends[3]
end

local function line(frame, cells)
  local bar = " " .. frame.bar .. " "
  return frame.bar .. " " .. table.concat(cells, bar) .. " " .. frame.bar
end

local function footer(columns, kept, rows, shown)
  local parts = {}
  if shown < rows then parts[#parts + 1] = ("%d of %d rows"):format(shown, rows) end
  if kept < #columns then
    local names = {}
    for index = kept + 1, #columns do names[#names + 1] = columns[index].name end
    parts[#parts + 1] = ("no room for: %s"):format(table.concat(names, ", "))
  end
  return table.concat(parts, "; ")
end

--- A table in a frame, or nil when the screen is too narrow for its first column.
---
---@param columns grid.Column[]
---@param options? grid.Options
---@return string? lines
function M.format(columns, options)
  errors.check(1, "columns", columns, "table")
  local settings = errors.options(options, defaults, "grid.format")
  local frame = settings.utf8 and frames.box or frames.plain
  local rows = columns[1] and #columns[1].cells or 0
  local shown = math.min(rows, settings.rows)
  local widths = natural_widths(columns, shown, settings)
  narrow(columns, widths, settings.width)
  local kept = fitting(widths, #columns, settings.width, frame.more)
  if kept == 0 then return nil end
  local shown_widths = table.move(widths, 1, kept, 1, {})
  if kept < #columns then shown_widths[kept + 1] = text.width(frame.more) end

  local function cells(kind, cell_of)
    local list = {}
    for index = 1, kept do
      local cell = text.cut(cell_of(columns[index]), widths[index], frame.more)
      cell = text.pad(cell, widths[index], columns[index].right)
      list[index] = settings.paint(kind or columns[index].right and "number" or "string", cell)
    end
    if kept < #columns then list[kept + 1] = frame.more end
    return line(frame, list)
  end

  local lines = { rule(frame, frame.top, shown_widths) }
  lines[2] = cells("key", function(column) return column.name end)
  lines[3] = rule(frame, frame.middle, shown_widths)
  for row = 1, shown do
    lines[#lines + 1] = cells(nil, function(column) return column.cells[row] end)
  end
  lines[#lines + 1] = rule(frame, frame.bottom, shown_widths)
  local remark = footer(columns, kept, rows, shown)
  if remark ~= "" then lines[#lines + 1] = text.wrap(remark, settings.width) end
  return table.concat(lines, "\n")
end

return M
