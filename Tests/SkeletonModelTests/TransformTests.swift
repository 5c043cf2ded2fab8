import Testing

@testable import SkeletonModel

struct TransformTests {
    @Test func pointsMoveAndRadiiGrow() throws {
        for skeleton in try EditTesting.forests(30) {
            let moved = try skeleton.transformed(by: .translation(Point3(1, 2, 3)))
            EditTesting.check(moved, of: skeleton, isMoving: true)
            #expect(moved.skeleton.z == skeleton.z.map { $0 + 3 })
            #expect(moved.skeleton.radius == skeleton.radius)
            let scaled = try skeleton.transformed(by: .scaling(2, 2, 2)).skeleton
            #expect(abs(scaled.cableLength - 2 * skeleton.cableLength) < 1e-9 * (1 + skeleton.cableLength))
            #expect(scaled.radius == skeleton.radius.map { $0 * 2 })
            let mirrored = try skeleton.transformed(by: .scaling(-1, 1, 1)).skeleton
            #expect(mirrored.x == skeleton.x.map { -$0 } && mirrored.radius == skeleton.radius)
            let uneven = try skeleton.transformed(by: .scaling(1, 4, 2)).skeleton
            #expect(zip(uneven.radius, skeleton.radius).allSatisfy { abs($0 - $1 * 2) < 1e-12 })
        }
    }

    @Test func aTurnKeepsLengths() throws {
        let turn = AffineTransform3(SIMD4(0, -1, 0, 5), SIMD4(1, 0, 0, 0), SIMD4(0, 0, 1, 0))
        #expect(turn.determinant == 1)
        let turned = try EditTesting.single().transformed(by: turn).skeleton
        #expect(turned.point(0) == Point3(3, 1, 3))
        #expect(try EditTesting.empty().transformed(by: turn).skeleton.nodeCount == 0)
    }

    @Test func whatCannotBeUndoneIsRefused() throws {
        for factor in [0, .nan, .infinity] {
            #expect(throws: SkeletonError.self) { try EditTesting.single().transformed(by: .scaling(1, factor, 1)) }
        }
        #expect(throws: SkeletonError.notFinite(position: 0)) {
            try EditTesting.single().transformed(by: .translation(Point3(.infinity, 0, 0)))
        }
    }
}
