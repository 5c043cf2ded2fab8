import ArgumentParser
import SkeletonModel
import Skeletonization

/// `karst skeletonize`.
struct SkeletonizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "skeletonize",
        abstract: "Makes skeletons without any service.",
        discussion: """
            Reads level-2 graphs (.l2.jsonl, or tables of nodes, edges and synapses in .csv), triangle meshes (.obj, .ply, \
            manifests of Neuroglancer) and label volumes (.npy, JSON headers, folders of Neuroglancer precomputed volumes), \
            each recognised by its content, and writes a skeleton for each neuron, as the service would make it. Prints a \
            line for each: root id, nodes, cable in micrometres, file. An input that cannot be used is reported with the \
            place at fault, and the others are done all the same.
            """
    )

    /// What the skeletons are written as.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case swc, json, h5
    }

    @Argument(help: ArgumentHelp("Level-2 graphs, meshes, label volumes.", valueName: "file"), completion: .file())
    var files: [String]

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Where the skeletons go.", valueName: "dir"),
        completion: .directory
    )
    var output: String

    @Option(help: "What they are written as: swc in micrometres, json and h5 as the service has them.")
    var format = Format.swc

    @OptionGroup var skeleton: SkeletonOptions
    @OptionGroup var source: SourceOptions
    @OptionGroup var batch: BatchOptions

    func run() throws {
        let (command, names, inputs) = (self, OutputNames(), inputs)
        try batch.run("skeletons", count: inputs.count, to: output) { item in
            let paths = inputs[item]
            return try NeuronInput.read(paths, command.source).map { neuron in
                { try command.write(neuron, from: paths[0], names) }
            }
        }
    }

    /// Each file for itself, but all tables together, as several of them make a neuron.
    private var inputs: [[String]] {
        let isTable = { (path: String) in path.hasSuffix(".csv") || path.hasSuffix(".csv.gz") }
        let tables = files.filter(isTable)
        return files.filter { !isTable($0) }.map { [$0] } + (tables.isEmpty ? [] : [tables])
    }

    private func write(_ neuron: NeuronInput, from path: String, _ names: OutputNames) throws -> Row {
        let target = "\(output)/\(neuron.name).\(format.rawValue)"
        try names.claim(target, for: path)
        let made = try Skeleton(try neuron.skeletonized(skeleton))
        let bytes = try SkeletonFormat.bytes(of: made, path: target)
        try Task.checkCancellation()
        try AtomicFile.write(bytes, to: target)
        return Row([
            "root_id": neuron.rootID.map { .integer($0.value) } ?? .null, "nodes": .integer(Int64(made.nodeCount)),
            "cable_um": .number((made.cableLength / 100).rounded() / 10), "path": .string(target),
        ])
    }
}

/// How skeletons are made, as options.
struct SkeletonOptions: ParsableArguments {
    /// Where path finding starts.
    enum RootSearch: String, ExpressibleByArgument, CaseIterable {
        case reference
        case perComponent = "per_component"
    }

    @Option(
        help: ArgumentHelp(
            "Nodes closer than this to a path start none of their own (default: 7500 nm, meshes 12 um).",
            valueName: "length"
        )
    )
    var invalidation: Length?

    @Option(
        help: ArgumentHelp(
            "What is this near to the soma point becomes one node (default: 7500 nm).",
            valueName: "length"
        )
    )
    var collapseRadius: Length?

    @Flag(help: "Leave the soma as it is.")
    var noCollapseSoma = false

    @Option(
        help: ArgumentHelp("Leave out components of this many nodes or fewer (default: 0, meshes 100).", valueName: "n")
    )
    var componentThreshold: Int?

    @Option(
        help: "Where path finding starts: reference (as the service), or per_component (a far tip of each component)."
    )
    var rootSearch = RootSearch.reference

    @Flag(help: "Label only a root at a soma point as soma; the service labels any root.")
    var strictSoma = false

    @Option(help: ArgumentHelp("The data set that metadata name.", valueName: "name"))
    var datastack = "local"

    func validate() throws {
        guard let componentThreshold, componentThreshold < 0 else { return }
        throw ValidationError("--component-threshold must be 0 or more, got \(componentThreshold)")
    }

    /// The options, with the defaults of a kind of source where nothing was asked for.
    func applied(to defaults: SkeletonizationOptions) -> SkeletonizationOptions {
        var options = defaults
        options.invalidationDistance = invalidation?.nanometres ?? options.invalidationDistance
        options.collapseRadius = collapseRadius?.nanometres ?? options.collapseRadius
        options.componentThreshold = componentThreshold ?? options.componentThreshold
        options.collapseSoma = !noCollapseSoma
        options.rootSearch = rootSearch == .reference ? .reference : .perComponent
        options.strictSoma = strictSoma
        return options
    }
}
