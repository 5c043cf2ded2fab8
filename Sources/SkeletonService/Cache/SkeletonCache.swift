import FoundationEssentials
import SkeletonAPI
import SkeletonModel

/// The finished skeletons on the disk: version 4, HDF5 in gzip, in the reference's folders and under its names.
///
/// The files themselves are the index. Each one comes into being whole, by a rename, so a file that is there is
/// finished; one that does not hold what it should is set aside when it is read.
struct SkeletonCache: Sendable {
    let folder: DataFolder

    /// Whether a skeleton is there.
    func contains(_ id: RootID, datastack: String) -> Bool { Files.isFile(folder.skeleton(id, datastack)) }

    /// Those of the neurons whose skeletons are there: a system call for each, and little else.
    func contained(_ ids: [RootID], datastack: String) -> Set<RootID> {
        let (beginning, ending) = (CacheFileName.beginning(.newest), CacheFileName.ending(datastack: datastack))
        let names = ids.map { beginning + String($0.value) + ending }
        let areThere = Files.areFiles(names, in: folder.skeletons(datastack))
        return Set(zip(ids, areThere).lazy.filter(\.1).map(\.0))
    }

    /// What tells the files of those skeletons that are there from others: a system call for each.
    func stamps(of ids: [RootID], datastack: String) -> [RootID: SkeletonStamp] {
        let beginning = folder.skeletons(datastack) + "/" + CacheFileName.beginning(.newest)
        let ending = CacheFileName.ending(datastack: datastack)
        var stamps: [RootID: SkeletonStamp] = [:]
        for id in ids { stamps[id] = Files.stamp(beginning + String(id.value) + ending) }
        return stamps
    }

    /// The bytes of a skeleton's file; nil when it is not there, or was damaged and has been set aside.
    ///
    /// Off the caller's actor, as it may take milliseconds.
    @concurrent func file(_ id: RootID, datastack: String) async throws(ServiceError) -> [UInt8]? {
        let path = folder.skeleton(id, datastack)
        let bytes: [UInt8]
        do { bytes = try Disk.read(path) } catch {
            if !Files.isFile(path) { return nil }
            throw error
        }
        do { _ = try Self.decode(bytes, id, path) } catch {
            guard case .damaged = error else { throw error }
            _ = try setAsideIfStillDamaged(id, datastack)
            return nil
        }
        return bytes
    }

    /// What the cache answers for a neuron.
    enum Entry: Sendable {
        case found(SkeletonArrays)
        case absent
        /// It was there, but damaged, and has been set aside.
        case setAside(problem: String)
    }

    /// Reads a skeleton.
    ///
    /// Off the caller's actor, as it takes milliseconds.
    @concurrent func read(_ id: RootID, datastack: String) async throws(ServiceError) -> Entry {
        let path = folder.skeleton(id, datastack)
        guard Files.isFile(path) else { return .absent }
        do { return .found(try Self.decode(try Disk.read(path), id, path)) } catch {
            guard case .damaged = error else {
                // Gone between the two looks: somebody else has set it aside.
                if !Files.isFile(path) { return .absent }
                throw error
            }
        }
        return try setAsideIfStillDamaged(id, datastack)
    }

    /// Another reader may have set the damaged file aside, and a worker made a good one, since we read it.
    private func setAsideIfStillDamaged(_ id: RootID, _ datastack: String) throws(ServiceError) -> Entry {
        let path = folder.skeleton(id, datastack)
        guard Files.isFile(path) else { return .absent }
        do { return .found(try Self.decode(try Disk.read(path), id, path)) } catch {
            guard case .damaged(_, let problem) = error else { throw error }
            try Quarantine(folder: folder).setAside(path, datastack: datastack, problem: problem)
            return .setAside(problem: problem)
        }
    }

    /// Puts a skeleton into the cache, where it is durable when this returns.
    ///
    /// Never in the place of another: of several processes that have made it, one publishes it.
    /// - Returns: Whether this one was published; false when one was there.
    func publish(_ arrays: SkeletonArrays, _ id: RootID, datastack: String) throws(ServiceError) -> Bool {
        let path = folder.skeleton(id, datastack)
        let bytes: [UInt8]
        do { bytes = Gzip.compress(try CacheHDF5.encode(arrays)) } catch {
            if case .hdf5Missing = error { throw .storage(path: path, problem: error.description) }
            throw .damaged(what: "the skeleton of root id \(id)", problem: error.description)
        }
        try folder.make(folder.skeletons(datastack))
        return try Disk.create(bytes, at: path)
    }

    /// The arrays in the bytes of a cache file.
    ///
    /// - Throws: `ServiceError.damaged` unless they are a whole skeleton of this neuron.
    static func decode(_ bytes: [UInt8], _ id: RootID, _ path: String) throws(ServiceError) -> SkeletonArrays {
        let arrays: SkeletonArrays
        do { arrays = try CacheHDF5.decode(try Gzip.decompress(bytes)) } catch {
            // Without the library every file would seem damaged.
            if case .hdf5Missing = error { throw .storage(path: path, problem: error.description) }
            throw .damaged(what: path, problem: error.description)
        }
        if let problem = arrays.problem(ofSkeletonOf: id) { throw .damaged(what: path, problem: problem) }
        return arrays
    }
}

extension SkeletonArrays {
    /// Why these arrays cannot be the skeleton of a neuron; nil when they can.
    func problem(ofSkeletonOf id: RootID) -> String? {
        guard meta["root_id"] == .integer(id.value) else { return "it is not of root id \(id)" }
        let range = 0..<Int32(clamping: vertices.count)
        guard edges.allSatisfy({ range.contains($0.child) && range.contains($0.parent) }) else {
            return "an edge leads to a vertex that is not there"
        }
        guard root.map(vertices.indices.contains) ?? true else { return "its root is a vertex that is not there" }
        guard meshToSkeletonMap.allSatisfy({ $0 == -1 || range.contains($0) }) else {
            return "mesh_to_skel_map leads to a vertex that is not there"
        }
        guard level2IDs.map({ $0.count == meshToSkeletonMap.count }) ?? true else {
            return "it has not one level-2 id for each entry of mesh_to_skel_map"
        }
        let counts = [radius?.count, compartment?.count].compactMap(\.self)
        return counts.allSatisfy { $0 == vertices.count } ? nil : "it has not one radius and compartment per vertex"
    }
}
