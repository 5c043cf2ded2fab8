import TestSupport
import Testing

@testable import SkeletonModel

struct InsertNodesTests {
    @Test func nodesLieWhereTheyWereAskedFor() throws {
        for (seed, skeleton) in try EditTesting.forests().enumerated() {
            var random = SeededGenerator(seed: UInt64(seed))
            let places = (0..<12).map { _ in
                CablePlace(
                    node: Int32.random(in: 0..<Int32(skeleton.nodeCount), using: &random),
                    fraction: Double(Int.random(in: 0...4, using: &random)) / 4
                )
            }
            let (edited, positions) = try skeleton.insertingNodes(at: places)
            EditTesting.check(edited, of: skeleton)
            let new = edited.skeleton
            #expect(abs(new.cableLength - skeleton.cableLength) < 1e-9 * (1 + skeleton.cableLength))
            for (place, position) in zip(places, positions) {
                let node = Int(place.node)
                let parent = skeleton.parents[node] < 0 ? node : Int(skeleton.parents[node])
                let (start, end) = (skeleton.point(node), skeleton.point(parent))
                let wanted = Point3(
                    start.x + (end.x - start.x) * place.fraction,
                    start.y + (end.y - start.y) * place.fraction,
                    start.z + (end.z - start.z) * place.fraction
                )
                #expect(new.point(Int(position)).distance(to: wanted) < 1e-9)
            }
            let inner = Set(places.filter { $0.fraction > 0 && $0.fraction < 1 && skeleton.parents[Int($0.node)] >= 0 })
            #expect(new.nodeCount == skeleton.nodeCount + inner.count)
            #expect(edited.nodeMap.enumerated().allSatisfy { new.id(of: Int($1)) == skeleton.id(of: $0) })
        }
    }

    @Test func newNodesAreBetweenTheirNeighbours() throws {
        let skeleton = try SWC.parse(Array("1 1 0 0 0 2 -1\n2 3 10 0 0 1 1\n".utf8))
        let places = [0.25, 0.75, 0.25, 1, 0].map { CablePlace(node: 1, fraction: $0) }
        let (edited, positions) = try skeleton.insertingNodes(at: places)
        #expect(edited.skeleton.ids == [1, 3, 4, 2])
        #expect(edited.skeleton.x == [0, 2.5, 7.5, 10])
        #expect(edited.skeleton.radius == [2, 1.75, 1.25, 1])
        #expect(edited.skeleton.types == [1, 3, 3, 3])
        #expect(edited.skeleton.parents == [-1, 0, 1, 2])
        #expect(positions == [2, 1, 2, 0, 3])
        #expect(edited.nodeMap == [0, 3])
    }

    @Test func placesMustBeOnTheCable() throws {
        let skeleton = try EditTesting.single()
        #expect(throws: SkeletonError.badOption("a place is a part of the way to the parent, from 0 to 1, got 2")) {
            try skeleton.insertingNodes(at: [CablePlace(node: 0, fraction: 2)])
        }
        #expect(throws: SkeletonError.self) { try skeleton.insertingNodes(at: [CablePlace(node: 0, fraction: .nan)]) }
        #expect(throws: SkeletonError.self) { try skeleton.insertingNodes(at: [CablePlace(node: 1, fraction: 0)]) }
        #expect(try skeleton.insertingNodes(at: [CablePlace(node: 0, fraction: 0.5)]).positions == [0])
    }
}
