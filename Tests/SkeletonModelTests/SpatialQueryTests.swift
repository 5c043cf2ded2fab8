import TestSupport
import Testing

@testable import SkeletonModel

struct SpatialQueryTests {
    /// Forests with places on a coarse grid, so that distances are often equal, and some without.
    static func skeletons() throws -> [Skeleton] {
        try EditTesting.forests(20)
            + (0..<6).map { seed in
                var random = SeededGenerator(seed: UInt64(seed))
                let count = [1, 16, 17, 33, 300, 700][seed]
                func column() -> [Double] { (0..<count).map { _ in Double(Int.random(in: 0...8, using: &random)) } }
                let parents = (0..<Int32(count)).map {
                    $0 % 40 == 0 ? -1 : Int32.random(in: max(0, $0 - 5)..<$0, using: &random)
                }
                return try Skeleton(parents: parents, x: column(), y: column(), z: column())
            }
    }

    static func points(_ count: Int) -> [Point3] {
        var random = SeededGenerator(seed: 5)
        return (0..<count).map { index in
            func place() -> Double {
                index % 2 == 0
                    ? Double(Int.random(in: -2...10, using: &random)) : Double.random(in: -15...15, using: &random)
            }
            return Point3(place(), place(), place())
        }
    }

    private func ranked(_ skeleton: Skeleton, _ point: Point3) -> [Neighbor] {
        (0..<skeleton.nodeCount).map { Neighbor(node: Int32($0), distance: skeleton.point($0).distance(to: point)) }
            .sorted { ($0.distance, $0.node) < ($1.distance, $1.node) }
    }

    @Test func nearestNodesAreThoseThatASortFinds() throws {
        for skeleton in try Self.skeletons() {
            for point in Self.points(12) {
                let all = ranked(skeleton, point)
                for count in [0, 1, 2, 7, 2000] {
                    #expect(skeleton.nearestNodes(to: point, count: count) == Array(all.prefix(count)))
                    let near = all.filter { $0.distance <= 5 }
                    #expect(skeleton.nearestNodes(to: point, count: count, within: 5) == Array(near.prefix(count)))
                }
                let inside = all.filter { $0.distance <= 4 }.sorted { $0.node < $1.node }
                #expect(skeleton.nodes(inSphere: point, radius: 4) == inside)
            }
            let points = Self.points(40)
            let snapped = skeleton.nearestNode(toEach: points, within: 6)
            for (point, found) in zip(points, snapped) {
                let best = ranked(skeleton, point)[0]
                #expect(found == (best.distance <= 6 ? best : nil))
            }
        }
    }

    @Test func theNearestPlaceIsThatOfAllEdges() throws {
        for skeleton in try Self.skeletons() {
            for point in Self.points(20) {
                let all = (0..<skeleton.nodeCount).map { skeleton.projection(of: point, on: $0) }
                let distance = try #require(all.map(\.distance).min())
                let found = try #require(skeleton.nearestPlace(to: point))
                #expect(found.distance == distance)
                #expect(Int(found.place.node) == all.firstIndex { $0.distance == distance })
                #expect(EditTesting.isOnCable(found.point, skeleton))
                #expect((skeleton.nearestPlace(to: point, within: 1) == nil) == (distance > 1))
            }
        }
    }

    @Test func aProjectionIsOnTheEdge() throws {
        let skeleton = try SWC.parse(Array("1 0 0 0 0 1 -1\n2 0 10 0 0 1 1\n".utf8))
        let found = try #require(skeleton.nearestPlace(to: Point3(2, 3, 0)))
        #expect(found == Projection(place: CablePlace(node: 1, fraction: 0.8), point: Point3(2, 0, 0), distance: 3))
        #expect(skeleton.nearestPlace(to: Point3(-4, 0, 0))?.point == Point3(0, 0, 0))
        #expect(try EditTesting.empty().nearestPlace(to: Point3(0, 0, 0)) == nil)
        #expect(try EditTesting.empty().nearestNodes(to: Point3(0, 0, 0)).isEmpty)
        #expect(skeleton.nearestNodes(to: Point3(0, 0, 0), within: -1).isEmpty)
    }

    @Test func manyNodesAtOnePlaceAreNoTrouble() throws {
        let count = 3000
        let zeros = [Double](repeating: 1, count: count)
        let skeleton = try Skeleton(parents: (0..<Int32(count)).map { $0 - 1 }, x: zeros, y: zeros, z: zeros)
        #expect(skeleton.nearestNodes(to: Point3(1, 1, 1), count: 3).map(\.node) == [0, 1, 2])
        #expect(skeleton.nodes(inSphere: Point3(0, 1, 1), radius: 1).count == count)
    }

    @Test func boxesAndTypesPickNodes() throws {
        for skeleton in try EditTesting.forests(20) {
            let box = BoundingBox(low: Point3(-5, -5, -5), high: Point3(5, 7, 9))
            #expect(
                skeleton.nodes(in: box)
                    == skeleton.sameNodes.filter { node in
                        let point = skeleton.point(Int(node))
                        return abs(point.x) <= 5 && point.y >= -5 && point.y <= 7 && point.z >= -5 && point.z <= 9
                    }
            )
            #expect(skeleton.nodes(ofTypes: [1, 2]).allSatisfy { [1, 2].contains(skeleton.types[Int($0)]) })
            #expect(skeleton.nodes(ofTypes: [1, 2]).count == skeleton.types.count { $0 == 1 || $0 == 2 })
        }
    }
}
