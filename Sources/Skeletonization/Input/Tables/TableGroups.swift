import SkeletonModel

/// Which tables among the given files belong to which neuron.
struct TableGroups {
    private let nodes: [String]
    private let edges: [String]
    private let synapses: [String]

    init(_ files: [(path: String, kind: SkeletonSource.Kind)]) {
        func paths(_ kind: SkeletonSource.Kind) -> [String] { files.filter { $0.kind == kind }.map(\.path) }
        (nodes, edges, synapses) = (paths(.nodeTable), paths(.edgeTable), paths(.synapseTable))
    }

    func graph(
        nodes path: String,
        _ rootID: RootID?,
        _ somaPoint: Point3?
    ) throws(SkeletonizationError) -> Level2Graph {
        guard let edges = partner(of: path, "edges", among: edges) else {
            let name = Self.renamed(path, "edges").map { " ('\(InputFile.name(of: $0))')" } ?? ""
            throw .unknownInput(path: path, problem: "a table of nodes without its table of edges\(name)")
        }
        guard let rootID else {
            let problem = "tables do not name their neuron: give root_id, or start the file's name with it"
            throw .unknownInput(path: path, problem: problem)
        }
        return try Level2GraphTables.read(
            nodes: path,
            edges: edges,
            synapses: partner(of: path, "synapses", among: synapses),
            rootID: rootID,
            somaPoint: somaPoint
        )
    }

    /// Refuses a table of edges or synapses that no table of nodes takes.
    func checkOwned(_ path: String, _ kind: SkeletonSource.Kind) throws(SkeletonizationError) {
        let (word, given) = kind == .edgeTable ? ("edges", edges) : ("synapses", synapses)
        guard !nodes.contains(where: { partner(of: $0, word, among: given) == path }) else { return }
        throw .unknownInput(path: path, problem: "a table of \(word) without its table of nodes")
    }

    /// The table that belongs to one of nodes: the only one given, one of the right name, or one beside it.
    private func partner(of nodesPath: String, _ word: String, among given: [String]) -> String? {
        if nodes.count == 1, given.count == 1 { return given[0] }
        guard let path = Self.renamed(nodesPath, word) else { return nil }
        return given.contains(path) || SeekableFile.exists(path) ? path : nil
    }

    /// The path with the last `nodes` of the file's name replaced.
    private static func renamed(_ path: String, _ word: String) -> String? {
        let name = InputFile.name(of: path)
        let pattern = Array("nodes")
        let letters = Array(name)
        guard letters.count >= pattern.count,
            let start = (0...(letters.count - pattern.count)).last(where: {
                Array(letters[$0..<($0 + pattern.count)]) == pattern
            })
        else { return nil }
        return InputFile.sibling(
            of: path,
            String(letters[..<start]) + word + String(letters[(start + pattern.count)...])
        )
    }
}
