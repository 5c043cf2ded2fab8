import FoundationEssentials
import GRDB
import SkeletonAPI
import SkeletonModel
import Skeletonization

@testable import SkeletonService

/// A folder of its own for a test, removed at the end.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "karst-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The data folder of services under test.
    var data: String { path + "/data" }

    /// Writes a file beside the data folder and gives its path.
    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        let file = "\(path)/\(name)"
        try AtomicFile.write(bytes, to: file)
        return file
    }

    /// Writes level-2 graphs into one file beside the data folder and gives its path.
    func write(_ graphs: [Level2Graph], _ name: String = "cells.l2.jsonl") throws -> String {
        try write(graphs.flatMap(Level2GraphFile.text), name)
    }

    /// Opens a service that looks more often than people need.
    func service(
        workers: Int? = 2,
        wait: Duration = .seconds(60),
        hooks: ServiceHooks = ServiceHooks()
    ) throws -> EmbeddedService {
        var options = EmbeddedService.Options(workers: workers, longestWait: wait, hooks: hooks)
        options.timing = WorkerPool.Timing(lookout: .milliseconds(20), recovery: .milliseconds(50), pause: 0.02)
        return try EmbeddedService(data, options)
    }

    /// The names of the files below a folder, without temporary ones that a killed process may have left.
    func files(below folder: String) -> [String] {
        guard let all = try? FileManager.default.subpathsOfDirectory(atPath: folder) else { return [] }
        return all.filter { path in
            var isFolder = false
            _ = FileManager.default.fileExists(atPath: "\(folder)/\(path)", isDirectory: &isFolder)
            return !isFolder
        }.sorted()
    }
}

/// The root id with a running number, in the layer of neurons.
func rootID(_ number: Int64) -> RootID {
    guard let id = RootID(12 << 56 + number) else { preconditionFailure("\(number) makes no root id") }
    return id
}

/// A small neuron, the same for the same seed.
func smallGraph(_ number: Int64, seed: UInt64 = 1) throws -> Level2Graph {
    try SyntheticNeuron.grow(seed: seed, targetCable: 60_000).level2Graph(rootID: rootID(number))
}

extension EmbeddedService {
    /// How often each skeleton was made and published, as the database says.
    func generations() async throws -> [RootID: Int] {
        try await store.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: "SELECT root_id, count(*) AS times FROM generation GROUP BY root_id"
            )
            return Dictionary(
                uniqueKeysWithValues: rows.map { (RootID($0["root_id"] as Int64) ?? rootID(0), $0["times"]) }
            )
        }
    }
}
