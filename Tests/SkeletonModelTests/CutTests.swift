import Testing

@testable import SkeletonModel

struct CutTests {
    @Test func twoPartsHoldAllNodesAndAllCable() throws {
        for skeleton in try EditTesting.forests(60) {
            for node in 0..<skeleton.nodeCount {
                for keepsStub in [true, false] {
                    let (distal, proximal) = try skeleton.cut(at: node, keepsStub: keepsStub)
                    EditTesting.check(distal, of: skeleton)
                    EditTesting.check(proximal, of: skeleton)
                    #expect(try distal.skeleton.ids == skeleton.subtree(at: node).skeleton.ids)
                    let shared = EditTesting.ids(distal).intersection(EditTesting.ids(proximal))
                    #expect(shared == (keepsStub ? [skeleton.id(of: node)] : []))
                    #expect(EditTesting.ids(distal).union(EditTesting.ids(proximal)) == Set(skeleton.ids))
                    let parent = Int(skeleton.parents[node])
                    let stub = parent < 0 || keepsStub ? 0 : skeleton.point(node).distance(to: skeleton.point(parent))
                    let cable = distal.skeleton.cableLength + proximal.skeleton.cableLength + stub
                    #expect(abs(cable - skeleton.cableLength) < 1e-9 * (1 + cable))
                }
            }
        }
    }

    @Test func thereMustBeSuchANode() throws {
        #expect(throws: SkeletonError.self) { try EditTesting.empty().cut(at: 0) }
        #expect(try EditTesting.single().cut(at: 0, keepsStub: false).proximal.skeleton.nodeCount == 0)
    }
}
