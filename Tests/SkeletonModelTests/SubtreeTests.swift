import Testing

@testable import SkeletonModel

struct SubtreeTests {
    @Test func aNodeAndAllThatLiesBeyondIt() throws {
        for skeleton in try EditTesting.forests() {
            for node in 0..<skeleton.nodeCount {
                let edited = try skeleton.subtree(at: node)
                EditTesting.check(edited, of: skeleton)
                let beyond = skeleton.parents.indices.filter { EditTesting.wayToRoot($0, skeleton).contains(node) }
                #expect(edited.skeleton.ids == beyond.map { skeleton.id(of: $0) })
                #expect(edited.skeleton.roots == [0])
            }
        }
    }

    @Test func thereMustBeSuchANode() throws {
        #expect(throws: SkeletonError.noSuchNode(position: 0, count: 0)) { try EditTesting.empty().subtree(at: 0) }
        #expect(throws: SkeletonError.self) { try EditTesting.single().subtree(at: -1) }
        #expect(try EditTesting.single().subtree(at: 0).nodeMap == [0])
    }
}
