-- Checks that each public function of the Lua library says what it does, what it takes and what it gives;
-- with --print, prints the reference instead.
--
--   lua5.4 scripts/lua-docs.lua [--print] [FILE…]        without files: all of stdlib but the recipes

local printing = false
local files = {}
for _, argument in ipairs(arg) do
  if argument == "--print" then printing = true else files[#files + 1] = argument end
end
if #files == 0 then
  for path in io.popen("ls stdlib/*.lua stdlib/types/*.lua 2>/dev/null"):lines() do
    files[#files + 1] = path
  end
end

local function names_of(parameters)
  local names = {}
  for name in parameters:gmatch("[%w_%.]+") do
    if name ~= "self" then names[#names + 1] = name end
  end
  return names
end

--- What the `---` lines above a function say.
local function read_comment(lines)
  local doc = { summary = nil, parameters = {}, returns = false, text = lines }
  for _, line in ipairs(lines) do
    local parameter = line:match("^%-%-%-@param%s+([%w_%.]+)")
    if parameter then
      doc.parameters[parameter] = true
    elseif line:match("^%-%-%-@return") then
      doc.returns = true
    elseif not doc.summary and line:match("^%-%-%-%s*[^@%s]") then
      doc.summary = line:gsub("^%-%-%-%s*", "")
    end
  end
  return doc
end

local problems = {}
local function problem(path, number, text)
  problems[#problems + 1] = ("%s:%d: %s"):format(path, number, text)
end

local function check(path, number, name, parameters, doc, body)
  if not doc.summary then problem(path, number, name .. " has no summary") end
  for _, parameter in ipairs(names_of(parameters)) do
    if not doc.parameters[parameter] then
      problem(path, number, ("%s does not document its parameter '%s'"):format(name, parameter))
    end
  end
  if body:match("\n  return [^\n]") and not doc.returns then
    problem(path, number, name .. " does not document what it returns")
  end
end

local function body_from(lines, first)
  local body = {}
  for i = first, #lines do
    body[#body + 1] = lines[i]
    if lines[i] == "end" then break end
  end
  return table.concat(body, "\n")
end

local function read_file(path)
  local lines = {}
  for line in io.lines(path) do lines[#lines + 1] = line end
  local comment = {}
  -- Annotations have no code: there every function is public.
  local pattern = path:find("types/", 1, true) and "^function%s+([%w_]+[%.:][%w_]+)%s*%((.-)%)"
    or "^function%s+(M[%.:][%w_]+)%s*%((.-)%)"
  for number, line in ipairs(lines) do
    local name, parameters = line:match(pattern)
    if line:match("^%-%-%-") then
      comment[#comment + 1] = line
    else
      if name then
        local doc = read_comment(comment)
        check(path, number, name, parameters, doc, body_from(lines, number))
        if printing then
          local module = path:match("([%w_]+)%.lua$")
          print(("## karst.%s%s(%s)\n"):format(module, name:sub(2), parameters))
          for _, text in ipairs(doc.text) do print((text:gsub("^%-%-%-%s?", ""))) end
          print()
        end
      end
      comment = {}
    end
  end
end

for _, path in ipairs(files) do read_file(path) end
for _, text in ipairs(problems) do io.stderr:write(text, "\n") end
os.exit(#problems == 0)
