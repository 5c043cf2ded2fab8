import TestSupport
import Testing

@testable import SkeletonModel

struct StitchTests {
    @Test func partsAreCombinedAndThenHealed() throws {
        let forests = try EditTesting.forests(30)
        for (a, b) in zip(forests, forests.dropFirst()) {
            let (combined, maps) = try Skeleton.combined([a, b])
            let healed = try combined.healed(Healing(maxDistance: 5))
            let stitched = try Skeleton.stitched([a, b], Healing(maxDistance: 5))
            #expect(stitched.links == healed.links)
            #expect(stitched.skeleton.swcContent == healed.edited.skeleton.swcContent)
            #expect(stitched.links == HealTests.slowly(combined, Healing(maxDistance: 5)))
            for (skeleton, map) in zip([a, b], zip(maps, stitched.nodeMaps)) {
                for node in 0..<skeleton.nodeCount {
                    #expect(stitched.skeleton.point(Int(map.1[node])) == skeleton.point(node))
                    #expect(stitched.skeleton.id(of: Int(map.1[node])) == combined.id(of: Int(map.0[node])))
                }
            }
        }
    }

    @Test func anEmptyListGivesAnEmptySkeleton() throws {
        #expect(try Skeleton.stitched([]).skeleton.nodeCount == 0)
    }
}
