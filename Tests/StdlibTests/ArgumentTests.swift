import FoundationEssentials
import Karst
import TestSupport
import Testing

/// Every function and method that scripts can call, with arguments that make no sense: a clear error each, or an answer,
/// and never a trap.
struct ArgumentTests {
    /// Calls `f` with each list of arguments; notes what an error looks like that people could not read.
    private static let battery = """
        local names, functions, receivers, folder = ...
        local cyclic = {}
        cyclic[1], cyclic.self = cyclic, cyclic
        local deep = {}
        for _ = 1, 300 do deep = { deep } end
        local closed = karst.array.float64 { 1, 2 }
        closed:close()
        local skeleton = karst.swc.parse("1 1 0 0 0 1 -1\\n2 2 1 0 0 1 1\\n3 2 2 0 0 1 2\\n")
        local values = {
          false, true, 0, 1, -1, 2.5, 0 / 0, math.huge, math.mininteger, math.maxinteger, 8.6469113546333e+17,
          864691135463333789, "", "x", "a\\0b", "\\xff\\xfe\\0", ("x"):rep(5000), folder .. "/none", {}, { 1, 2 }, { x = 1 },
          cyclic, deep, { "a", 2, {} }, { [1.5] = 1 }, setmetatable({}, { __index = error, __len = error, __pairs = error }),
          print, coroutine.create(print), io.stderr, karst.null, closed, skeleton, karst.array.int64 { 1, 2 }, function() end,
          function() error("own") end,
        }
        local wrong = {}
        local function report(name, problem)
          if #wrong < 20 then wrong[#wrong + 1] = name .. ": " .. problem end
        end
        local function try(name, f, ...)
          local done, problem = pcall(f, ...)
          if done then return end
          local text = tostring(problem)
          if #text == 0 then report(name, "an error without words") end
          if type(problem) == "table" or type(problem) == "userdata" then
            if type(problem.code) ~= "string" then report(name, "an error without a code: " .. text) end
          end
        end
        local count = 0
        local function attack(name, f, receiver)
          local function call(...)
            count = count + 1
            local arguments = table.pack(...)
            local task = karst.task.spawn(function()
              if receiver == nil then try(name, f, table.unpack(arguments, 1, arguments.n))
              else try(name, f, receiver, table.unpack(arguments, 1, arguments.n)) end
            end)
            -- What waits is cancelled; what does not end otherwise hangs the test.
            if not task:wait(0.02) then task:cancel() end
          end
          call()
          call(nil)
          for _, value in ipairs(values) do
            call(value)
            call(value, value, value)
            call("x", value)
            call(skeleton, value)
          end
          call(table.unpack(values))
        end
        for i, f in ipairs(functions) do
          if receivers[i] ~= karst.null then
            attack(names[i], f, receivers[i])
            -- Without the object, and with others in its place.
            attack(names[i], f)
          else
            attack(names[i], f)
          end
        end
        return count, wrong
        """

    /// What would wait for the world, end the process or hold the terminal; and what raises whatever it is given.
    private static let skipped: Set<String> = ["task.every", "errors.raise"]

    @Test func nothingTraps() async throws {
        let folder = try TemporaryFolder()
        let (count, wrong, registered) = try await OwnThread.run { () -> (Int64, [String], Int) in
            var options = LuaEngine.Options(profile: .project)
            options.fileRoots = [folder.path]
            options.memoryLimit = 512 << 20
            let engine = try Engine(options)
            defer { engine.close() }
            engine.lua.onTaskFailure = { _ in }
            let (names, functions, receivers) = try Self.everything(engine, folder)
            let chunk = try engine.lua.compile(Array(Self.battery.utf8), name: "=battery")
            let results = try engine.lua.run(
                chunk,
                [names, functions, receivers, .text(folder.path)],
                awaitingTasks: false
            )
            engine.lua.cancelTasks()
            let wrong = try results[1].reference.map { try engine.lua.table(of: $0).list.compactMap(\.text) } ?? []
            return (results[0].integer ?? 0, wrong, names.list?.count ?? 0)
        }
        #expect(registered > 100)
        #expect(count > 10_000)
        #expect(wrong.isEmpty, "\(wrong)")
    }

    /// All functions of all modules and all methods of the objects that can be made here.
    private static func everything(
        _ engine: Engine,
        _ folder: TemporaryFolder
    ) throws -> (LuaValue, LuaValue, LuaValue) {
        let source = """
            local objects = {
              karst.swc.parse("1 1 0 0 0 1 -1\\n2 2 1 0 0 1 1\\n3 2 2 0 0 1 2\\n"), karst.array.float64 { 1, 2 },
              karst.array.float32 { 1, 2 }, karst.array.int64 { 1, 2 }, karst.array.int32 { 1 }, karst.array.uint8 { 1, 0 },
              karst.cave.client("fuzz", { server_address = "embedded", data = "\(folder("data"))" }),
              karst.task.spawn(function() end),
            }
            objects[#objects + 1] = objects[1].vertices
            objects[#objects + 1] = objects[1].edges
            objects[#objects + 1] = objects[7].skeleton
            local names, functions, receivers = {}, {}, {}
            local function add(name, f, receiver)
              local at = #functions + 1
              names[at], functions[at], receivers[at] = name, f, receiver or false
            end
            for _, entry in ipairs(debug.getmetatable(karst).__dir) do
              local module = karst[entry.name]
              local keys = {}
              for key, value in pairs(module) do
                if type(value) == "function" then keys[#keys + 1] = key end
              end
              table.sort(keys)
              for _, key in ipairs(keys) do add(entry.name .. "." .. key, module[key]) end
            end
            for _, object in ipairs(objects) do
              local metatable = debug.getmetatable(object)
              for _, entry in ipairs(metatable.__dir) do
                if entry.kind == "method" and entry.name ~= "close" then
                  add(metatable.__name .. ":" .. entry.name, object[entry.name], object)
                end
              end
              for name, metamethod in pairs(metatable) do
                if type(metamethod) == "function" then add(metatable.__name .. ":" .. name, metamethod, object) end
              end
            end
            return names, functions, receivers
            """
        let values = try engine.lua.run(engine.lua.compile(Array(source.utf8), name: "=everything"))
        let names = try engine.lua.table(of: try #require(values[0].reference))
        let functions = try engine.lua.table(of: try #require(values[1].reference))
        let receivers = try engine.lua.table(of: try #require(values[2].reference))
        let kept = names.list.indices.filter {
            !skipped.contains(names.list[$0].text ?? "") && names.list[$0].text?.hasPrefix("log.") == false
        }
        return (
            .table(LuaTable(list: kept.map { names.list[$0] })),
            .table(LuaTable(list: kept.map { functions.list[$0] })),
            .table(LuaTable(list: kept.map { receivers.list[$0] == .boolean(false) ? .null : receivers.list[$0] }))
        )
    }

    @Test func valuesOfAnotherEngineAreRefused() async throws {
        try await OwnThread.run {
            let (first, second) = (try Engine(), try Engine())
            defer {
                first.close()
                second.close()
            }
            let function = try #require(try first.run("return print").first)
            #expect(throws: LuaError.self) { try second.run("return ...", arguments: [function]) }
            do throws(LuaError) {
                try second.run("return ...", arguments: [function])
            } catch {
                #expect(error.message == "the function belongs to another engine")
            }
        }
    }

    /// Bindings read paths with `call.path`, which asks the engine's profile.
    @Test func noBindingReadsAPathAsAString() throws {
        let root = Repository.root.appending(path: "Sources/Bindings")
        for file in try FileManager.default.subpathsOfDirectory(atPath: root.path) where file.hasSuffix(".swift") {
            let text = String(decoding: try Data(contentsOf: root.appending(path: file)), as: UTF8.self)
            for name in ["path", "from", "to", "folder", "file"] {
                #expect(!text.contains("tring(1, \"\(name)\")") && !text.contains("tring(2, \"\(name)\")"), "\(file)")
            }
        }
    }
}
