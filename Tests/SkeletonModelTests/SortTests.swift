import Testing

@testable import SkeletonModel

struct SortTests {
    /// Depth first by recursion.
    private func slowly(_ skeleton: Skeleton, _ order: SiblingOrder) -> [Int64] {
        let children = EditTesting.children(skeleton)
        func size(_ node: Int) -> Int { children[node].reduce(1) { $0 + size($1) } }
        func key(_ node: Int) -> [Int64] {
            switch order {
            case .position: [Int64(node)]
            case .size: [Int64(-size(node)), Int64(node)]
            case .id: [skeleton.id(of: node)]
            }
        }
        func visit(_ nodes: [Int]) -> [Int64] {
            nodes.sorted { key($0).lexicographicallyPrecedes(key($1)) }
                .flatMap { [skeleton.id(of: $0)] + visit(children[$0]) }
        }
        return visit(skeleton.roots.map { Int($0) })
    }

    @Test func equalsTheRecursiveWay() throws {
        for skeleton in try EditTesting.forests() {
            for order in SiblingOrder.allCases {
                let edited = skeleton.sorted(by: order)
                EditTesting.check(edited, of: skeleton)
                #expect(edited.skeleton.ids == slowly(skeleton, order))
                for node in 0..<skeleton.nodeCount where skeleton.parents[node] >= 0 {
                    let parent = edited.skeleton.parents[Int(edited.nodeMap[node])]
                    #expect(parent == edited.nodeMap[Int(skeleton.parents[node])])
                }
            }
        }
        #expect(try EditTesting.empty().sorted().skeleton.nodeCount == 0)
        #expect(try EditTesting.single().sorted(by: .size).nodeMap == [0])
    }
}
