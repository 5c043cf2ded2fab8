import Testing

@testable import SkeletonModel

struct SimplifyTests {
    /// Ramer, Douglas and Peucker by recursion.
    private func slowly(_ points: [[Double]], _ epsilon: Double) -> [Int] {
        func distance(_ p: [Double], _ a: [Double], _ b: [Double]) -> Double {
            let square = zip(a, b).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
            let along = (0..<4).reduce(0) { $0 + (p[$1] - a[$1]) * (b[$1] - a[$1]) }
            let fraction = square > 0 ? min(max(along / square, 0), 1) : 0
            let gap = (0..<4).map { p[$0] - a[$0] - fraction * (b[$0] - a[$0]) }
            return gap.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        func between(_ first: Int, _ last: Int) -> [Int] {
            let inner = Array((first + 1)..<max(last, first + 1))
            let gaps = inner.map { distance(points[$0], points[first], points[last]) }
            guard let worst = gaps.max(), worst > epsilon, let place = gaps.firstIndex(of: worst) else { return [] }
            return between(first, inner[place]) + [inner[place]] + between(inner[place], last)
        }
        return [0] + between(0, points.count - 1) + [points.count - 1]
    }

    @Test func equalsTheRecursiveWay() throws {
        for skeleton in try EditTesting.forests() {
            for (epsilon, includesRadius) in [(0.0, false), (2, false), (6, true), (100, false)] {
                let edited = try skeleton.simplified(epsilon: epsilon, includesRadius: includesRadius)
                EditTesting.check(edited, of: skeleton)
                #expect(try EditTesting.mapIsNearest(edited, of: skeleton))
                var kept = Set(skeleton.roots.map { skeleton.id(of: Int($0)) })
                skeleton.forEachSection { path in
                    let points = path.map { node in
                        let place = skeleton.point(Int(node))
                        return [place.x, place.y, place.z, includesRadius ? skeleton.radius[Int(node)] : 0]
                    }
                    kept.formUnion(slowly(points, epsilon).map { skeleton.id(of: Int(path[$0])) })
                }
                #expect(EditTesting.ids(edited) == kept)
                #expect(edited.skeleton.cableLength <= skeleton.cableLength * (1 + 1e-12))
                #expect(edited.nodeMap.allSatisfy { $0 >= 0 })
            }
        }
    }

    @Test func aLongLineNeedsNoRecursion() throws {
        let count = 20_000
        let skeleton = try Skeleton(
            parents: (0..<count).map { Int32($0) - 1 },
            x: (0..<count).map(Double.init),
            y: (0..<count).map { $0 == 300 ? 1 : 0 },
            z: [Double](repeating: 0, count: count)
        )
        #expect(try skeleton.simplified(epsilon: 0.5).skeleton.ids.contains(301))
        #expect(try skeleton.simplified(epsilon: 2).skeleton.ids == [1, Int64(count)])
    }

    @Test func optionsAreChecked() throws {
        #expect(try EditTesting.empty().simplified(epsilon: 1).skeleton.nodeCount == 0)
        #expect(try EditTesting.single().simplified(epsilon: 1).nodeMap == [0])
        #expect(throws: SkeletonError.badOption("epsilon must be 0 or more, got -1")) {
            try EditTesting.single().simplified(epsilon: -1)
        }
    }
}
