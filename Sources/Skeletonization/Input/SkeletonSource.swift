public import SkeletonModel

/// Something on the disk that skeletons can be made from.
public struct SkeletonSource: Sendable {
    /// The forms of input.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// `.l2.jsonl`, gzipped or not.
        case level2Graphs = "level2_graphs"
        /// A table of level-2 nodes, with its table of edges.
        case nodeTable = "node_table"
        /// A table of edges between level-2 nodes.
        case edgeTable = "edge_table"
        /// A table of synapses.
        case synapseTable = "synapse_table"
        /// A mesh in Wavefront OBJ.
        case obj
        /// A mesh in PLY.
        case ply
        /// The manifest of a Neuroglancer mesh.
        case meshManifest = "mesh_manifest"
        /// Labels in a numpy file.
        case numpy
        /// The JSON header of labels in a raw or numpy file.
        case volumeHeader = "volume_header"
        /// The folder of a Neuroglancer precomputed volume.
        case precomputed
    }

    /// What was found.
    public enum Content: Sendable {
        /// One or several neurons.
        case graphs([Level2Graph])
        /// The surface of one neuron.
        case mesh(TriangleMesh)
        /// A volume, not read yet.
        case volume(LabelVolume)
    }

    /// What the files do not say themselves.
    public struct Options: Sendable, Hashable {
        /// The neuron of a mesh or of tables; otherwise the digits that the file's name starts with.
        public var rootID: RootID?
        /// The centre of the soma in nm, for a mesh or tables.
        public var somaPoint: Point3?
        /// The sides of a voxel in nm.
        public var voxelSize: Point3?
        /// The corner of voxel 0, 0, 0 in nm.
        public var origin: Point3?
        /// The key of the scale of a precomputed volume, nil for the first.
        public var scale: String?
        /// Whether missing chunks of a precomputed volume are background.
        public var fillsMissing = false
        /// Whether vertices of OBJ and PLY meshes with equal positions become one.
        public var mergesVertices = false

        /// Nothing beyond what the files say.
        public init() {}
    }

    /// The file or folder.
    public let path: String
    /// Its form.
    public let kind: Kind
    /// The neuron of a mesh, where it is known.
    public let rootID: RootID?
    /// The centre of the soma of a mesh in nm, where it is known.
    public let somaPoint: Point3?
    /// What it holds.
    public let content: Content

    /// The settings that suit the content: those of the service, or those for meshes.
    public var defaultOptions: SkeletonizationOptions {
        if case .mesh = content { .mesh } else { SkeletonizationOptions() }
    }

    /// Reads files and folders, each recognised by what is in it, in the order in which they are given.
    ///
    /// Tables belong together when there is only one of nodes, or when their names differ only in the words `nodes`,
    /// `edges` and `synapses` (`7_nodes.csv`, `7_edges.csv`); edges and synapses may also lie beside the nodes without
    /// being named. Volumes are opened and checked, but not read.
    public static func read(
        _ paths: [String],
        options: Options = Options()
    ) throws(SkeletonizationError) -> [SkeletonSource] {
        var kinds: [(path: String, kind: Kind)] = []
        for path in paths { kinds.append((path, try Kind(of: path))) }
        let tables = TableGroups(kinds)
        var sources: [SkeletonSource] = []
        for (path, kind) in kinds {
            if Task.isCancelled { throw .cancelled }
            if kind == .edgeTable || kind == .synapseTable {
                try tables.checkOwned(path, kind)
            } else {
                sources.append(try SkeletonSource(path, kind, tables, options))
            }
        }
        return sources
    }

    /// Reads one file or folder.
    public static func read(
        _ path: String,
        options: Options = Options()
    ) throws(SkeletonizationError) -> SkeletonSource {
        let sources = try read([path], options: options)
        guard let source = sources.first else {
            throw .unknownInput(path: path, problem: "a table of edges or synapses alone is no neuron")
        }
        return source
    }

    private init(
        _ path: String,
        _ kind: Kind,
        _ tables: TableGroups,
        _ options: Options
    ) throws(SkeletonizationError) {
        (self.path, self.kind, somaPoint) = (path, kind, options.somaPoint)
        rootID = options.rootID ?? RootID(fileName: InputFile.name(of: path))
        content =
            switch kind {
            case .level2Graphs: .graphs(try Level2GraphFile.read(InputFile.readUnzipped(path), path: path))
            case .nodeTable, .edgeTable, .synapseTable:
                .graphs([try tables.graph(nodes: path, rootID, options.somaPoint)])
            case .obj: .mesh(try Self.merged(TriangleMesh.obj(InputFile.readUnzipped(path), path: path), options))
            case .ply: .mesh(try Self.merged(TriangleMesh.ply(InputFile.readUnzipped(path), path: path), options))
            case .meshManifest: .mesh(try TriangleMesh.neuroglancer(manifest: path))
            case .numpy:
                .volume(try LabelVolume.numpy(path, voxelSize: options.voxelSize, origin: options.origin))
            case .volumeHeader:
                .volume(try LabelVolume.header(path, voxelSize: options.voxelSize, origin: options.origin))
            case .precomputed: .volume(try Self.precomputed(path, options))
            }
    }

    private static func merged(_ mesh: TriangleMesh, _ options: Options) -> TriangleMesh {
        options.mergesVertices ? mesh.mergingEqualVertices() : mesh
    }

    private static func precomputed(_ path: String, _ options: Options) throws(SkeletonizationError) -> LabelVolume {
        let isInfo = InputFile.name(of: path) == "info" && !SeekableFile.isFolder(path)
        return try LabelVolume.precomputed(
            isInfo ? InputFile.folder(of: path) : path,
            scale: options.scale,
            fillsMissing: options.fillsMissing
        )
    }
}

extension RootID {
    /// The digits that a file name starts with, as in `722817260.obj`, `722817260:0` and `722817260_nodes.csv`.
    init?(fileName: String) {
        let digits = fileName.prefix { $0.isASCII && $0.isNumber }
        let rest = fileName.dropFirst(digits.count)
        guard rest.isEmpty || ".:_".contains(rest.first ?? " ") else { return nil }
        self.init(digits)
    }
}
