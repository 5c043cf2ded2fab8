import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

struct TriangleMeshTests {
    static let fixtures = GoldenCase.names(in: GoldenCase.fixtures).filter {
        (try? GoldenCase.load($0))?.isMesh == true
    }

    @Test func thereAreMeshFixtures() { #expect(Self.fixtures.count == 5) }

    @Test(arguments: fixtures)
    func ourOwnMeshesAgreeWithTheReference(name: String) throws {
        try compare(GoldenCase.load(name))
    }

    @Test(
        .enabled(if: Repository.hasShared, "needs the shared reference files"),
        arguments: ["hemibrain_722817260_mesh", "hemibrain_754538881_mesh_soma"]
    )
    func realMeshesAgreeWithTheReference(name: String) throws {
        try compare(GoldenCase.load(name, from: GoldenCase.shared))
    }

    private func compare(_ golden: GoldenCase) throws {
        let mesh = try golden.mesh()
        guard golden.comparison == "exact" else {
            #expect(golden.comparison == "equivalence")
            let geometry = try mesh.geometry(golden.options, somaPoint: golden.soma)
            return try SkeletonComparison(geometry, golden).expectEquivalence()
        }
        let expected = try #require(golden.expected["skeleton"])
        let arrays = try mesh.skeletonized(golden.options, somaPoint: golden.soma, timestamp: 1.5)
        let points = try #require(expected["vertices"]).points
        #expect(arrays.vertices.count == points.count)
        let tolerance = golden.options.smooth ? 1e-9 : 0
        #expect(zip(arrays.vertices, points).allSatisfy { $0.distance(to: $1) <= tolerance })
        #expect(arrays.edges == expected["edges"]?.edges)
        #expect(arrays.root.map(Int64.init) == expected["root"]?.integerValue)
        #expect(arrays.meshToSkeletonMap == expected["mesh_to_skel_map"]?.indices)
        #expect(arrays.radius == radii(mesh, arrays))
    }

    /// The definition, word by word.
    private func radii(_ mesh: TriangleMesh, _ arrays: SkeletonArrays) -> [Double] {
        let members = Dictionary(grouping: mesh.vertices.indices) { Int(arrays.meshToSkeletonMap[$0]) }
        return arrays.vertices.indices.map { vertex in
            let points = (members[vertex] ?? []).map { mesh.vertices[$0] }
            guard !points.isEmpty else { return 0 }
            let count = Double(points.count)
            let centre = Point3(
                points.reduce(0) { $0 + $1.x } / count,
                points.reduce(0) { $0 + $1.y } / count,
                points.reduce(0) { $0 + $1.z } / count
            )
            return points.reduce(0) { $0 + $1.distance(to: centre) } / count
        }
    }

    @Test func theRadiusOfATubeIsItsRadius() throws {
        let golden = try GoldenCase.load("tube_open")
        let mesh = try golden.mesh()
        let arrays = try mesh.skeletonized(golden.options, timestamp: 0)
        let radii = try #require(arrays.radius).sorted()
        // The tube is jittered around 350 nm.
        #expect(abs(radii[radii.count / 2] - 350) < 70)
    }

    @Test func metadataSaysWhatWasDone() throws {
        let mesh = try GoldenCase.load("tube_open").mesh()
        let id = try #require(RootID("722817260"))
        let meta = try mesh.skeletonized(somaPoint: Point3(1, 2, 3), rootID: id, timestamp: 2.5).meta
        #expect(meta["root_id"] == .integer(722_817_260))
        #expect(meta["invalidation_d"] == .integer(12_000))
        #expect(meta["cc_vertex_thresh"] == .integer(100))
        #expect(meta["soma_radius"] == .integer(7500))
        #expect(meta["smooth_vertices"] == .boolean(false))
        #expect(meta["soma_pt_y"] == .number(2))
        #expect(meta["timestamp"] == .number(2.5))
        #expect(meta["skeleton_type"] == .string("mesh"))
    }

    @Test func edgesAreThoseOfTheGraphRoute() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<20 {
            let count = 3 + Int(random.uniform() * 60)
            func vertex() -> Int32 { Int32(random.uniform() * Double(count)) }
            let points = (0..<count).map { _ in Point3(random.uniform(), random.uniform(), random.uniform()) }
            // Many faces on one vertex too, and degenerate and repeated ones.
            let faces = (0..<200).map { TriangleMesh.Face($0 % 3 == 0 ? 0 : vertex(), vertex(), vertex()) }
            let sides = faces.flatMap { [[$0.a, $0.b], [$0.b, $0.c], [$0.c, $0.a]] }
            let expected = Set(sides.filter { $0[0] != $0[1] }.map { $0.sorted() })
            let edges = try TriangleMesh(vertices: points, faces: faces + faces).edges()
            #expect(edges.map { [$0.a, $0.b] } == expected.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) })
        }
    }

    @Test func repeatedAndDegenerateFacesChangeNothing() throws {
        let golden = try GoldenCase.load("tube_open")
        let mesh = try golden.mesh()
        let extra = mesh.faces + mesh.faces.reversed() + [.init(5, 5, 5), .init(9, 19, 9)]
        let noisy = try TriangleMesh(vertices: mesh.vertices, faces: extra)
        #expect(try noisy.geometry(golden.options).draft.edges == mesh.geometry(golden.options).draft.edges)
    }

    @Test func mergingConnectsPieces() throws {
        let mesh = try GoldenCase.load("tube_open").mesh()
        let soup = try TriangleMesh(
            vertices: mesh.faces.flatMap { [$0.a, $0.b, $0.c].map { mesh.vertices[Int($0)] } },
            faces: mesh.faces.indices.map { .init(Int32(3 * $0), Int32(3 * $0 + 1), Int32(3 * $0 + 2)) }
        )
        let merged = soup.mergingEqualVertices()
        #expect(merged.vertices.count == mesh.vertices.count && Set(merged.vertices) == Set(mesh.vertices))
        #expect(try merged.edges().count == mesh.edges().count)
        let same = try TriangleMesh(vertices: [Point3(0, 0, 0), Point3(-0.0, 0, 0), Point3(0, 0, 0)], faces: [])
        #expect(same.mergingEqualVertices().vertices.count == 2)
    }

    @Test func faultsAreNamed() throws {
        func sentence(_ vertices: [Point3], _ faces: [TriangleMesh.Face] = []) -> String? {
            #expect(throws: SkeletonizationError.self) { try TriangleMesh(vertices: vertices, faces: faces) }?
                .description
        }
        let corners = [Point3(0, 0, 0), Point3(1, 0, 0), Point3(0, 1, 0)]
        #expect(sentence([]) == "mesh: no vertices")
        #expect(sentence([Point3(0, .nan, 0)]) == "mesh: vertex 0: coordinates must be finite numbers")
        #expect(
            sentence(corners + [Point3(0, -1e16, 0)])
                == "mesh: vertex 3: coordinates must lie within 1e15 nm of the origin"
        )
        #expect(
            sentence(corners, [.init(0, 1, 2), .init(0, 3, 1)])
                == "mesh: face 1: vertex 3 does not exist (the mesh has 3 vertices)"
        )
        #expect(
            sentence(corners, [.init(0, 1, -1)]) == "mesh: face 0: vertex -1 does not exist (the mesh has 3 vertices)"
        )
    }

    @Test func cancellationEndsTheWork() async throws {
        let mesh = try GoldenCase.load("tube_open").mesh()
        let task = Task { () -> String? in
            while !Task.isCancelled { await Task.yield() }
            return #expect(throws: SkeletonizationError.self) { try mesh.skeletonized(timestamp: 0) }?.code
        }
        task.cancel()
        #expect(await task.value == "cancelled")
    }

    @Test func smallMeshesNeedALowerThreshold() throws {
        let mesh = try GoldenCase.load("strip_inconsistent_winding").mesh()
        let error = #expect(throws: SkeletonizationError.self) { try mesh.skeletonized(timestamp: 0) }
        #expect(error?.description == "the mesh has no component of more than 100 nodes (component_threshold)")
        #expect(error?.code == "nothing_above_threshold")
        let point = #expect(throws: SkeletonizationError.self) {
            try mesh.skeletonized(somaPoint: Point3(.infinity, 0, 0), timestamp: 0)
        }
        #expect(point?.code == "bad_option")
    }

    @Test func aMeshWithoutExtentGivesOneVertex() throws {
        let points = [Point3](repeating: Point3(4, 5, 6), count: 3)
        let mesh = try TriangleMesh(vertices: points, faces: [.init(0, 1, 2)])
        let arrays = try mesh.skeletonized(.init(componentThreshold: 0), timestamp: 0)
        #expect(arrays.vertices == [Point3(4, 5, 6)] && arrays.edges.isEmpty)
        #expect(arrays.meshToSkeletonMap == [0, 0, 0] && arrays.radius == [0])
    }
}

extension GoldenCase {
    func mesh() throws -> TriangleMesh {
        let faces = (input["faces"]?.lists ?? []).map { TriangleMesh.Face($0[0], $0[1], $0[2]) }
        return try TriangleMesh(vertices: points.compactMap { $0 }, faces: faces)
    }
}
