import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

struct LabelVolumeTests {
    // MARK: Against brute force

    /// A volume of random blobs with unequal voxels.
    private struct Sample {
        let shape: VoxelGrid
        let chunk: VoxelGrid
        let size: Point3
        let labels: [UInt64]

        init(seed: UInt64) {
            var random = SplitMix64(seed: seed)
            func number(_ low: Int, _ high: Int) -> Int { low + Int(random.uniform() * Double(high - low + 1)) }
            let shape = VoxelGrid(number(1, 9), number(1, 9), number(1, 9))
            self.shape = shape
            chunk = VoxelGrid(number(1, 6), number(1, 6), number(1, 6))
            size = Point3(Double(number(1, 9)), Double(number(1, 9)) / 2, Double(number(1, 40)))
            let (kinds, share) = (number(1, 3), random.uniform())
            labels = (0..<(shape.x * shape.y * shape.z)).map { _ in
                random.uniform() < share ? 0 : UInt64(number(1, kinds))
            }
        }

        func label(_ x: Int, _ y: Int, _ z: Int) -> UInt64 { labels[(x * shape.y + y) * shape.z + z] }
    }

    @Test(arguments: UInt64(1)...60)
    func everyChunkIsAsTheDefinitionHasIt(seed: UInt64) throws {
        let sample = Sample(seed: seed)
        let volume = try LabelVolume(labels: sample.labels, shape: sample.shape, voxelSize: sample.size)
        guard sample.labels.contains(where: { $0 != 0 }) else {
            #expect(throws: SkeletonizationError.self) { try volume.level2Graphs() }
            return
        }
        let expected = BruteForceVolume(sample.labels, sample.shape, sample.chunk, sample.size)
        var nodes: [Int64: Level2Graph.Node] = [:]
        var edges: Set<[Int64]> = []
        for graph in try volume.level2Graphs(VolumeOptions(chunk: sample.chunk)) {
            for node in graph.nodes { nodes[node.id] = node }
            for edge in graph.edges { edges.insert([graph.nodes[Int(edge.a)].id, graph.nodes[Int(edge.b)].id]) }
        }
        #expect(Set(nodes.keys) == Set(expected.components.keys))
        #expect(edges == expected.edges)
        for (id, voxels) in expected.components {
            let node = try #require(nodes[id])
            let record = expected.record(of: voxels)
            #expect(node.sizeNM3 == record.size)
            #expect(abs(try #require(node.areaNM2) - record.area) < 1e-6 * max(record.area, 1))
            #expect(node.maxDT == record.distances.max())
            let mean = record.distances.reduce(0, +) / Double(voxels.count)
            #expect(abs(try #require(node.meanDT) - mean) <= 0.0005 * mean)
            let place = try #require(node.coordinate)
            let score = try #require(record.scores[place])
            #expect(score >= (record.scores.values.max() ?? 0) - 1e-9 * max(1, score))
        }
    }

    @Test func halfPrecisionRoundsAsTheFormatDoes() {
        #expect(halfPrecision(0) == 0)
        #expect(halfPrecision(1234.4) == 1234 && halfPrecision(1234.6) == 1235)
        // Ties go to the even neighbour.
        #expect(halfPrecision(2049) == 2048 && halfPrecision(2051) == 2052)
        #expect(halfPrecision(0.1) == 0.0999755859375)
        #expect(halfPrecision(65_519) == 65_504 && halfPrecision(1e9) == 65_504)
    }

    // MARK: Whole neurons

    /// The built-in demonstration, whose figures are published.
    @Test func theDemonstrationVolumeHasItsPublishedGraphs() throws {
        let neurons = DemonstrationVolume.neurons()
        let volume = try DemonstrationVolume.volume(neurons)
        let graphs = try volume.level2Graphs()
        #expect(graphs.map(\.rootID.value) == [1, 2, 3].map { 864_691_128_455_135_232 + $0 })
        for (graph, expected) in zip(graphs, [(459, 635), (428, 587), (451, 640)]) {
            #expect(abs(graph.nodes.count - expected.0) <= 2)
            #expect(abs(graph.edges.count - expected.1) <= 2)
        }
        #expect(graphs.map(\.somaPoint) == neurons.map { $0.nodes.first?.position })
        let components = try WeightedGraph(vertices: graphs[1].knownCoordinates(), edges: graphs[1].edges).components()
        #expect((0..<components.count).map { components[$0].count }.sorted() == [1, 1, 4, 422])
        for (graph, expected) in zip(graphs, [(22, 366.0), (22, 325.0), (22, 363.0)]) {
            let options = SkeletonizationOptions(invalidationDistance: 3500, collapseRadius: 5000)
            let arrays = try graph.skeletonized(options, datastack: "demo", timestamp: 0)
            let parents = Set(arrays.edges.map(\.parent))
            #expect(abs(arrays.edges.count { !parents.contains($0.child) } - expected.0) <= 1)
            let cable = arrays.edges.reduce(0) { sum, edge in
                sum + arrays.vertices[Int(edge.child)].distance(to: arrays.vertices[Int(edge.parent)])
            }
            #expect(abs(cable / 1000 - expected.1) <= 4)
            #expect(arrays.compartment == nil && arrays.radius?.allSatisfy(\.isFinite) == true)
        }
    }

    @Test func paintingInBlocksIsPaintingAtOnce() throws {
        let neuron = SyntheticNeuron.grow(seed: 9, targetCable: 40_000)
        let shape = VoxelGrid(70, 65, 40)
        let size = Point3(300, 250, 500)
        let origin = Point3(-10_000, -8000, -11_000)
        let volume = try LabelVolume(painting: [neuron, neuron], shape: shape, voxelSize: size, origin: origin)
        let least = 0.87 * 500.0
        var source = try volume.source()
        let labels = FastArray<UInt64>(repeating: 7, count: 70 * 65 * 40)
        #expect(try source.read(VoxelBox(low: VoxelGrid(0, 0, 0), size: shape), into: labels))
        var random = SplitMix64(seed: 1)
        for _ in 0..<400 {
            let x = Int(random.uniform() * 70)
            let y = Int(random.uniform() * 65)
            let z = Int(random.uniform() * 40)
            let p = Point3(
                (Double(x) + 0.5) * 300 - 10_000,
                (Double(y) + 0.5) * 250 - 8000,
                (Double(z) + 0.5) * 500 - 11_000
            )
            // Well inside or outside of every ball around a node, which is all that can be said so simply.
            let isInside = neuron.nodes.contains { p.distance(to: $0.position) < max($0.radius, least) - 1 }
            let isOutside = neuron.nodes.allSatisfy { p.distance(to: $0.position) > max($0.radius, least) + 300 }
            let label = labels[(x * 65 + y) * 40 + z]
            if isInside { #expect(label == 1) }
            if isOutside { #expect(label == 0) }
        }
        let block = VoxelBox(low: VoxelGrid(20, 17, 9), size: VoxelGrid(33, 30, 20))
        let part = FastArray<UInt64>(repeating: 7, count: block.count)
        #expect(try source.read(block, into: part))
        for x in 0..<33 {
            for y in 0..<30 {
                for z in 0..<20 {
                    #expect(part[(x * 30 + y) * 20 + z] == labels[((x + 20) * 65 + y + 17) * 40 + z + 9])
                }
            }
        }
    }

    // MARK: Ids, limits and faults

    @Test func labelsOfTheChunkedGraphAreRootIDsAlready() {
        #expect(RootID(label: 5)?.value == 864_691_128_455_135_237)
        #expect(RootID(label: 864_691_128_455_135_237)?.value == 864_691_128_455_135_237)
        #expect(RootID(label: 0) == nil && RootID(label: 1 << 63) == nil)
    }

    @Test func labelsThatAreNoIDsAreNamed() throws {
        let labels: [UInt64] = [0, 1, 0, .max, 0, 0]
        let volume = try LabelVolume(labels: labels, shape: VoxelGrid(1, 2, 3), voxelSize: Point3(1, 1, 1))
        let error = #expect(throws: SkeletonizationError.self) { try volume.level2Graphs() }
        #expect(
            error?.description
                == "label volume: label 18446744073709551615 at voxel 0, 1, 0 is outside 0 to 9223372036854775807"
        )
        let written = #expect(throws: SkeletonizationError.self) { try volume.numpyFile() }
        #expect(written?.description.contains("at voxel 0, 1, 0 does not fit into 32 bits") == true)
    }

    @Test func tooManyChunksOrComponentsAreRefused() throws {
        let one = Point3(1, 1, 1)
        let line = try LabelVolume(
            labels: [UInt64](repeating: 1, count: 131_073),
            shape: VoxelGrid(1, 131_073, 1),
            voxelSize: one
        )
        let options = VolumeOptions(chunk: VoxelGrid(1, 1, 1))
        let error = #expect(throws: SkeletonizationError.self) { try line.level2Graphs(options) }
        #expect(
            error?.description
                == "label volume: 131073 chunks along axis 1 are more than can be numbered; use larger chunks"
        )
        // 17 bits per axis leave 5 for the components of a chunk.
        var labels = [UInt64](repeating: 0, count: 70_000 * 64)
        for voxel in stride(from: 0, to: 64, by: 2) { labels[voxel] = 1 }
        let dots = try LabelVolume(labels: labels, shape: VoxelGrid(70_000, 1, 64), voxelSize: one)
        let crowded = #expect(throws: SkeletonizationError.self) {
            try dots.level2Graphs(VolumeOptions(chunk: VoxelGrid(1, 1, 64)))
        }
        #expect(
            crowded?.description
                == "label volume: 32 components in one chunk are more than can be numbered (31); use smaller chunks"
        )
    }

    @Test func optionsThatMeanNothingAreRefused() throws {
        func code(_ chunk: VoxelGrid) throws -> String? {
            let volume = try LabelVolume(labels: [1], shape: VoxelGrid(1, 1, 1), voxelSize: Point3(1, 1, 1))
            return #expect(throws: SkeletonizationError.self) { try volume.level2Graphs(.init(chunk: chunk)) }?.code
        }
        #expect(try code(VoxelGrid(0, 1, 1)) == "bad_option")
        #expect(try code(VoxelGrid(4096, 4096, 4096)) == "bad_option")
        for size in [Point3(0, 1, 1), Point3(1, 1e-300, 1), Point3(1, .nan, 1), Point3(1, 1, .infinity)] {
            let error = #expect(throws: SkeletonizationError.self) {
                try LabelVolume(labels: [1], shape: VoxelGrid(1, 1, 1), voxelSize: size)
            }
            #expect(error?.code == "bad_option")
        }
        let shape = #expect(throws: SkeletonizationError.self) {
            try LabelVolume(labels: [], shape: VoxelGrid(0, 1, 1), voxelSize: Point3(1, 1, 1))
        }
        #expect(
            shape?.description == "label volume: a label volume needs 3 dimensions of 1 to 2^40 voxels (got 0 × 1 × 1)"
        )
        let count = #expect(throws: SkeletonizationError.self) {
            try LabelVolume(labels: [1, 2], shape: VoxelGrid(1, 1, 1), voxelSize: Point3(1, 1, 1))
        }
        #expect(
            count?.description == "label volume: the header asks for 8 bytes of voxels, the file has 16"
        )
        let empty = try LabelVolume(labels: [0], shape: VoxelGrid(1, 1, 1), voxelSize: Point3(1, 1, 1))
        let none = #expect(throws: SkeletonizationError.self) { try empty.level2Graphs() }
        #expect(none?.description == "label volume: no voxel has a label")
    }

    @Test func usualChunksAreAboutTwoMicrometres() throws {
        func chunk(_ size: Point3) throws -> VoxelGrid {
            let volume = try LabelVolume(
                .array([]),
                shape: VoxelGrid(1000, 1000, 1000),
                voxelSize: size,
                origin: Point3(0, 0, 0),
                path: nil
            )
            return try VolumeOptions().chunk(for: volume)
        }
        #expect(try chunk(Point3(128, 128, 128)) == VoxelGrid(16, 16, 16))
        #expect(try chunk(Point3(8, 16, 40)) == VoxelGrid(128, 128, 51))
        #expect(try chunk(Point3(5000, 1, 200)) == VoxelGrid(8, 128, 10))
    }

    @Test func cancellationEndsTheWork() async throws {
        let volume = try DemonstrationVolume.volume(DemonstrationVolume.neurons())
        let task = Task { () -> String? in
            while !Task.isCancelled { await Task.yield() }
            return #expect(throws: SkeletonizationError.self) { try volume.level2Graphs() }?.code
        }
        task.cancel()
        #expect(await task.value == "cancelled")
    }
}

/// The volume that demonstrations use, with the parameters that its published figures were made with.
enum DemonstrationVolume {
    static let shape = VoxelGrid(384, 384, 256)
    static let side = 128.0

    static func neurons() -> [SyntheticNeuron] {
        var parameters = SyntheticNeuron.Parameters()
        parameters.somaRadius = 3500
        parameters.dendrite.startRadius = 700
        parameters.axon.startRadius = 350
        parameters.dendrite.branchLength = 12_000
        parameters.axon.branchLength = 25_000
        parameters.step = 200
        let far = Point3(Double(shape.x) * side, Double(shape.y) * side, Double(shape.z) * side)
        let centres = [(0.30, 0.35, 0.50), (0.70, 0.30, 0.45), (0.50, 0.75, 0.55)]
        return centres.enumerated().map { index, share in
            SyntheticNeuron.grow(
                seed: UInt64(100 + index),
                targetCable: 400_000,
                centre: Point3(share.0 * far.x, share.1 * far.y, share.2 * far.z),
                box: .init(low: Point3(0, 0, 0), high: far),
                parameters: parameters
            )
        }
    }

    static func volume(_ neurons: [SyntheticNeuron]) throws -> LabelVolume {
        try LabelVolume(painting: neurons, shape: shape, voxelSize: Point3(side, side, side))
    }
}

/// Section by section what a level-2 graph of a volume is, in the plainest words.
private struct BruteForceVolume {
    private(set) var components: [Int64: [VoxelGrid]] = [:]
    private(set) var edges: Set<[Int64]> = []
    private var idOf: [VoxelGrid: Int64] = [:]
    private let labels: [UInt64]
    private let shape: VoxelGrid
    private let chunk: VoxelGrid
    private let size: Point3

    init(_ labels: [UInt64], _ shape: VoxelGrid, _ chunk: VoxelGrid, _ size: Point3) {
        (self.labels, self.shape, self.chunk, self.size) = (labels, shape, .each { min(chunk[$0], shape[$0]) }, size)
        var counts: [VoxelGrid: Int64] = [:]
        for voxel in voxels where label(voxel) != 0 && idOf[voxel] == nil {
            let place = position(voxel)
            counts[place, default: 0] += 1
            let id = 2 << 56 | Int64(place.x) << 46 | Int64(place.y) << 36 | Int64(place.z) << 26 | (counts[place] ?? 0)
            flood(voxel, id)
        }
        for voxel in voxels where label(voxel) != 0 {
            for other in neighbours(voxel) where label(other) == label(voxel) && position(other) != position(voxel) {
                edges.insert([idOf[voxel] ?? 0, idOf[other] ?? 0].sorted())
            }
        }
    }

    private var voxels: [VoxelGrid] {
        (0..<shape.x).flatMap { x in
            (0..<shape.y).flatMap { y in (0..<shape.z).map { VoxelGrid(x, y, $0) } }
        }
    }

    private func label(_ v: VoxelGrid) -> UInt64 { labels[(v.x * shape.y + v.y) * shape.z + v.z] }
    private func position(_ v: VoxelGrid) -> VoxelGrid { .each { v[$0] / chunk[$0] } }

    private func neighbours(_ v: VoxelGrid) -> [VoxelGrid] {
        [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)]
            .map { VoxelGrid(v.x + $0.0, v.y + $0.1, v.z + $0.2) }
            .filter { v in (0..<3).allSatisfy { v[$0] >= 0 && v[$0] < shape[$0] } }
    }

    private mutating func flood(_ seed: VoxelGrid, _ id: Int64) {
        var stack = [seed]
        idOf[seed] = id
        while let voxel = stack.popLast() {
            components[id, default: []].append(voxel)
            for other in neighbours(voxel)
            where idOf[other] == nil && label(other) == label(voxel) && position(other) == position(voxel) {
                idOf[other] = id
                stack.append(other)
            }
        }
    }

    struct Record {
        var size: Double
        var area: Double
        var distances: [Double]
        var scores: [Point3: Double]
    }

    func record(of members: [VoxelGrid]) -> Record {
        let inChunk = voxels.filter { position($0) == position(members[0]) }
        let id = idOf[members[0]]
        let others = inChunk.filter { idOf[$0] != id }
        var area = 0.0
        for voxel in members {
            for other in neighbours(voxel) where position(other) == position(voxel) && idOf[other] != id {
                let axis = (0..<3).first { other[$0] != voxel[$0] } ?? 0
                area += [size.y * size.z, size.x * size.z, size.x * size.y][axis]
            }
        }
        let sides = (0..<3).map { axis in
            Double(Set(inChunk.map { $0[axis] }).count) * [size.x, size.y, size.z][axis]
        }
        let places = members.map(place)
        let distances = places.map { place in
            let least = others.map { self.place($0).distance(to: place) }.min() ?? (sides.min() ?? 0) / 2
            return least.rounded(.down)
        }
        let count = Double(members.count)
        let mean = Point3(
            places.reduce(0) { $0 + $1.x } / count,
            places.reduce(0) { $0 + $1.y } / count,
            places.reduce(0) { $0 + $1.z } / count
        )
        let farthest = places.map { $0.distance(to: mean) }.max() ?? 0
        var scores: [Point3: Double] = [:]
        for (place, distance) in zip(places, distances) {
            scores[place] = distance * (farthest > 0 ? 1 - place.distance(to: mean) / farthest : 1)
        }
        return Record(size: count * (size.x * size.y * size.z), area: area, distances: distances, scores: scores)
    }

    private func place(_ v: VoxelGrid) -> Point3 {
        Point3(Double(v.x) * size.x, Double(v.y) * size.y, Double(v.z) * size.z)
    }
}
