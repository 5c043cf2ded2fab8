import SkeletonAPI
import SkeletonModel

/// Puts neurons into the data folder: all of the files, or, when anything is wrong with any, none.
///
/// Everything is read and checked before anything is written. Files are written before the database says that they are
/// there; a process that ends between the two leaves files that nobody looks at and the next import writes again.
struct Importer: Sendable {
    let folder: DataFolder
    let neurons: Neurons
    let cache: SkeletonCache

    /// How long to wait for another import.
    static let patience: Duration = .seconds(300)

    func run(_ paths: [String], datastack: String) async throws(ServiceError) -> [ImportedNeuron] {
        guard DataFolder.isDatastackName(datastack) else { throw .badDatastackName(datastack) }
        var items: [ImportItem] = []
        for path in paths { items += try await ImportItem.items(in: path) }
        try folder.checkPresence()
        // Two processes must not both find a neuron new and write different data for it.
        let lock = try await FileLock.waitForLock(folder.importLock, atMost: Self.patience)
        try removeLeftovers(datastack)
        let results = try await write(try await plan(items, datastack), datastack)
        _ = consume lock
        return results
    }

    /// Nobody writes graphs but who holds the lock, so every temporary file is of an import that was killed.
    private func removeLeftovers(_ datastack: String) throws(ServiceError) {
        for name in try Files.names(in: folder.graphs(datastack)) where name.hasSuffix(".tmp") {
            try Files.remove("\(folder.graphs(datastack))/\(name)")
        }
    }

    // MARK: Checking

    fileprivate struct Step: Sendable {
        let item: ImportItem
        let target: String
        /// Whether a file has to be written; a known neuron's is, when it has gone or is damaged.
        let writes: Bool
        let result: ImportedNeuron
    }

    private func plan(_ items: [ImportItem], _ datastack: String) async throws(ServiceError) -> [Step] {
        let records = try await neurons.records(items.map(\.rootID), datastack: datastack)
        var firstGraphs: [RootID: ImportItem] = [:]
        var firstSkeletons: [RootID: ImportItem] = [:]
        var steps: [Step] = []
        for item in items {
            switch item.content {
            case .graph(let record):
                let earlier = firstGraphs[item.rootID]?.record ?? records[item.rootID]
                steps.append(try step(item, record, earlier: earlier, datastack))
                firstGraphs[item.rootID] = firstGraphs[item.rootID] ?? item
            case .skeleton(let arrays):
                let earlier = firstSkeletons[item.rootID]
                steps.append(try await step(item, arrays, earlier: earlier, datastack))
                firstSkeletons[item.rootID] = earlier ?? item
            }
        }
        return steps
    }

    private func step(
        _ item: ImportItem,
        _ record: Neurons.Record,
        earlier: Neurons.Record?,
        _ datastack: String
    ) throws(ServiceError) -> Step {
        if let earlier, earlier.checksum != record.checksum {
            throw conflict(item, datastack, "imported from \(earlier.source)")
        }
        let target = folder.graph(item.rootID, datastack)
        return Step(
            item: item,
            target: target,
            writes: earlier == nil || !isStored(item.bytes, target),
            result: item.result(.graph, isNew: earlier == nil)
        )
    }

    private func isStored(_ bytes: [UInt8], _ path: String) -> Bool {
        guard Files.isFile(path), let stored = try? Disk.read(path) else { return false }
        return stored == bytes
    }

    private func step(
        _ item: ImportItem,
        _ arrays: SkeletonArrays,
        earlier: ImportItem?,
        _ datastack: String
    ) async throws(ServiceError) -> Step {
        let existing = try await existingSkeleton(item.rootID, earlier, datastack)
        let target = folder.skeleton(item.rootID, datastack)
        if let existing, !existing.isSameSkeleton(as: arrays) {
            throw conflict(item, datastack, earlier?.path ?? target)
        }
        return Step(
            item: item,
            target: target,
            writes: existing == nil,
            result: item.result(.skeleton, isNew: existing == nil)
        )
    }

    private func existingSkeleton(
        _ id: RootID,
        _ earlier: ImportItem?,
        _ datastack: String
    ) async throws(ServiceError) -> SkeletonArrays? {
        if case .skeleton(let arrays) = earlier?.content { return arrays }
        if case .found(let arrays) = try await cache.read(id, datastack: datastack) { return arrays }
        return nil
    }

    private func conflict(_ item: ImportItem, _ datastack: String, _ existing: String) -> ServiceError {
        .conflict(item.rootID, datastack: datastack, path: item.path, existing: existing)
    }

    // MARK: Writing

    private func write(_ steps: [Step], _ datastack: String) async throws(ServiceError) -> [ImportedNeuron] {
        var written: [Step] = []
        do throws(ServiceError) {
            for step in steps where step.writes {
                if Task.isCancelled { throw .cancelled }
                written.append(step)
                try folder.make(folderOf: step.target)
                try Disk.write(step.item.bytes, to: step.target)
            }
            try await neurons.record(steps.compactMap { $0.newRecord }, datastack: datastack)
        } catch {
            for step in written where step.result.outcome == .added { try? Files.remove(step.target) }
            throw error
        }
        return steps.map(\.result)
    }
}

extension Importer.Step {
    /// What the database has to be told: new neurons, and those whose file has been repaired.
    fileprivate var newRecord: Neurons.Record? { writes ? item.record : nil }
}

extension ImportItem {
    /// What the database remembers of a graph.
    fileprivate var record: Neurons.Record? {
        if case .graph(let record) = content { record } else { nil }
    }

    fileprivate func result(_ kind: ImportedNeuron.Kind, isNew: Bool) -> ImportedNeuron {
        ImportedNeuron(rootID: rootID, kind: kind, outcome: isNew ? .added : .unchanged, path: path)
    }
}

extension SkeletonArrays {
    /// Whether two skeletons differ in nothing but the time at which they were made.
    fileprivate func isSameSkeleton(as other: SkeletonArrays) -> Bool {
        var (mine, others) = (self, other)
        mine.meta["timestamp"] = nil
        others.meta["timestamp"] = nil
        return mine == others
    }
}
