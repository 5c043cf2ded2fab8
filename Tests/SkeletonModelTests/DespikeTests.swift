import Testing

@testable import SkeletonModel

struct DespikeTests {
    private func line(_ y: [Double]) throws -> Skeleton {
        try Skeleton(parents: y.indices.map { Int32($0) - 1 }, x: y.indices.map(Double.init), y: y, z: y.map { _ in 0 })
    }

    @Test func spikesGoBackIntoLine() throws {
        let bent = try line([0, 0, 50, 0, 0, 0, 9, 0])
        #expect(try bent.despiked(sigma: 5).skeleton.y == [0, 0, 0, 0, 0, 0, 9, 0])
        #expect(try bent.despiked(sigma: 4).skeleton.y == [0, 0, 0, 0, 0, 0, 0, 0])
        #expect(try bent.despiked(sigma: 30).skeleton.y == bent.y)
    }

    @Test func longSpikesNeedAMaximumLength() throws {
        let bent = try line([0, 0, 60, 60, 0, 0])
        #expect(try bent.despiked(sigma: 5).skeleton.y == bent.y || bent.despiked(sigma: 5).skeleton.y.max() == 60)
        let straight = try bent.despiked(sigma: 5, maxLength: 2).skeleton
        #expect(straight.y == [0, 0, 0, 0, 0, 0])
        #expect(zip(straight.x, bent.x).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func onlyInnerNodesOfSectionsMove() throws {
        for skeleton in try EditTesting.forests() {
            let edited = try skeleton.despiked(sigma: 0.5, maxLength: 3)
            EditTesting.check(edited, of: skeleton, isMoving: true)
            #expect(edited.skeleton.parents == skeleton.parents)
            let children = EditTesting.children(skeleton)
            for node in 0..<skeleton.nodeCount where skeleton.parents[node] < 0 || children[node].count != 1 {
                #expect(edited.skeleton.point(node) == skeleton.point(node))
            }
            #expect(try skeleton.despiked(sigma: 1e9).skeleton.x == skeleton.x)
        }
        #expect(try EditTesting.empty().despiked().skeleton.nodeCount == 0)
        #expect(try EditTesting.single().despiked().nodeMap == [0])
        #expect(throws: SkeletonError.self) { try EditTesting.single().despiked(sigma: 0) }
        #expect(throws: SkeletonError.self) { try EditTesting.single().despiked(maxLength: 0) }
    }
}
