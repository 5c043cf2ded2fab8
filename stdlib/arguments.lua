-- Command lines of scripts: the text that explains the options is also what they are read by.

local errors = require "karst.errors"

local M = {}

-- A line of the text: `  -d, --datastack NAME   whose neurons they are (default: local)`.
local function read_line(line)
  local short, rest = line:match("^%s+(%-%a), (%-%-.*)$")
  rest = rest or line:match("^%s+(%-%-.*)$")
  if not rest then return nil end
  local long, value, help = rest:match("^%-%-([%a][%w-]*)[ =](%u[%w_-]*)%s%s+(.*)$")
  if not long then long, help = rest:match("^%-%-([%a][%w-]*)%s%s+(.*)$") end
  if not long then return nil end
  return {
    short = short, long = "--" .. long, key = long:gsub("-", "_"), takes_value = value ~= nil,
    default = help:match("%(default: ([^)]*)%)"),
  }
end

local function read_usage(usage)
  local by_word, all = {}, {}
  for line in usage:gmatch("[^\n]+") do
    local option = read_line(line)
    if option then
      all[#all + 1] = option
      by_word[option.long] = option
      if option.short then by_word[option.short] = option end
    end
  end
  return by_word, all
end

--- Reads words as a usage text describes them.
---
--- Each line of the text that begins with `-x, --name` or `--name` is an option; a word in capitals
--- behind the name is its value, and `(default: …)` at the end what it is otherwise. `--name=value`
--- and `--` are understood; a `-` alone is a word.
---@param usage string
---@param words string[]
---@return table<string, string|boolean>? options by name, with `_` for `-`; nil for wrong use
---@return string[]|string words the others, or what is wrong
function M.read(usage, words)
  errors.check(1, "usage", usage, "string")
  errors.check(2, "words", words, "table")
  local by_word, all = read_usage(usage)
  local options, others, index = {}, {}, 1
  for _, option in ipairs(all) do options[option.key] = option.default end
  while index <= #words do
    local word = tostring(words[index])
    local name, value = word:match("^(%-%-[%a][%w-]*)=(.*)$")
    local option = by_word[name or word]
    if word == "--" then
      table.move(words, index + 1, #words, #others + 1, others)
      break
    elseif option and option.takes_value then
      if not value then index, value = index + 1, words[index + 1] end
      if not value then return nil, word .. " needs a value" end
      options[option.key] = value
    elseif option then
      if value then return nil, name .. " takes no value" end
      options[option.key] = true
    elseif word:find("^%-.") then
      return nil, "there is no option " .. word
    else
      others[#others + 1] = word
    end
    index = index + 1
  end
  return options, others
end

local wrong_use = { bad_argument = true, bad_id = true, rounded_ids = true, no_column = true }

--- Runs a script's main function with its options and words, and gives its exit status.
---
--- `--help` prints the text. Words that make no sense, and errors about ids and arguments, are said
--- on standard error and give the status 2.
---
--- ```lua
--- return karst.arguments.main(usage, { ... }, function(options, words)
---   print(options.datastack, #words)
--- end)
--- ```
---@param usage string
---@param words string[]
---@param action fun(options: table<string, string|boolean>, words: string[]): integer?
---@return integer? status
function M.main(usage, words, action)
  errors.check(3, "action", action, "function")
  local options, others = M.read(usage, words)
  if options and options.help then
    io.write(usage)
    return 0
  end
  local problem = not options and others
  if options then
    local done, status = pcall(action, options, others)
    if done then return status end
    if not wrong_use[errors.code(status)] then error(status, 0) end
    problem = errors.message(status)
  end
  io.stderr:write(problem, "\n\n", usage)
  return 2
end

--- The number that an option's text stands for; raises when it is none.
---
---@param options table<string, string|boolean>
---@param name string
---@return number? number nil when the option was not given
function M.number(options, name)
  local text = options[name]
  if text == nil then return nil end
  local number = tonumber(text)
  if not number or number < 0 or number ~= number then
    local message = ("--%s must be a number, got '%s'"):format(name:gsub("_", "-"), text)
    errors.raise("bad_argument", message, nil, 2)
  end
  return number
end

return M
