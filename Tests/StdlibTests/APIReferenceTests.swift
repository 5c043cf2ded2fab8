import FoundationEssentials
import Karst
import TestSupport
import Testing

struct APIReferenceTests {
    private static let reference = APIReference()
    private static let stubFolder = Repository.root.appending(path: "stdlib/types")

    @Test func everyRegistrationSaysEverything() {
        #expect(Self.reference.problems == [])
    }

    /// `karst --dump-stdlib stdlib` writes them anew.
    @Test func theCommittedAnnotationsAreThoseOfTheRegistrations() throws {
        let stubs = Self.reference.stubs
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.stubFolder.path).filter {
            $0.hasSuffix(".lua")
        }
        #expect(Set(names) == Set(stubs.map(\.name)))
        for stub in stubs {
            let committed = try? String(contentsOf: Self.stubFolder.appending(path: stub.name), encoding: .utf8)
            #expect(committed == stub.text, "\(stub.name): run karst --dump-stdlib stdlib")
        }
    }

    @Test func annotationsAreLua() async throws {
        try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            for stub in APIReference().stubs {
                _ = try engine.lua.compile(Array(stub.text.utf8), name: "@\(stub.name)")
            }
        }
    }

    /// What the engine has, by raw access, against what each product of the reference names.
    @Test func everythingThatScriptsSeeIsInAllOfIt() async throws {
        let names = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            let script = """
                local names = {}
                for _, entry in ipairs(debug.getmetatable(karst).__dir) do
                  for name, value in next, karst[entry.name] do
                    if type(name) == "string" and type(value) == "function" then
                      names[#names + 1] = entry.name .. "." .. name
                    end
                  end
                end
                return names
                """
            return try engine.run(script).first?.list?.compactMap(\.text) ?? []
        }
        #expect(names.count > 60)
        let stubs = Dictionary(uniqueKeysWithValues: Self.reference.stubs.map { ($0.name, $0.text) })
        let luacheck = Self.reference.luacheckConfiguration
        for name in names {
            let parts = name.split(separator: ".")
            #expect(stubs["\(parts[0]).lua"]?.contains("function M.\(parts[1])(") == true, "\(name) has no annotation")
            #expect(Self.reference.manual.contains("### karst.\(name)("), "\(name) is not in the manual")
            #expect(luacheck.contains(" \(parts[1]) = {},"), "luacheck does not know \(name)")
        }
    }

    @Test func waitingFunctionsOptionsAndDefaultsAreAnnotated() throws {
        let stub = try #require(Self.reference.stubs.first { $0.name == "swc.lua" }?.text)
        #expect(
            stub.contains(
                """
                ---@class karst.swc.read.Options
                ---@field mode? "lenient"|"strict" Whether what is outside the standard is read and reported, or refused. \
                (default: "lenient")
                """
            )
        )
        #expect(
            stub.contains(
                """
                --- Reads an SWC file, also a gzipped one.
                ---
                ---@async
                ---@param path string The file.
                ---@param options? karst.swc.read.Options What differs from the defaults.
                ---@return Skeleton
                function M.read(path, options) end
                """
            )
        )
    }

    // MARK: Options

    /// Every function with options refuses one that it does not know, and names those that it does: the documented ones.
    @Test func documentedOptionsAreTheOnesThatFunctionsTake() async throws {
        let folder = try TemporaryFolder()
        let (problems, count) = try await OwnThread.run {
            let engine = try Engine()
            defer { engine.close() }
            try engine.run(
                """
                sk = karst.swc.parse("1 1 0 0 0 1 -1")
                service = karst.service.open(...)
                client = karst.cave.client("d", { server_address = "embedded", data = ... }).skeleton
                """,
                arguments: [.text(folder.path)]
            )
            let receivers = ["Skeleton": "sk", "SkeletonClient": "client", "Service": "service"]
            var calls: [(call: String, function: LuaFunction)] = []
            for module in engine.lua.modules {
                calls += module.functions.map { ("karst.\(module.name).\($0.name)", $0) }
                for type in module.types {
                    guard let receiver = receivers[type.name] else { continue }
                    calls += type.methods.map { ("\(receiver):\($0.name)", $0) }
                }
            }
            calls = calls.filter { $0.call != "karst.task.spawn" && !$0.function.options.isEmpty }
            return (try calls.compactMap { try Self.problem($0.call, $0.function, engine) }, calls.count)
        }
        #expect(problems == [])
        #expect(count >= 25)
    }

    private static func problem(_ call: String, _ function: LuaFunction, _ engine: Engine) throws -> String? {
        let parameters = LuaSignature(function.signature)?.parameters ?? []
        let arguments = parameters.map {
            $0.name == "options" ? "{ zzzzzzzzzzzzzzzzzzzzzzzzzzzz = 1 }" : sample($0.type)
        }
        let script = """
            local ok, problem = pcall(function() \(call)(\(arguments.joined(separator: ", "))) end)
            return ok and "accepts anything" or problem.message or problem
            """
        let message = try engine.run(script).first?.text ?? ""
        // The first argument of a method of the service may also stand in the table of named arguments.
        let documented = function.options.map(\.name).sorted().joined(separator: ", ")
        return message.hasSuffix("(known: \(documented))") ? nil : "\(call): documented \(documented); \(message)"
    }

    private static func sample(_ type: String) -> String {
        if type.hasPrefix("Skeleton") { return type.hasSuffix("[]") ? "{ sk }" : "sk" }
        if type.hasPrefix("number[][]") { return "{ { 0, 0, 0 } }" }
        if type.hasPrefix("number[]") { return "{ 0, 0, 0 }" }
        if type.contains("integer|string") || type.hasPrefix("(integer") { return "864691135463333789" }
        if type.hasPrefix("integer") || type.hasPrefix("number") { return "1" }
        return "\"x\""
    }

    // MARK: Error codes

    /// The table of codes in the manual against every code in the sources.
    @Test func theManualExplainsEveryErrorCode() throws {
        let listed = Set(Self.reference.manual.matches(of: /\| `([a-z_0-9]+)` \|/).map { String($0.1) })
        let found = try Self.codesInSources()
        #expect(found.count > 40)
        #expect(found.subtracting(listed) == [])
        // These come by ways that the search does not see.
        #expect(listed.subtracting(found).subtracting(["http", "syntax", "timed_out"]) == [])
    }

    private static func codesInSources() throws -> Set<String> {
        var codes: Set<String> = []
        for folder in ["Sources", "stdlib"] {
            let root = Repository.root.appending(path: folder)
            for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
                guard path.hasSuffix(".swift") || path.hasSuffix(".lua"), !path.hasPrefix("CABI/") else { continue }
                let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
                for match in text.matches(of: /(?:code: |errors\.(?:raise|new)\()"([a-z_0-9]+)"/) {
                    codes.insert(String(match.1))
                }
                codes.formUnion(codesOfEnumeration(text))
            }
        }
        return codes
    }

    /// The words in `var code: String { switch self { case .one: "one" … } }` of an error.
    private static func codesOfEnumeration(_ text: String) -> [String] {
        guard text.contains("UserFacingError"), let start = text.firstRange(of: "var code: String {"),
            let end = text[start.upperBound...].firstRange(of: "\n    }\n")
        else { return [] }
        return text[start.upperBound..<end.lowerBound].matches(of: /: +"([a-z_0-9]+)"/).map { String($0.1) }
    }
}
