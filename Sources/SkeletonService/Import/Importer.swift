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

    func run(_ paths: [String], _ options: ImportOptions) async throws(ServiceError) -> [ImportedNeuron] {
        if let name = options.datastack, !DataFolder.isDatastackName(name) { throw .badDatastackName(name) }
        let items = try await ImportItem.items(in: paths, options)
        let datastacks = Set(items.map(\.neuron.datastack))
        for name in datastacks where !DataFolder.isDatastackName(name) { throw .badDatastackName(name) }
        try folder.checkPresence()
        // Two processes must not both find a neuron new and write different data for it.
        let lock = try await FileLock.waitForLock(folder.importLock, atMost: Self.patience)
        for name in datastacks { try removeLeftovers(name) }
        let results = try await write(try await plan(items, datastacks))
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

    private func plan(_ items: [ImportItem], _ datastacks: Set<String>) async throws(ServiceError) -> [Step] {
        var records: [ImportItem.Neuron: Neurons.Record] = [:]
        for name in datastacks {
            let ids = items.map(\.neuron).filter { $0.datastack == name }.map(\.rootID)
            for (id, record) in try await neurons.records(ids, datastack: name) {
                records[ImportItem.Neuron(datastack: name, rootID: id)] = record
            }
        }
        var firstGraphs: [ImportItem.Neuron: ImportItem] = [:]
        var firstSkeletons: [ImportItem.Neuron: ImportItem] = [:]
        var steps: [Step] = []
        for item in items {
            switch item.content {
            case .graph(let record):
                let earlier = firstGraphs[item.neuron]?.record ?? records[item.neuron]
                steps.append(try step(item, record, earlier: earlier))
                firstGraphs[item.neuron] = firstGraphs[item.neuron] ?? item
            case .skeleton(let arrays):
                let earlier = firstSkeletons[item.neuron]
                steps.append(try await step(item, arrays, earlier: earlier))
                firstSkeletons[item.neuron] = earlier ?? item
            }
        }
        return steps
    }

    private func step(
        _ item: ImportItem,
        _ record: Neurons.Record,
        earlier: Neurons.Record?
    ) throws(ServiceError) -> Step {
        if let earlier, earlier.checksum != record.checksum {
            throw conflict(item, "imported from \(earlier.source)")
        }
        let target = folder.graph(item.neuron.rootID, item.neuron.datastack)
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
        earlier: ImportItem?
    ) async throws(ServiceError) -> Step {
        let existing = try await existingSkeleton(item.neuron, earlier)
        let target = folder.skeleton(item.neuron.rootID, item.neuron.datastack)
        if let existing, !existing.isSameSkeleton(as: arrays) { throw conflict(item, earlier?.path ?? target) }
        return Step(
            item: item,
            target: target,
            writes: existing == nil,
            result: item.result(.skeleton, isNew: existing == nil)
        )
    }

    private func existingSkeleton(
        _ neuron: ImportItem.Neuron,
        _ earlier: ImportItem?
    ) async throws(ServiceError) -> SkeletonArrays? {
        if case .skeleton(let arrays) = earlier?.content { return arrays }
        if case .found(let arrays) = try await cache.read(neuron.rootID, datastack: neuron.datastack) { return arrays }
        return nil
    }

    private func conflict(_ item: ImportItem, _ existing: String) -> ServiceError {
        let neuron = item.neuron
        return .conflict(neuron.rootID, datastack: neuron.datastack, path: item.path, existing: existing)
    }

    // MARK: Writing

    private func write(_ steps: [Step]) async throws(ServiceError) -> [ImportedNeuron] {
        var written: [Step] = []
        do throws(ServiceError) {
            for step in steps where step.writes {
                if Task.isCancelled { throw .cancelled }
                written.append(step)
                try folder.make(folderOf: step.target)
                try Disk.write(step.item.bytes, to: step.target)
            }
            try await neurons.record(steps.compactMap(\.newRecord))
        } catch {
            for step in written where step.result.outcome == .added { try? Files.remove(step.target) }
            throw error
        }
        return steps.map(\.result)
    }
}

extension Importer.Step {
    /// What the database has to be told: new neurons, and those whose file has been repaired.
    fileprivate var newRecord: (datastack: String, record: Neurons.Record)? {
        writes ? item.record.map { (item.neuron.datastack, $0) } : nil
    }
}

extension ImportItem {
    /// What the database remembers of a graph.
    fileprivate var record: Neurons.Record? {
        if case .graph(let record) = content { record } else { nil }
    }

    fileprivate func result(_ kind: ImportedNeuron.Kind, isNew: Bool) -> ImportedNeuron {
        ImportedNeuron(
            rootID: neuron.rootID,
            datastack: neuron.datastack,
            kind: kind,
            outcome: isNew ? .added : .unchanged,
            path: path
        )
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
