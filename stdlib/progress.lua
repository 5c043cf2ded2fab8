-- How far a job is: a bar on a terminal, plain lines elsewhere; always on standard error.

local errors = require "karst.errors"
local host = require "karst.host"
local task = require "karst.task"
local terminal = require "karst.terminal"

local M = {}

---@class progress.Bar
---@field label string
---@field total integer
---@field done integer
local Bar = { __name = "Bar" }
Bar.__index = Bar

---@class progress.Options
---@field stream? file* where to write (default `io.stderr`)
---@field terminal? boolean draw a bar (default: whether standard error is a terminal)
---@field width? integer columns of the terminal
---@field now? fun(): number a clock in seconds (default `task.now`)
---@field quiet? boolean say nothing at all

local defaults = {
  stream = io.stderr, terminal = false, width = false, now = task.now, quiet = false,
}

--- Bars that stand on the terminal's last line now.
local drawn = setmetatable({}, { __mode = "k" })

local redraw_seconds = 0.1
local line_seconds = 60

--- Starts to show the progress of a job.
---
--- ```lua
--- local bar <close> = karst.progress.open("fetching", #ids)
--- for _, id in ipairs(ids) do fetch(id) bar:add(1) end
--- ```
---@param label string what is being done, in one or two words
---@param total integer how many steps there are
---@param options? progress.Options
---@return progress.Bar bar
function M.open(label, total, options)
  errors.check(1, "label", label, "string")
  errors.check(2, "total", total, "integer")
  local settings = errors.options(options, defaults, "progress.open")
  if settings.terminal == nil then settings.terminal = terminal.is_terminal("stderr") end
  local now = settings.now()
  return setmetatable({
    label = label, total = total, done = 0, note = nil,
    settings = settings, began = now, shown_at = nil, closed = false,
  }, Bar)
end

--- Seconds as people say them: 8 s, 3 min 20 s, 2 h 5 min.
---
---@param seconds number
---@return string text
function M.format_duration(seconds)
  errors.check(1, "seconds", seconds, "number")
  local whole = math.floor(seconds + 0.5)
  if whole < 60 then return whole .. " s" end
  if whole < 3600 then return ("%d min %d s"):format(whole // 60, whole % 60) end
  return ("%d h %d min"):format(whole // 3600, whole % 3600 // 60)
end

local function remaining(bar, now)
  local elapsed = now - bar.began
  if bar.done <= 0 or bar.done >= bar.total or elapsed < 1 then return nil end
  return M.format_duration(elapsed / bar.done * (bar.total - bar.done)) .. " left"
end

local function summary(bar, now)
  local parts = { ("%s %d/%d"):format(bar.label, bar.done, bar.total) }
  if bar.note then parts[#parts + 1] = bar.note end
  parts[#parts + 1] = remaining(bar, now)
  return table.concat(parts, ", ")
end

local function drawing(bar, now)
  local text = summary(bar, now)
  local columns = bar.settings.width or terminal.width("stderr") or 80
  local room = math.min(40, columns - (utf8.len(text) or #text) - 4)
  if room < 8 then return text:sub(1, columns - 1) end
  local share = bar.total > 0 and math.min(bar.done / bar.total, 1) or 1
  local filled = math.floor(share * room)
  return ("[%s%s] %s"):format(("#"):rep(filled), ("."):rep(room - filled), text)
end

local function show(bar, now, last)
  local settings = bar.settings
  bar.shown_at = now
  if settings.quiet then return end
  if settings.terminal then
    settings.stream:write("\r", drawing(bar, now), "\27[K", last and "\n" or "")
    drawn[bar] = not last or nil
  else
    settings.stream:write(summary(bar, now), "\n")
  end
  settings.stream:flush()
end

--- Whether a bar stands on the terminal's last line, so that nothing else should be drawn there.
---
---@return boolean
function M.is_drawing()
  return next(drawn) ~= nil
end

--- A program that embeds the engine may want to show progress its own way.
local function tell_program(bar)
  return not bar.settings.quiet and host.progress(bar.label, bar.done, bar.total, bar.note)
end

--- Says how many steps are done.
---
---@param done integer
---@param note? string a few words that stand behind the count, until the next ones
function Bar:update(done, note)
  if self.closed then return end
  self.done, self.note = done, note or self.note
  if tell_program(self) then return end
  local now = self.settings.now()
  local pause = self.settings.terminal and redraw_seconds or line_seconds
  if now - (self.shown_at or (self.settings.terminal and -math.huge or self.began)) >= pause then
    show(self, now, false)
  end
end

--- Says that some more steps are done.
---
---@param steps? integer default 1
---@param note? string a few words that stand behind the count
function Bar:add(steps, note)
  self:update(self.done + (steps or 1), note)
end

--- Shows the final state; what comes after is written below it.
---
---@param note? string a few last words
function Bar:close(note)
  if self.closed then return end
  self.note = note or self.note
  if not tell_program(self) then show(self, self.settings.now(), true) end
  self.closed = true
end

Bar.__close = function(bar) bar:close() end

return M
