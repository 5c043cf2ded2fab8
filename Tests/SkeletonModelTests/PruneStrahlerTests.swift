import TestSupport
import Testing

@testable import SkeletonModel

struct PruneStrahlerTests {
    @Test func nothingBeyondARemovedNodeStays() throws {
        for skeleton in try EditTesting.forests() {
            let order = skeleton.strahlerOrder
            for orders: Set<Int32> in [[1], [2], [1, 2], [3], []] {
                let edited = skeleton.pruned(strahlerOrders: orders)
                EditTesting.check(edited, of: skeleton)
                let kept = skeleton.parents.indices.filter { node in
                    EditTesting.wayToRoot(node, skeleton).allSatisfy { !orders.contains(order[$0]) }
                }
                #expect(EditTesting.ids(edited) == Set(kept.map { skeleton.id(of: $0) }))
            }
        }
        #expect(try EditTesting.empty().pruned(strahlerOrders: [1]).skeleton.nodeCount == 0)
        #expect(try EditTesting.single().pruned(strahlerOrders: [1]).nodeMap == [-1])
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func realFilesEqualTheReference(_ file: String) throws {
        let expected = try #require(EditTesting.expected(file, "reference", "prune_strahler_1"))
        try EditTesting.compare(EditTesting.real(file).pruned(strahlerOrders: [1]), expected, tolerance: 1e-9)
    }
}
