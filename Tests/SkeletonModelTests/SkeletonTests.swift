import SkeletonModel
import TestSupport
import Testing

struct SkeletonTests {
    /// A tree with its root last, as the service makes them: 3 is the root, with 1 and 2; 0 hangs on 2.
    static let arrays = SkeletonArrays(
        vertices: [Point3(0, 0, 3), Point3(0, 5, 0), Point3(0, 0, 1), Point3(0, 0, 0)],
        edges: [.init(child: 0, parent: 2), .init(child: 2, parent: 3), .init(child: 1, parent: 3)],
        root: 3,
        radius: [1, 2, 3, 4],
        compartment: [3, 2, 3, 1],
        meshToSkeletonMap: [3, 0, -1],
        level2IDs: [7, 8, 9],
        meta: ["root_id": .integer(864_691_135_463_333_789)]
    )

    @Test func nodesAreParentsFirstAndKnowTheirSource() throws {
        let skeleton = try Skeleton(Self.arrays)
        #expect(skeleton.parents == [-1, 0, 0, 2])
        #expect(skeleton.sourceRow == [3, 1, 2, 0])
        #expect(skeleton.ids == [4, 2, 3, 1])
        #expect(skeleton.z == [0, 0, 1, 3])
        #expect(skeleton.types == [1, 2, 3, 3])
        #expect(skeleton.meshToSkeletonMap == [0, 3, -1])
        #expect(skeleton.position(ofID: 1) == 3)
        #expect(skeleton.position(ofID: 9) == nil)
        #expect(skeleton.roots == [0])
        #expect(skeleton.tips == [1, 3])
        #expect(skeleton.branchPoints == [0])
        #expect(skeleton.cableLength == 8)
        #expect(skeleton.rootDistance == [0, 5, 1, 3])
        #expect(skeleton.boundingBox == BoundingBox(low: Point3(0, 0, 0), high: Point3(0, 5, 3)))
        #expect(skeleton.summary == "Skeleton 864691135463333789 (4 nodes, 2 tips, 8.0 nm)")
        #expect(skeleton.arrays() == Self.arrays)
    }

    @Test func anEdgeListWithoutDirectionIsSearchedFromTheRoot() throws {
        var arrays = Self.arrays
        arrays.edges = arrays.edges.map { .init(child: $0.parent, parent: $0.child) }
        let skeleton = try Skeleton(arrays)
        #expect(skeleton.parents == [-1, 0, 0, 2])
        #expect(skeleton.diagnostics.isEmpty)
        #expect(skeleton.arrays() == arrays)
    }

    @Test func circlesDoubledAndSelfEdgesAreDroppedAndReported() throws {
        var arrays = Self.arrays
        arrays.edges += [.init(child: 2, parent: 0), .init(child: 1, parent: 1), .init(child: 0, parent: 1)]
        let skeleton = try Skeleton(arrays)
        #expect(skeleton.edgeCount == 3)
        #expect(
            skeleton.diagnostics.map(\.description) == [
                "vertices 2 and 0 are joined more than once; one edge was kept",
                "an edge leads from vertex 1 to itself and was dropped",
                "the edge between vertices 0 and 1 closes a circle and was dropped",
            ]
        )
        #expect(skeleton.arrays() == arrays)
    }

    @Test func faultyArraysAreRefused() {
        func sentence(_ change: (inout SkeletonArrays) -> Void) -> String? {
            var arrays = Self.arrays
            change(&arrays)
            return (#expect(throws: SkeletonError.self) { try Skeleton(arrays) })?.description
        }
        #expect(sentence { $0.edges[1].parent = 4 } == "edge 1 joins vertices 2 and 4, of 4 vertices")
        #expect(sentence { $0.edges[2].child = -1 } == "edge 2 joins vertices -1 and 3, of 4 vertices")
        #expect(sentence { $0.root = 4 } == "the root is vertex 4, of 4 vertices")
        #expect(sentence { $0.radius = [1] } == "radius has 1 entries for 4 vertices")
        #expect(sentence { $0.compartment = [] } == "compartment has 0 entries for 4 vertices")
        #expect(sentence { $0.level2IDs = [1] } == "lvl2_ids has 1 entries, mesh_to_skel_map 3")
        #expect(sentence { $0.meshToSkeletonMap[2] = 9 } == "mesh_to_skel_map[2] is vertex 9, of 4 vertices")
        #expect(sentence { $0.vertices[2].y = .nan } == "the coordinates or radius of node 2 are not finite")
    }

    @Test func faultyColumnsAreRefused() {
        func sentence(_ make: () throws -> Skeleton) -> String? {
            (#expect(throws: SkeletonError.self) { try make() })?.description
        }
        #expect(
            sentence { try Skeleton(parents: [1, 0], x: [0, 0], y: [0, 0], z: [0, 0]) }
                == "the parents of the nodes 0, 1 lead around in a circle"
        )
        #expect(
            sentence { try Skeleton(parents: [2, -1], x: [0, 0], y: [0, 0], z: [0, 0]) }
                == "node 0 has parent 2, of 2 nodes"
        )
        #expect(
            sentence { try Skeleton(parents: [-1, 0], x: [0], y: [0, 0], z: [0, 0]) }
                == "the columns of a skeleton differ in length"
        )
        #expect(
            sentence { try Skeleton(ids: [3, 3], parents: [-1, 0], x: [0, 0], y: [0, 0], z: [0, 0]) }
                == "node id 3 comes twice"
        )
    }

    @Test(
        .enabled(if: Repository.hasShared, "needs the shared reference files"),
        arguments: ServiceRecording.all + ["twopart", "single", "nosyn"]
    )
    func recordedArraysComeBackExactly(_ name: String) throws {
        let arrays = try ServiceRecording(name).arrays()
        let skeleton = try Skeleton(arrays)
        #expect(skeleton.arrays() == arrays)
        #expect(skeleton.diagnostics.isEmpty)
        #expect(skeleton.edgeCount == arrays.edges.count)
    }

    @Test func randomEdgeListsMakeTheForestThatAPlainSearchFinds() throws {
        for seed in 0..<300 {
            var random = SeededGenerator(seed: UInt64(seed))
            let count = Int.random(in: 1...12, using: &random)
            let edges = (0..<Int.random(in: 0...14, using: &random)).map { _ in
                SkeletonArrays.Edge(
                    child: Int32.random(in: 0..<Int32(count), using: &random),
                    parent: Int32.random(in: 0..<Int32(count), using: &random)
                )
            }
            let arrays = SkeletonArrays(
                vertices: (0..<count).map { Point3(Double($0), 0, 0) },
                edges: edges,
                root: Int.random(in: 0..<count, using: &random)
            )
            let skeleton = try Skeleton(arrays)
            // Two vertices hang together in the forest when and only when they do in the graph.
            let graph = components(count, edges.map { (Int($0.child), Int($0.parent)) })
            let position = (0..<count).map { Int(skeleton.sourceRow.firstIndex(of: Int32($0)) ?? -1) }
            let links = (0..<count).compactMap { node in
                skeleton.parents[node] < 0 ? nil : (node, Int(skeleton.parents[node]))
            }
            let forest = components(count, links)
            for a in 0..<count {
                for b in 0..<count { #expect((graph[a] == graph[b]) == (forest[position[a]] == forest[position[b]])) }
            }
            #expect(links.allSatisfy { $0.1 < $0.0 })
            #expect(edges.count - skeleton.edgeCount == skeleton.diagnostics.count)
            #expect(skeleton.arrays() == arrays)
        }
    }

    /// For each of `count` things the lowest it hangs together with.
    private func components(_ count: Int, _ links: [(Int, Int)]) -> [Int] {
        var label = Array(0..<count)
        for _ in 0..<count {
            for (a, b) in links {
                let low = min(label[a], label[b])
                (label[a], label[b]) = (low, low)
            }
        }
        return label
    }

    @Test func unitsAreConvertedOnlyWhenAsked() throws {
        let skeleton = try Skeleton(Self.arrays)
        let micrometres = try skeleton.converted(to: .micrometres)
        #expect(micrometres.unit == .micrometres)
        #expect(micrometres.y[1] == 0.005)
        #expect(micrometres.radius[0] == 0.004)
        #expect(try micrometres.converted(to: .nanometres).arrays() == Self.arrays)
        let voxels = skeleton.declared(in: .custom(nanometres: 8))
        #expect(try voxels.converted(to: .nanometres).y[1] == 40)
        let unknown = skeleton.declared(in: .unknown)
        #expect(throws: SkeletonError.unknownUnit("a change to um needs a unit")) {
            try unknown.converted(to: .micrometres)
        }
    }

    @Test(arguments: [
        ("nm", LengthUnit.nanometres), ("1 micrometer", .micrometres), ("8 nanometer", .custom(nanometres: 8)),
        ("µm", .micrometres), ("0.5 um", .custom(nanometres: 500)), ("unknown", .unknown), ("1000 nm", .micrometres),
    ])
    func unitsHaveNames(_ text: String, _ unit: LengthUnit) {
        #expect(LengthUnit(text) == unit)
        #expect(LengthUnit(unit.description) == unit)
    }

    @Test(arguments: ["", "parsec", "-1 nm", "0 nm", "x nm", "1 2 nm"])
    func otherTextsAreNoUnits(_ text: String) {
        #expect(LengthUnit(text) == nil)
    }
}
