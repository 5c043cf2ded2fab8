import Testing

@testable import SkeletonModel

struct KeepLargestTests {
    @Test func theTreesWithTheMostCableStay() throws {
        for skeleton in try EditTesting.forests() {
            let trees = skeleton.splitIntoTrees().trees
            for count in 0...4 {
                let edited = try skeleton.keptLargest(count)
                EditTesting.check(edited, of: skeleton)
                #expect(edited.skeleton.roots.count == min(count, trees.count))
                let largest = trees.map(\.cableLength).sorted().reversed().prefix(count).reduce(0, +)
                #expect(abs(edited.skeleton.cableLength - largest) < 1e-9 * (1 + largest))
            }
        }
    }

    @Test func countsBelowZeroAreRefused() throws {
        #expect(throws: SkeletonError.self) { try EditTesting.single().keptLargest(-1) }
        #expect(try EditTesting.empty().keptLargest(3).skeleton.nodeCount == 0)
        #expect(try EditTesting.single().keptLargest(1).skeleton.nodeCount == 1)
    }
}
