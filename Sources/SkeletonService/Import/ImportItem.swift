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

    /// Which neuron it is.
    struct Neuron: Hashable, Sendable {
        let datastack: String
        let rootID: RootID
    }

    let neuron: Neuron
    /// The file it came from, as the caller named it.
    let path: String
    let content: Content
    /// The bytes of its file in the data folder.
    let bytes: [UInt8]

    /// The neurons of files: level-2 graphs, tables, meshes and volumes, or finished skeletons; in the files' order.
    ///
    /// Off the caller's actor, as it may take seconds.
    @concurrent static func items(
        in paths: [String],
        _ options: ImportOptions
    ) async throws(ServiceError) -> [ImportItem] {
        var (items, sources): ([ImportItem], [String]) = ([], [])
        for path in paths {
            if Task.isCancelled { throw .cancelled }
            if let skeleton = try FinishedSkeleton(in: path) {
                items.append(try ImportItem(skeleton, options))
            } else {
                sources.append(path)
            }
        }
        if !sources.isEmpty { items += try self.items(ofSources: sources, options) }
        let places = Dictionary(paths.enumerated().map { ($1, $0) }) { first, _ in first }
        return items.enumerated().sorted { a, b in
            (places[a.element.path] ?? 0, a.offset) < (places[b.element.path] ?? 0, b.offset)
        }.map(\.element)
    }

    private init(neuron: Neuron, path: String, content: Content, bytes: [UInt8]) {
        (self.neuron, self.path, self.content, self.bytes) = (neuron, path, content, bytes)
    }

    // MARK: What skeletons are made of

    private static func items(
        ofSources paths: [String],
        _ options: ImportOptions
    ) throws(ServiceError) -> [ImportItem] {
        let sources: [SkeletonSource]
        do { sources = try SkeletonSource.read(paths, options: options.source) } catch {
            throw .badImport(error, paths.joined(separator: ", "))
        }
        var items: [ImportItem] = []
        for source in sources { items += try self.items(of: source, options) }
        return items
    }

    private static func items(of source: SkeletonSource, _ options: ImportOptions) throws(ServiceError) -> [ImportItem]
    {
        let path = source.path
        switch source.content {
        case .graphs(let graphs):
            guard !graphs.isEmpty else { throw .badImport(path: path, problem: "there is no level-2 graph in it") }
            return graphs.map { ImportItem($0, path, options) }
        case .volume(let volume):
            do { return try volume.level2Graphs(options.volume).map { ImportItem($0, path, options) } } catch {
                throw .badImport(error, path)
            }
        case .mesh(let mesh): return [try ImportItem(FinishedSkeleton(of: mesh, source), options)]
        }
    }

    private init(_ graph: Level2Graph, _ path: String, _ options: ImportOptions) {
        // Our own text and not the file's: blanks, line order and compression do not make other data of it.
        let text = Level2GraphFile.text(graph)
        let record = Neurons.Record(
            rootID: graph.rootID,
            checksum: checksum(text),
            nodes: graph.nodes.count,
            supersededBy: graph.supersededBy,
            source: path
        )
        self.init(
            neuron: Neuron(datastack: options.datastack ?? ImportOptions.defaultDatastack, rootID: graph.rootID),
            path: path,
            content: .graph(record),
            bytes: Gzip.compress(text)
        )
    }

    // MARK: Finished skeletons

    private init(_ skeleton: FinishedSkeleton, _ options: ImportOptions) throws(ServiceError) {
        let neuron = Neuron(
            datastack: options.datastack ?? skeleton.datastack ?? ImportOptions.defaultDatastack,
            rootID: skeleton.rootID
        )
        do {
            let bytes = Gzip.compress(try CacheHDF5.encode(skeleton.arrays))
            self.init(neuron: neuron, path: skeleton.path, content: .skeleton(skeleton.arrays), bytes: bytes)
        } catch {
            throw .badImport(path: skeleton.path, problem: error.description)
        }
    }
}

extension ServiceError {
    /// What is wrong with a file that skeletons are to be made of; `path` is for errors that name none.
    static func badImport(_ error: SkeletonizationError, _ path: String) -> ServiceError {
        if error == .cancelled { return .cancelled }
        let path = error.details["path"]?.stringValue ?? path
        return .badImport(path: path, problem: error.description.withoutPath(path))
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
