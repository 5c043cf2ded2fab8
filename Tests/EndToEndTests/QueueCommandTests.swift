import FoundationEssentials
import Glibc
import SkeletonAPI
import SkeletonModel
import SkeletonService
import TestSupport
import Testing

/// `karst worker` and `karst queue`, as people call them.
struct QueueCommandTests {
    private let sandbox: Sandbox

    init() throws { sandbox = try Sandbox() }

    private var data: String { sandbox.folder("data") }

    /// Imports one neuron and queues it, and one of which there are no data.
    private func dispatch() async throws -> [RootID] {
        let service = try EmbeddedService.open(data, workers: 0)
        let neurons = try await service.importFiles([FixtureNeuron.graph], datastack: "local")
        _ = try await service.generateSkeletons(neurons.map(\.rootID), datastack: "local", version: .newest)
        await service.close()
        return neurons.map(\.rootID)
    }

    private func damageGraph(_ id: RootID) throws {
        try AtomicFile.write([1, 2, 3], to: "\(data)/graphs/local/\(id).l2.jsonl.gz")
    }

    private func status() throws -> JSONObject {
        let finished = try sandbox.karst("queue", "status", "--data", "data", "--json")
        #expect(finished.status == 0)
        return try #require(try JSONValue.parse(finished.outputBytes).objectValue)
    }

    @Test func anEmptyQueueSaysSo() throws {
        let finished = try sandbox.karst("queue", "--data", "data")
        #expect(finished.output == "queued\t0\nrunning\t0\nfailed\t0\nseconds_per_skeleton\t-\nseconds_to_go\t0.0\n")
        #expect(finished.errors == "")
        let status = try status()
        #expect(status["jobs"] == .array([]))
        #expect(status["workers"] == .array([]))
    }

    @Test func aWorkerThatDrainsTheQueueMakesEverythingAndEnds() async throws {
        let ids = try await dispatch()
        let before = try status()
        #expect(before["queued"] == .integer(1))
        #expect(before["jobs"]?.arrayValue?.first?.objectValue?["root_id"] == .integer(ids[0].value))
        let worker = try sandbox.karst("worker", "--data", "data", "--threads", "2", "--drain")
        #expect(worker.status == 0)
        #expect(worker.errors.hasPrefix("working on \(data) (process "))
        let after = try status()
        #expect(after["queued"] == .integer(0))
        #expect(after["measured"] == .integer(1))
        #expect(after["seconds_per_skeleton"]?.doubleValue.map { $0 > 0 } == true)
    }

    @Test func aWorkerEndsInGoodOrderWhenItIsAskedTo() async throws {
        let running = try sandbox.program(["worker", "--data", "data", "--threads", "2"]).start()
        var workers: [JSONValue] = []
        for _ in 0..<600 where workers.isEmpty { workers = try status()["workers"]?.arrayValue ?? [] }
        #expect(workers.first?.objectValue?["threads"] == .integer(2))
        #expect(workers.first?.objectValue?["process"] == .integer(Int64(running.pid)))
        running.send(SIGTERM)
        #expect(running.finish().ending == .signalled(SIGTERM))
        #expect(try status()["workers"] == .array([]))
    }

    @Test func deadLettersAreListedTriedAgainAndForgotten() async throws {
        let id = try await dispatch()[0]
        try damageGraph(id)
        #expect(try sandbox.karst("worker", "--data", "data", "--drain").status == 0)
        let lines = try sandbox.karst("queue", "--data", "data").output.split(separator: "\n")
        let letter = try #require(lines.first { $0.hasPrefix("job\t") })
        #expect(letter.hasPrefix("job\tfailed\tlocal\t\(id)\tbulk\t1\t-\t-\tfalse\t"))
        #expect(letter.hasSuffix("import it again"))
        let retry = try sandbox.karst("queue", "retry", "--data", "data", "--json")
        #expect(retry.output == "{\"datastack\":\"local\",\"root_id\":\(id)}\n")
        #expect(retry.errors == "1 back in the queue\n")
        #expect(try status()["queued"] == .integer(1))
        #expect(try sandbox.karst("worker", "--data", "data", "--drain").status == 0)
        let other = try sandbox.karst("queue", "purge", "--data", "data", "--datastack", "other")
        #expect(other.output == "")
        let purge = try sandbox.karst("queue", "purge", "--data", "data", id.description)
        #expect(purge.output == "local\t\(id)\n")
        #expect(purge.errors == "1 forgotten\n")
        #expect(try status()["failed"] == .integer(0))
    }

    @Test func aWorkerSaysWhatKeepsItFromWorking() throws {
        let command = "exec $KARST worker --data data --threads 1 2>&1"
        var program = sandbox.program(["-c", command], executable: "/bin/sh")
        program.environment["KARST"] = BuiltProducts.karst
        let running = try program.start()
        #expect(running.waitForOutput("working on"))
        try FileManager.default.moveItem(atPath: data, toPath: data + "-away")
        #expect(
            running.waitForOutput("karst: \(data): the data folder has gone or another one has taken its place\n")
        )
        try FileManager.default.moveItem(atPath: data + "-away", toPath: data)
        #expect(running.waitForOutput("karst: working again\n"))
        running.send(SIGTERM)
        #expect(running.finish().ending == .signalled(SIGTERM))
    }

    @Test(arguments: [
        (["worker", "--threads", "0"], "--threads must be 1 to 256, got 0"),
        (["queue", "retry", "x"], "root id must be an integer from 1 to 2^63-1 (got 'x')"),
        (["queue", "status", "--limit=-1"], "--limit must be 0 or more, got -1"),
    ])
    func wrongUseIsExplained(_ words: [String], _ sentence: String) throws {
        let finished = try sandbox.program(words).finish()
        #expect(finished.status == 2)
        #expect(finished.errors.contains(sentence))
    }
}
