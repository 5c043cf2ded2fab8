import Testing

@testable import SkeletonModel

struct RenumberTests {
    @Test func idsCountUp() throws {
        for skeleton in try EditTesting.forests(20) {
            let (new, map) = try skeleton.renumbered(from: 5)
            #expect(new.ids == (0..<skeleton.nodeCount).map { Int64($0) + 5 })
            #expect(new.parents == skeleton.parents && new.x == skeleton.x && new.radius == skeleton.radius)
            #expect(new.meshToSkeletonMap == skeleton.meshToSkeletonMap && new.header == skeleton.header)
            #expect(map == skeleton.sameNodes)
        }
        #expect(try EditTesting.single().renumbered().skeleton.ids == [1])
        #expect(try EditTesting.empty().renumbered(from: 0).skeleton.ids.isEmpty)
        #expect(throws: SkeletonError.self) { try EditTesting.single().renumbered(from: -1) }
        #expect(throws: SkeletonError.self) { try EditTesting.single().renumbered(from: .max) }
    }
}
