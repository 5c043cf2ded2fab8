import SkeletonAPI
import SkeletonModel
import Skeletonization

/// One neuron in a file that is being imported, checked and ready to be written.
struct ImportItem: Sendable {
    /// What it will be here.
    enum Content: Sendable {
        case graph(Neurons.Record)
        case skeleton(SkeletonArrays)
    }

    let rootID: RootID
    /// The file it came from, as the caller named it.
    let path: String
    let content: Content
    /// The bytes of its file in the data folder.
    let bytes: [UInt8]

    /// The neurons of a file: level-2 graphs, or one finished skeleton.
    ///
    /// Off the caller's actor, as it may take seconds.
    @concurrent static func items(in path: String) async throws(ServiceError) -> [ImportItem] {
        let file = try Disk.read(path)
        guard !file.isEmpty else { throw .badImport(path: path, problem: "the file is empty") }
        let bytes = try decompressed(file, path)
        if bytes.starts(with: [0x89, 0x48, 0x44, 0x46]) { return [try cacheFile(bytes, path)] }
        if isDictionary(bytes) { return [try dictionary(bytes, path)] }
        return try graphs(bytes, path)
    }

    private static func decompressed(_ bytes: [UInt8], _ path: String) throws(ServiceError) -> [UInt8] {
        guard Gzip.isGzip(bytes) else { return bytes }
        do { return try Gzip.decompress(bytes) } catch {
            throw .badImport(path: path, problem: error.description)
        }
    }

    // MARK: Level-2 graphs

    private static func graphs(_ bytes: [UInt8], _ path: String) throws(ServiceError) -> [ImportItem] {
        let graphs: [Level2Graph]
        do { graphs = try Level2GraphFile.read(bytes, path: path) } catch {
            throw .badImport(path: path, problem: error.description.withoutPath(path))
        }
        guard !graphs.isEmpty else { throw .badImport(path: path, problem: "there is no level-2 graph in it") }
        return graphs.map { ImportItem($0, path) }
    }

    private init(_ graph: Level2Graph, _ path: String) {
        // Our own text and not the file's: blanks, line order and compression do not make other data of it.
        let text = Level2GraphFile.text(graph)
        let record = Neurons.Record(
            rootID: graph.rootID,
            checksum: checksum(text),
            nodes: graph.nodes.count,
            supersededBy: graph.supersededBy,
            source: path
        )
        self.init(rootID: graph.rootID, path: path, content: .graph(record), bytes: Gzip.compress(text))
    }

    private init(rootID: RootID, path: String, content: Content, bytes: [UInt8]) {
        (self.rootID, self.path, self.content, self.bytes) = (rootID, path, content, bytes)
    }

    // MARK: Finished skeletons

    /// A level-2 graph's first line is an object with a `t`; the service's dictionary has none.
    private static func isDictionary(_ bytes: [UInt8]) -> Bool {
        let beginning = String(decoding: bytes.prefix(300), as: UTF8.self).drop { $0.isWhitespace }
        return beginning.hasPrefix("{") && !beginning.contains("\"t\"")
    }

    private static func cacheFile(_ bytes: [UInt8], _ path: String) throws(ServiceError) -> ImportItem {
        let arrays: SkeletonArrays
        do { arrays = try CacheHDF5.decode(bytes) } catch {
            throw .badImport(path: path, problem: error.description)
        }
        return try finished(arrays, path)
    }

    private static func dictionary(_ bytes: [UInt8], _ path: String) throws(ServiceError) -> ImportItem {
        let arrays: SkeletonArrays
        do { arrays = try FlatDict.decode(bytes) } catch {
            throw .badImport(path: path, problem: error.description)
        }
        return try finished(arrays, path)
    }

    private static func finished(_ arrays: SkeletonArrays, _ path: String) throws(ServiceError) -> ImportItem {
        var arrays = arrays
        guard case .integer(let value) = arrays.meta["root_id"], let id = RootID(value) else {
            throw .badImport(path: path, problem: "the skeleton's meta has no root_id")
        }
        if let problem = arrays.problem(ofSkeletonOf: id) { throw .badImport(path: path, problem: problem) }
        try checkVersion(arrays, path)
        // The cache file does not say it; every answer does.
        arrays.meta["skeleton_version"] = nil
        do {
            let bytes = Gzip.compress(try CacheHDF5.encode(arrays))
            return ImportItem(rootID: id, path: path, content: .skeleton(arrays), bytes: bytes)
        } catch {
            throw .badImport(path: path, problem: error.description)
        }
    }

    private static func checkVersion(_ arrays: SkeletonArrays, _ path: String) throws(ServiceError) {
        if let version = arrays.meta["skeleton_version"], version != .integer(4) {
            let word = String(decoding: version.text(), as: UTF8.self)
            throw .badImport(path: path, problem: "a skeleton of version \(word); the cache takes version 4 only")
        }
        guard arrays.level2IDs != nil else {
            throw .badImport(path: path, problem: "the skeleton has no lvl2_ids, so it is not one of version 4")
        }
    }
}

extension String {
    /// The sentence of an error without the path in front, where the path will be put again.
    func withoutPath(_ path: String) -> String {
        for separator in [": ", ":"] where hasPrefix(path + separator) {
            let rest = dropFirst(path.count + separator.count)
            return separator == ":" ? "line " + rest : String(rest)
        }
        return self
    }
}
