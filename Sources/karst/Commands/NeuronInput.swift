import FoundationEssentials
import SkeletonModel
import Skeletonization

/// One neuron that a skeleton can be made of.
struct NeuronInput: Sendable {
    private enum Body: Sendable {
        case graph(Level2Graph)
        case mesh(TriangleMesh, somaPoint: Point3?)
    }

    private let body: Body
    /// The neuron, where it is known.
    let rootID: RootID?
    /// What its file is called, without the ending.
    let name: String

    /// The neurons of one file, or of tables that may belong together.
    static func read(_ paths: [String], _ options: SourceOptions) throws(SkeletonizationError) -> [NeuronInput] {
        var neurons: [NeuronInput] = []
        for source in try SkeletonSource.read(paths, options: options.source) {
            neurons += try all(of: source, options)
        }
        return neurons
    }

    private static func all(
        of source: SkeletonSource,
        _ options: SourceOptions
    ) throws(SkeletonizationError) -> [NeuronInput] {
        switch source.content {
        case .graphs(let graphs): graphs.map { NeuronInput($0) }
        case .mesh(let mesh):
            [
                NeuronInput(
                    body: .mesh(mesh, somaPoint: source.somaPoint),
                    rootID: source.rootID,
                    name: source.rootID?.description ?? stem(source.path)
                )
            ]
        case .volume(let volume): try volume.level2Graphs(options.volume).map { NeuronInput($0) }
        }
    }

    private init(body: Body, rootID: RootID?, name: String) {
        (self.body, self.rootID, self.name) = (body, rootID, name)
    }

    private init(_ graph: Level2Graph) {
        self.init(body: .graph(graph), rootID: graph.rootID, name: graph.rootID.description)
    }

    /// The name of a file up to its first dot or colon.
    private static func stem(_ path: String) -> String {
        String((path.split(separator: "/").last ?? "").prefix { $0 != "." && $0 != ":" })
    }

    /// The skeleton, with the defaults that suit the kind of input.
    func skeletonized(_ options: SkeletonOptions) throws(SkeletonizationError) -> SkeletonArrays {
        let now = Date.now.timeIntervalSince1970
        switch body {
        case .graph(let graph):
            let settings = options.applied(to: SkeletonizationOptions())
            return try graph.skeletonized(settings, datastack: options.datastack, timestamp: now)
        case .mesh(let mesh, let somaPoint):
            let settings = options.applied(to: .mesh)
            return try mesh.skeletonized(settings, somaPoint: somaPoint, rootID: rootID, timestamp: now)
        }
    }
}
