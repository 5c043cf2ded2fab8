import FoundationEssentials
import Karst
import TestSupport
import Testing

struct StandardLibraryTests {
    private static let folder = Repository.root.appending(path: "stdlib")

    private static let filesInFolder: [String] = {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return paths.filter { $0.hasSuffix(".lua") && !$0.hasPrefix("types/") }.sorted()
    }()

    @Test func tableHoldsTheFolder() throws {
        #expect(!Self.filesInFolder.isEmpty)
        #expect(Engine.libraryPaths == Self.filesInFolder)
        for path in Self.filesInFolder {
            let bytes = Array(try Data(contentsOf: Self.folder.appending(path: path)))
            #expect(Engine.librarySource(path) == bytes, "\(path)")
        }
        #expect(Engine.librarySource("no_such_file.lua") == nil)
    }

    @Test func everyFileCompiles() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            for path in Engine.libraryPaths {
                _ = try engine.lua.compile(try #require(Engine.librarySource(path)), name: "@\(path)")
            }
        }
    }

    @Test func everyModuleLoadsAndHasASpec() async throws {
        let names = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            let script = """
                local names = {}
                for _, entry in ipairs(debug.getmetatable(karst).__dir) do
                  assert(type(require("karst." .. entry.name)) == "table", entry.name)
                  assert(karst[entry.name] == require("karst." .. entry.name), entry.name)
                  assert(#entry.summary > 0, entry.name .. " has no summary")
                  names[#names + 1] = entry.name
                end
                return names
                """
            return try engine.run(script).first?.list?.compactMap(\.text) ?? []
        }
        #expect(names.count >= 15)
        for name in names {
            #expect(Spec.all.contains { $0.name == "\(name)_spec.lua" }, "\(name) has no spec")
        }
    }

    @Test func everyRecipeIsRunBySomeSpec() throws {
        let recipes = try String(contentsOf: Spec.folder.appending(path: "recipes_spec.lua"), encoding: .utf8)
        for name in Engine.recipes {
            let isRun = recipes.contains("describe(\"\(name)\"") || Spec.all.contains { $0.name == "\(name)_spec.lua" }
            #expect(isRun, "the recipe \(name) is run by no spec")
        }
    }

    @Test func everyRegistrationSaysWhatItDoes() async throws {
        let problems = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            return engine.lua.modules.flatMap { module in
                let members = module.functions.map { ($0.name, $0.signature, $0.summary) }
                let methods = module.types.flatMap(\.methods).map { ($0.name, $0.signature, $0.summary) }
                return (members + methods).filter { _, signature, summary in
                    !signature.hasPrefix("(") || !summary.hasSuffix(".")
                }.map { "\(module.name).\($0.0)" }
            }
        }
        #expect(problems.isEmpty)
    }
}
