import Testing

@testable import SkeletonModel

struct CombineTests {
    @Test func nodesOfAllAreThereUnderFreeIDs() throws {
        let forests = try EditTesting.forests(40)
        for index in 0..<38 {
            let parts = Array(forests[index..<(index + 3)])
            let (whole, maps) = try Skeleton.combined(parts)
            #expect(whole.nodeCount == parts.reduce(0) { $0 + $1.nodeCount })
            #expect(Set(whole.ids).count == whole.nodeCount)
            #expect(Set(maps.flatMap { $0 }).count == whole.nodeCount)
            #expect(whole.ids.starts(with: parts[0].ids))
            #expect(whole.level2IDs == parts.flatMap { $0.level2IDs ?? [] })
            var mesh: [Int32] = []
            for (part, map) in zip(parts, maps) {
                mesh += part.meshToSkeletonMap.map { $0 < 0 ? -1 : map[Int($0)] }
                for node in 0..<part.nodeCount {
                    let place = Int(map[node])
                    #expect(whole.point(place) == part.point(node))
                    #expect(whole.parents[place] == (part.parents[node] < 0 ? -1 : map[Int(part.parents[node])]))
                }
            }
            #expect(whole.meshToSkeletonMap == mesh)
        }
    }

    @Test func whatComesApartGoesTogetherAgain() throws {
        for skeleton in try EditTesting.forests(40) {
            let whole = try Skeleton.combined(skeleton.splitIntoTrees().trees).skeleton
            #expect(Set(whole.ids) == Set(skeleton.ids))
            #expect(abs(whole.cableLength - skeleton.cableLength) < 1e-9 * (1 + skeleton.cableLength))
        }
    }

    @Test func unitsMustBeTheSame() throws {
        #expect(try Skeleton.combined([]).skeleton.nodeCount == 0)
        #expect(throws: SkeletonError.badOption("the skeletons differ in unit: unknown and nm")) {
            try Skeleton.combined([EditTesting.single(), EditTesting.single().declared(in: .nanometres)])
        }
    }
}
