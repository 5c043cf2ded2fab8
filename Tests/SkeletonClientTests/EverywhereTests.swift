import FoundationEssentials
import Glibc
import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

/// One Lua script, run by the program itself, against every kind of service.
@Suite(.enabled(if: Repository.hasShared, "needs the shared reference files"))
struct EverywhereTests {
    private static let script = Repository.fixtures.appending(path: "Client/everywhere.lua").path

    private static func run(_ arguments: [String], _ home: TemporaryFolder) async throws -> Finished {
        var program = Program(BuiltProducts.karst, arguments)
        program.environment["HOME"] = home.path
        let ready = program
        return try await blocking { try ready.finish() }
    }

    private static func expectSame(_ finished: Finished) {
        #expect(finished.output == "the same everywhere\n", "\(finished.errors)")
        #expect(finished.status == 0)
    }

    /// A data folder with the recording's neurons.
    private static func data(_ home: TemporaryFolder) async throws -> String {
        let data = home("data")
        for id in [RootID.test(1), RootID.test(2)] {
            let recorded = try Recording("get_bulk_skeletons_dict").exchanges.last?.answer.body ?? []
            var answer = BulkAnswer()
            let members = unsafe recorded.withUnsafeBytes { unsafe answer.take($0) }
            guard case .bytes(let bytes)? = members.first(where: { $0.id == id })?.value else {
                Issue.record("no skeleton of \(id)")
                continue
            }
            let path = home("\(id).json")
            try AtomicFile.write(Gzip.decompress(bytes), to: path)
            let imported = try await run(["import", path, "--data", data, "--datastack", "demo_stack"], home)
            try #require(imported.status == 0, "\(imported.errors)")
        }
        let refuse = ["import", "--refuse", "\(RootID.test(777))", "--data", data, "--datastack", "demo_stack"]
        try #require(try await run(refuse, home).status == 0)
        return data
    }

    @Test func embedded() async throws {
        let home = try TemporaryFolder()
        let data = try await Self.data(home)
        Self.expectSame(try await Self.run([Self.script, "embedded", data], home))
    }

    @Test func served() async throws {
        let home = try TemporaryFolder()
        let data = try await Self.data(home)
        let path = home.path
        let finished = try await blocking {
            var server = Program(BuiltProducts.karst, ["serve", "--data", data, "--port", "0"])
            server.environment["HOME"] = path
            let running = try server.start()
            defer { running.send(SIGTERM) }
            let address = try #require(Self.address(running))
            var program = Program(BuiltProducts.karst, [Self.script, address])
            program.environment["HOME"] = path
            return try program.finish()
        }
        Self.expectSame(finished)
    }

    /// The address that the server says it listens on.
    private static func address(_ server: RunningProgram) -> String? {
        guard server.waitForOutput("\n") else { return nil }
        return server.outputSoFar.split { $0 == " " || $0.isNewline }.first { $0.hasPrefix("http://") }.map(String.init)
    }

    @Test func recorded() async throws {
        let home = try TemporaryFolder()
        let names = [
            "get_skeleton_dict_v4", "get_skeleton_swc_v4", "get_bulk_skeletons_dict", "skeletons_exist_many",
            "get_refusal_list", "get_precomputed_skeleton_info_v4", "get_skeleton_refused", "get_cache_contents_one",
        ]
        let replay = try ReplayServer(names)
        let server = try await WireServer { path, address in
            let answer = replay.answer(path)
            let isText = answer.header("content-type")?.contains("json") == true
            let body =
                isText
                ? Array(String(decoding: answer.body, as: UTF8.self).replacing(Recording.server, with: address).utf8)
                : answer.body
            let type = answer.header("content-type") ?? "application/octet-stream"
            return .bytes(WireServer.answer("\(answer.status) x", type, body))
        }
        Self.expectSame(try await Self.run([Self.script, "http://127.0.0.1:\(server.port)"], home))
    }
}
