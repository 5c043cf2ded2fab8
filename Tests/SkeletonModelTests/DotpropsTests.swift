import TestSupport
import Testing

@testable import SkeletonModel

struct DotpropsTests {
    @Test func onALineTheTangentIsTheLine() throws {
        let skeleton = try Skeleton(
            parents: (0..<20).map { $0 - 1 },
            x: (0..<20).map { -2 * Double($0) },
            y: (0..<20).map { Double($0) },
            z: (0..<20).map { 2 * Double($0) }
        )
        let dots = try skeleton.dotprops()
        for (tangent, alpha) in zip(dots.tangents, dots.alpha) {
            #expect(
                tangent.distance(to: Point3(-2 / 3.0, 1 / 3.0, 2 / 3.0)) < 1e-12
                    || tangent.distance(to: Point3(2 / 3.0, -1 / 3.0, -2 / 3.0)) < 1e-12
            )
            #expect(abs(alpha - 1) < 1e-12)
        }
        #expect(dots.points == (0..<20).map { skeleton.point($0) })
    }

    /// The axis of most spread, by trying directions all over the sphere.
    private func slowly(_ points: [SIMD3<Double>]) -> (direction: SIMD3<Double>, spread: Double) {
        let center = points.reduce(SIMD3()) { $0 + $1 } / Double(points.count)
        func spread(_ direction: SIMD3<Double>) -> Double {
            points.reduce(0) { sum, point in
                let part = ((point - center) * direction).sum()
                return sum + part * part
            }
        }
        var best = (direction: SIMD3<Double>(1, 0, 0), spread: 0.0)
        var step = 1.0
        while step > 1e-9 {
            let start = best.direction
            for x in -4...4 {
                for y in -4...4 {
                    for z in -4...4 {
                        let moved = start + SIMD3(Double(x), Double(y), Double(z)) * step / 4
                        guard moved.square > 0 else { continue }
                        let direction = moved / moved.square.squareRoot()
                        if spread(direction) > best.spread { best = (direction, spread(direction)) }
                    }
                }
            }
            step /= 2
        }
        return best
    }

    @Test func tangentsAreTheDirectionsOfMostSpread() throws {
        for skeleton in try EditTesting.forests(10) where skeleton.nodeCount > 6 {
            let dots = try skeleton.dotprops()
            for node in 0..<min(skeleton.nodeCount, 8) {
                let near = (0..<skeleton.nodeCount).map { ($0, skeleton.point($0).distance(to: skeleton.point(node))) }
                    .sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(5).map { SIMD3(skeleton.point($0.0)) }
                let expected = slowly(near)
                let axes = PrincipalAxes(near)
                #expect(abs(axes.spreads.x - expected.spread) < 1e-6 * (1 + expected.spread))
                #expect(abs((SIMD3(dots.tangents[node]) * expected.direction).sum()) > 1 - 1e-6)
                #expect(dots.alpha[node] >= 0 && dots.alpha[node] <= 1)
            }
        }
    }

    @Test func degenerateNeighbourhoodsHaveNoDirection() throws {
        let same = try Skeleton(parents: [-1, 0, 1], x: [1, 1, 1], y: [0, 0, 0], z: [0, 0, 0])
        let dots = try same.dotprops()
        #expect(dots.alpha == [0, 0, 0])
        #expect(dots.tangents.allSatisfy { abs($0.distance(to: Point3(0, 0, 0)) - 1) < 1e-12 })
        #expect(throws: SkeletonError.self) { try EditTesting.single().dotprops() }
        #expect(throws: SkeletonError.self) { try same.dotprops(neighbors: 1) }
    }
}
