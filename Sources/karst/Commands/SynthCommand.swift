import ArgumentParser
import SkeletonModel
import Skeletonization

/// `karst synth`.
struct SynthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth",
        abstract: "Grows synthetic neurons as level-2 graphs, with their true skeletons.",
        discussion: """
            Neuron k, counted from 1, is grown from the seed plus k - 1 and has the root id 864691128455135232 + k; the same \
            command gives the same files, to the last bit. ID.l2.jsonl is the level-2 graph of a neuron, ID.truth.swc the tree \
            that it was cut from. Prints a line for each neuron: root id, level-2 nodes, cable in micrometres, graph file.

            With --volumes the neurons are thin ones that stay within blocks of 49 x 49 x 33 micrometres, three in each block, \
            and volume.json with volume.npy holds them as labels 1, 2, … in voxels of 128 nm; 151 MB for each block. Such \
            small neurons want --invalidation 3500 and --collapse-radius 5000.
            """
    )

    @Option(help: ArgumentHelp("How many neurons, 1 to 1000000.", valueName: "n"))
    var count = 1

    @Option(
        help: ArgumentHelp(
            "The cable of each neuron, 10um to 100mm; growth also ends where all branches do.",
            valueName: "length"
        )
    )
    var length = Length(nanometres: 5_000_000)

    @Option(help: ArgumentHelp("Another seed grows other neurons.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Where the files go.", valueName: "dir"),
        completion: .directory
    )
    var output: String

    @Flag(inversion: .prefixedNo, help: "Write the true skeletons too.")
    var swc = true

    @Flag(help: "Write a label volume too, of 30 neurons at most.")
    var volumes = false

    @OptionGroup var batch: BatchOptions

    func validate() throws {
        let most = volumes ? 30 : 1_000_000
        guard (1...most).contains(count) else {
            throw ValidationError("--count must be 1 to \(most)\(volumes ? " with --volumes" : ""), got \(count)")
        }
        guard (10_000...100_000_000).contains(length.nanometres) else {
            throw ValidationError("--length must be 10um to 100mm, got \(length.nanometres) nm")
        }
    }

    func run() throws {
        let command = self
        try batch.run("neurons", count: count, to: output) { item in [{ try command.write(item) }] }
        if volumes { try Interruptible.run { try command.writeVolume() } }
    }

    private func write(_ index: Int) throws -> Row {
        guard let id = RootID(12 << 56 + Int64(index) + 1) else { throw CommandStatus(ExitStatus.failure) }
        let neuron = grow(index)
        try Task.checkCancellation()
        let (graph, skeleton) = (try neuron.level2Graph(rootID: id), try neuron.skeleton())
        try Task.checkCancellation()
        if swc {
            let text = try SWC.text(skeleton, options: .init(unit: .micrometres))
            try AtomicFile.write(text, to: "\(output)/\(id).truth.swc")
        }
        let path = "\(output)/\(id).l2.jsonl"
        try AtomicFile.write(Level2GraphFile.text(graph), to: path)
        return Row([
            "root_id": .integer(id.value), "level2_nodes": .integer(Int64(graph.nodes.count)),
            "cable_um": .number((skeleton.cableLength / 100).rounded() / 10), "path": .string(path),
        ])
    }

    private func grow(_ index: Int) -> SyntheticNeuron {
        let seed = seed &+ UInt64(index)
        guard volumes else { return SyntheticNeuron.grow(seed: seed, targetCable: length.nanometres) }
        return SyntheticBlock.grow(index, seed: seed, targetCable: length.nanometres)
    }

    private func writeVolume() throws {
        let volume = try SyntheticBlock.volume((0..<count).map(grow))
        let centres = volume.somaPoints.sorted { $0.key < $1.key }.map { label, point in
            JSONObject.Member(key: "\(label)", value: SyntheticBlock.list(point))
        }
        let header: JSONObject = [
            "format": .string("label_volume"), "version": .integer(1), "data": .string("volume.npy"),
            "voxel_nm": SyntheticBlock.list(volume.voxelSize), "origin_nm": SyntheticBlock.list(volume.origin),
            "chunk_voxels": .array([.integer(16), .integer(16), .integer(16)]),
            "soma_pt": .object(JSONObject(members: centres)),
        ]
        try AtomicFile.write(try volume.numpyFile(), to: "\(output)/volume.npy")
        try AtomicFile.write(JSONValue.object(header).text(), to: "\(output)/volume.json")
        if !batch.quiet { Console.report("Their labels in \(output)/volume.json") }
    }
}

/// The blocks of space that neurons for volumes grow in, side by side along x.
private enum SyntheticBlock: Sendable {
    private static let shape = VoxelGrid(384, 384, 256)
    private static let voxel = 128.0
    private static let perBlock = 3
    /// Where the somata of a block are, as shares of its sides.
    private static let centres = [Point3(0.30, 0.35, 0.50), Point3(0.70, 0.30, 0.45), Point3(0.50, 0.75, 0.55)]

    private static var sides: Point3 {
        Point3(Double(shape.x) * voxel, Double(shape.y) * voxel, Double(shape.z) * voxel)
    }

    /// Thinner and bushier than a whole cell.
    private static var parameters: SyntheticNeuron.Parameters {
        var parameters = SyntheticNeuron.Parameters()
        parameters.somaRadius = 3500
        parameters.dendrite.startRadius = 700
        parameters.axon.startRadius = 350
        parameters.dendrite.branchLength = 12_000
        parameters.axon.branchLength = 25_000
        parameters.step = 200
        return parameters
    }

    static func grow(_ index: Int, seed: UInt64, targetCable: Double) -> SyntheticNeuron {
        let (block, place) = index.quotientAndRemainder(dividingBy: perBlock)
        let (low, share) = (Double(block) * sides.x, centres[place])
        return SyntheticNeuron.grow(
            seed: seed,
            targetCable: targetCable,
            centre: Point3(low + share.x * sides.x, share.y * sides.y, share.z * sides.z),
            box: .init(low: Point3(low, 0, 0), high: Point3(low + sides.x, sides.y, sides.z)),
            parameters: parameters
        )
    }

    static func volume(_ neurons: [SyntheticNeuron]) throws(SkeletonizationError) -> LabelVolume {
        let blocks = (neurons.count + perBlock - 1) / perBlock
        return try LabelVolume(
            painting: neurons,
            shape: VoxelGrid(blocks * shape.x, shape.y, shape.z),
            voxelSize: Point3(voxel, voxel, voxel)
        )
    }

    static func list(_ point: Point3) -> JSONValue {
        .array([.number(point.x), .number(point.y), .number(point.z)])
    }
}
