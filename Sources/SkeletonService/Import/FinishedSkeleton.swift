import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import Skeletonization

/// A skeleton that need not be made: a file of the service's cache, its JSON, or what an import made of a mesh.
struct FinishedSkeleton: Sendable {
    let path: String
    let rootID: RootID
    /// The datastack that the file's name or the metadata name.
    let datastack: String?
    /// Version 4's.
    let arrays: SkeletonArrays

    // MARK: Files

    /// The skeleton in a file; nil when the file is something that skeletons are made of.
    init?(in path: String) throws(ServiceError) {
        if Files.isEmptyFile(path) { throw .badImport(path: path, problem: "the file is empty") }
        // What can be known from the beginning of a file need not be read as a whole.
        if (try? SkeletonSource.Kind(of: path)) != nil { return nil }
        let file = try Disk.read(path)
        let arrays: SkeletonArrays?
        do { arrays = try Self.arrays(file) } catch { throw .badImport(path: path, problem: error.description) }
        guard var arrays else { return nil }
        let version = arrays.meta["skeleton_version"]
        // The cache file does not say it; every answer does.
        arrays.meta["skeleton_version"] = nil
        try self.init(arrays, path)
        try check(version)
    }

    private static func arrays(_ file: [UInt8]) throws(SkeletonError) -> SkeletonArrays? {
        let bytes = Gzip.isGzip(file) ? try Gzip.decompress(file) : file
        if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) { return try CacheHDF5.decode(bytes) }
        guard bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        return try FlatDict.decode(bytes)
    }

    private func check(_ version: JSONValue?) throws(ServiceError) {
        if let version, version != .integer(4) {
            let word = String(decoding: version.text(), as: UTF8.self)
            throw .badImport(path: path, problem: "a skeleton of version \(word); the cache takes version 4 only")
        }
        guard arrays.level2IDs != nil || arrays.isOfMesh else {
            throw .badImport(path: path, problem: "the skeleton has no lvl2_ids, so it is not one of version 4")
        }
    }

    private init(_ arrays: SkeletonArrays, _ path: String) throws(ServiceError) {
        guard case .integer(let value) = arrays.meta["root_id"], let rootID = RootID(value) else {
            throw .badImport(path: path, problem: "the skeleton's meta has no root_id")
        }
        if let problem = arrays.problem(ofSkeletonOf: rootID) { throw .badImport(path: path, problem: problem) }
        let name = CacheFileName(path.split(separator: "/").last.map(String.init) ?? "")
        if let name, name.rootID != rootID {
            throw .badImport(path: path, problem: "the name says root id \(name.rootID), the skeleton \(rootID)")
        }
        (self.path, self.rootID, self.arrays) = (path, rootID, arrays)
        datastack = name?.datastack ?? arrays.meta["meta"]?.objectValue?["datastack"]?.stringValue
    }

    // MARK: Meshes

    /// The skeleton of a mesh.
    ///
    /// It has no level-2 nodes, and the service's clients want compartments: 1 at the soma, 3 everywhere else.
    init(of mesh: TriangleMesh, _ source: SkeletonSource) throws(ServiceError) {
        guard let rootID = source.rootID else {
            throw .badImport(path: source.path, problem: "a mesh's file name starts with its root id (such as 42.obj)")
        }
        let (soma, now) = (source.somaPoint, Date().timeIntervalSince1970)
        var arrays: SkeletonArrays
        do { arrays = try mesh.skeletonized(somaPoint: soma, rootID: rootID, timestamp: now) } catch {
            throw .badImport(error, source.path)
        }
        arrays.compartment = Array(repeating: 3, count: arrays.vertices.count)
        if soma != nil, let root = arrays.root { arrays.compartment?[root] = 1 }
        try self.init(arrays, source.path)
    }
}

extension SkeletonArrays {
    fileprivate var isOfMesh: Bool { meta["skeleton_type"] == .string("mesh") }
}
