import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// What people give that cannot be used: each gets a sentence that names it, the right status, and nothing half-written.
struct BadInputTests {
    private static let recipe = Repository.root.appending(path: "stdlib/recipes/poll_and_fetch.lua").path
    private static let client =
        "local skeletons = karst.cave.client('local', { server_address = 'embedded' }).skeleton "

    /// A sandbox whose service holds the neuron of the fixtures.
    private static func sandbox() throws -> Sandbox {
        let sandbox = try Sandbox()
        let finished = try sandbox.karst("import", FixtureNeuron.graph)
        #expect(finished.output == "\(FixtureNeuron.id)\tadded\t\(FixtureNeuron.graph)\n")
        #expect(finished.ending == .exited(0))
        return sandbox
    }

    // MARK: Imports

    @Test(arguments: [
        ("missing.l2.jsonl", "missing.l2.jsonl: no such file or directory"),
        ("folder", "folder: is a directory"),
        ("text.txt/below", "text.txt/below: "),
        ("text.txt", "text.txt: neither a level-2 graph, a table, a mesh nor a label volume"),
        ("empty.l2.jsonl", "empty.l2.jsonl: the file is empty"),
        ("cut.l2.jsonl", "cut.l2.jsonl: line 3: not a JSON object"),
    ])
    func aFileThatIsNoGraphIsNamed(path: String, message: String) throws {
        let sandbox = try Sandbox()
        mkdir(sandbox.folder("folder"), 0o777)
        try sandbox.folder.write("hello\n", to: "text.txt")
        try sandbox.folder.write("", to: "empty.l2.jsonl")
        let lines = try String(contentsOfFile: FixtureNeuron.graph, encoding: .utf8).split(separator: "\n")
        try sandbox.folder.write(lines.prefix(2).joined(separator: "\n") + "\n{\"t\":\"n\",\"id\":", to: "cut.l2.jsonl")
        // A good file beside it is not imported either.
        let finished = try sandbox.karst("import", FixtureNeuron.graph, path)
        #expect(finished.errors.hasPrefix("karst: \(message)"), "\(finished.errors)")
        #expect(finished.output == "")
        #expect(finished.ending == .exited(1))
        #expect(try sandbox.karst("-e", "print(#karst.service.open():datastacks())").output == "0\n")
    }

    @Test(arguments: ["text.txt", "text.txt/data", "/proc/karst"])
    func aDataFolderThatCannotBeUsedIsNamed(folder: String) throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("hello\n", to: "text.txt")
        let finished = try sandbox.karst("import", "--data", folder, FixtureNeuron.graph)
        #expect(finished.errors.contains(folder.hasPrefix("/") ? folder : "text.txt"))
        #expect(finished.ending == .exited(1))
        #expect(try sandbox.folder.text("text.txt") == "hello\n")
    }

    @Test func theSameNeuronWithOtherDataIsAnError() throws {
        let sandbox = try Self.sandbox()
        let text = try String(contentsOfFile: FixtureNeuron.graph, encoding: .utf8)
        let changed = text.replacing("\"mean_dt\":100.0", with: "\"mean_dt\":101.0", maxReplacements: 1)
        #expect(changed != text)
        try sandbox.folder.write(changed, to: "other.l2.jsonl")
        let finished = try sandbox.karst("import", "other.l2.jsonl")
        #expect(finished.errors.contains(FixtureNeuron.id))
        #expect(finished.errors.contains("other.l2.jsonl"))
        #expect(finished.ending == .exited(1))
        let again = try sandbox.karst("import", FixtureNeuron.graph)
        #expect(again.output == "\(FixtureNeuron.id)\tunchanged\t\(FixtureNeuron.graph)\n")
        #expect(again.ending == .exited(0))
    }

    @Test func twoImportsAtOnceBothSucceed() throws {
        let sandbox = try Sandbox()
        let running = try (0..<4).map { _ in try sandbox.program(["import", FixtureNeuron.graph]).start() }
        let finished = running.map { $0.finish() }
        #expect(finished.allSatisfy { $0.ending == .exited(0) }, "\(finished.map(\.errors))")
        #expect(finished.count { $0.output.contains("\tadded\t") } == 1)
        #expect(finished.count { $0.output.contains("\tunchanged\t") } == 3)
    }

    // MARK: Requests

    @Test(arguments: [
        (
            "skeletons:get_skeleton(ID + 0.0)",
            "root id must be an integer (got 8.6469112845514e+17, which has lost digits)"
        ),
        ("skeletons:get_skeleton('abc')", "'abc'"),
        ("skeletons:get_skeleton(-1)", "root id must be positive (got -1)"),
        ("skeletons:get_skeleton(true)", "got boolean"),
        ("skeletons:get_skeleton()", "root id expected"),
        ("skeletons:get_skeleton(864691135463611454)", "has no neuron with root id 864691135463611454"),
        ("skeletons:get_bulk_skeletons({})", "the list of root ids is empty"),
        ("skeletons:get_bulk_skeletons({ ID, 1.5 })", "1.5"),
        (
            "skeletons:get_skeleton{ root_id = ID, skeleton_version = 9 }",
            "unknown skeleton version: 9 (valid: -1, 0, 1, 2, 3, 4)"
        ),
        ("skeletons:get_skeleton{ root_id = ID, output_format = 'xml' }", "unknown output format: 'xml'"),
        (
            "skeletons:get_skeleton{ root_id = ID, datastack_name = 'nowhere' }",
            "unknown datastack 'nowhere' (known: local)"
        ),
        (
            "karst.cave.client('nowhere', { server_address = 'embedded' }).skeleton:get_skeleton(ID)",
            "unknown datastack 'nowhere'"
        ),
        ("karst.cave.client()", "bad argument #1 'datastack_name'"),
        ("karst.swc.read('missing.swc')", "missing.swc: no such file or directory"),
        ("karst.swc.read('.')", ".: is a directory"),
    ])
    func aWrongArgumentIsNamed(call: String, message: String) throws {
        let finished = try Self.sandbox().karst("-e", Self.client + call.replacing("ID", with: FixtureNeuron.id))
        #expect(finished.errors.hasPrefix("karst: (command line):1: "), "\(finished.errors)")
        #expect(finished.errors.contains(message), "\(finished.errors)")
        #expect(finished.output == "")
        #expect(finished.ending == .exited(1))
    }

    // MARK: The recipe

    @Test(
        arguments: [
            (["1.5"], "'1.5'"), (["abc"], "'abc'"), (["-1"], "-1"), ([], "no root ids were given"),
            (["--deadline", "x", "1"], "'x'"),
        ] as [([String], String)]
    )
    func theRecipeRefusesWrongUse(arguments: [String], message: String) throws {
        let sandbox = try Self.sandbox()
        let finished = try sandbox.program([Self.recipe] + arguments).finish()
        #expect(finished.errors.contains(message))
        #expect(finished.output == "")
        #expect(finished.ending == .exited(2))
        #expect(access(sandbox.folder("skeletons"), F_OK) != 0)
    }

    @Test func everyKindOfIDSettles() throws {
        let sandbox = try Self.sandbox()
        let refused = "864691128455135999"
        #expect(try sandbox.karst("import", "--refuse", refused).output == "\(refused)\trefused\n")
        let ids = [FixtureNeuron.id, "864691135463611454", refused]
        let finished = try sandbox.karst(Self.recipe, input: ids.joined(separator: "\n") + "\n")
        let rows = finished.output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        #expect(rows.map { String($0[0]) } == ids)
        #expect(rows.map { $0[1] } == ["fetched", "invalid", "refused"])
        #expect(finished.ending == .exited(0))
        #expect(try sandbox.folder.names(in: "skeletons") == ["\(FixtureNeuron.id).swc", "measures.csv", "status.csv"])
    }

    @Test func anOutputFolderThatCannotBeMadeIsNamed() throws {
        let sandbox = try Self.sandbox()
        try sandbox.folder.write("hello\n", to: "text.txt")
        let finished = try sandbox.karst(Self.recipe, "-o", "text.txt/out", FixtureNeuron.id)
        #expect(finished.errors.contains("text.txt/out"))
        #expect(finished.output == "")
        #expect(finished.ending == .exited(1))
    }

    @Test func aCorruptCacheFileIsSetAsideAndMadeAgain() throws {
        let sandbox = try Self.sandbox()
        let script = Self.client + "print(skeletons:get_skeleton(\(FixtureNeuron.id)):cable_length())"
        let first = try sandbox.karst("-e", script)
        #expect(first.ending == .exited(0))
        let file = try #require(try cacheFile(sandbox))
        try Data("not a skeleton".utf8).write(to: URL(filePath: file))
        let second = try sandbox.karst("-e", script)
        #expect(second.output == first.output)
        #expect(second.ending == .exited(0))
        #expect(try Data(contentsOf: URL(filePath: file)).count > 100)
    }

    private func cacheFile(_ sandbox: Sandbox) throws -> String? {
        let finished = try sandbox.shell("find home/data/karst -type f -name '*\(FixtureNeuron.id)*.h5.gz'")
        return finished.output.split(separator: "\n").first.map { sandbox.folder(String($0)) }
    }
}
