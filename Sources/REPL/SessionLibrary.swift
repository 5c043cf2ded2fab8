import LuaHost

/// The part of a session that is Lua: running an entry, showing its results, finding completions.
struct SessionLibrary {
    /// `run(entry, is_expression, colour, width)`.
    let run: LuaReference
    /// `complete(line)`, the candidates and how many bytes each replaces.
    let complete: LuaReference

    /// The chunk's name, by which tracebacks leave it out.
    static let chunkName = "=[karst]"

    private static let source = """
        local names = {}
        local karst = karst
        local metatable = karst and debug.getmetatable(karst)
        for _, entry in ipairs(metatable and rawget(metatable, "__dir") or {}) do
          if not entry.kind or entry.kind == "module" then names[entry.name] = true end
        end
        -- The modules' short names, loaded on first use. A script that has given the globals a metatable keeps it.
        if not getmetatable(_G) then
          setmetatable(_G, { __index = function(globals, name)
            if not names[name] then return nil end
            local module = karst[name]
            rawset(globals, name, module)
            return module
          end })
        end

        local function show(is_expression, colour, width, ...)
          local count = select("#", ...)
          if count == 0 then return end
          _G._ = (...)
          local first = ...
          if not is_expression and count == 1 and first == nil then return end
          local inspect = require "karst.inspect"
          local texts = {}
          for index = 1, count do
            texts[index] = inspect.format((select(index, ...)), { colour = colour, width = width })
          end
          print(table.concat(texts, "\\t"))
        end

        local function run(entry, is_expression, colour, width)
          show(is_expression, colour, width, entry())
        end

        local function complete(line)
          local candidates, first = require("karst.complete").candidates(line, { _G, karst })
          local texts = {}
          for index, candidate in ipairs(candidates) do
            texts[index] = candidate.text
            if index == 1000 then break end
          end
          return #line - first + 1, table.unpack(texts)
        end

        return run, complete
        """

    init(_ engine: LuaEngine) throws(LuaError) {
        let chunk = try engine.compile(Array(Self.source.utf8), name: Self.chunkName)
        let functions = try engine.call(chunk).compactMap { value in
            if case .reference(let reference) = value { reference } else { nil }
        }
        guard functions.count == 2 else { throw LuaError(code: "error", "the prompt could not be set up") }
        (run, complete) = (functions[0], functions[1])
    }
}
