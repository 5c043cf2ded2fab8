import FoundationEssentials
import Karst
import TestSupport
import Testing

/// One file of tests written in Lua.
struct Spec: Sendable, CustomTestStringConvertible {
    let path: String

    var name: String { String(path.split(separator: "/").last ?? "") }
    var testDescription: String { name }

    static let folder = Repository.root.appending(path: "Tests/StdlibTests/lua")

    static let all: [Spec] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.filter { $0.hasSuffix("_spec.lua") }.sorted().map { Spec(path: folder.appending(path: $0).path) }
    }()
}

struct SpecTests {
    /// What became of the cases of a spec.
    struct Outcome: Sendable {
        var passed: Int64
        var failures: [String]
        var failedTasks: Int
    }

    @Test(arguments: Spec.all)
    func passes(_ spec: Spec) async throws {
        let folder = try TemporaryFolder()
        let outcome = try await OwnThread.run { try Self.run(spec, folder: folder.path) }
        for failure in outcome.failures { Issue.record("\(failure)") }
        #expect(outcome.passed > 0, "no case ran")
        #expect(outcome.failedTasks == 0)
    }

    private static func run(_ spec: Spec, folder: String) throws -> Outcome {
        let engine = try Engine()
        defer { engine.close() }
        try engine.lua.setGlobal("TEST_FOLDER", .text(folder))
        try engine.lua.setGlobal("FIXTURES", .text(Repository.fixtures.path))
        try engine.run(contentsOf: spec.path)
        let result = try engine.run("return karst.test.run()").first?.table
        let failures = (result?["failed"]?.list ?? []).map {
            "\($0.table?["name"]?.text ?? "?"): \($0.table?["message"]?.text ?? "?")"
        }
        return Outcome(
            passed: result?["passed"]?.integer ?? 0,
            failures: failures,
            failedTasks: engine.lua.failedTaskCount
        )
    }

    @Test func thereAreSpecs() {
        #expect(Spec.all.count >= 15)
    }
}
