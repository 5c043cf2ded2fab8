import TestSupport
import Testing

@testable import SkeletonModel

struct MergeVerticesTests {
    /// A long unbranched cable, cut into chunks that share the nodes at their borders.
    @Test func chunksThatShareNodesComeTogether() throws {
        let whole = try Skeleton(
            parents: (0..<30).map { $0 - 1 },
            x: (0..<30).map { Double($0) },
            y: [Double](repeating: 0, count: 30),
            z: [Double](repeating: 0, count: 30)
        )
        let chunks = try [0...10, 10...20, 20...29].map { range in
            try whole.pruned(to: [.mask((0..<30).map { range.contains($0) })]).skeleton
        }
        // The second one the other way around, as chunks do not know of each other.
        let turned = try chunks[1].rerooted(at: 5).skeleton
        let (combined, _) = try Skeleton.combined([chunks[0], turned, chunks[2]])
        let edited = try combined.mergedVertices()
        #expect(edited.skeleton.roots.count == 1)
        #expect(edited.skeleton.x == whole.x)
        #expect(edited.skeleton.parents == whole.parents)
        for node in 0..<combined.nodeCount {
            #expect(edited.skeleton.point(Int(edited.nodeMap[node])) == combined.point(node))
        }
    }

    @Test func whatIsSharedTwiceIsNoCircle() throws {
        // Two cables over the same three places.
        let text = "1 0 0 0 0 1 -1\n2 0 1 0 0 1 1\n3 0 2 0 0 1 2\n"
        let skeleton = try SWC.parse(Array(text.utf8))
        let (combined, _) = try Skeleton.combined([skeleton, skeleton])
        let edited = try combined.mergedVertices()
        #expect(edited.skeleton.swcContent == skeleton.swcContent)
        #expect(edited.nodeMap == [0, 1, 2, 0, 1, 2])
        #expect(edited.skeleton.diagnostics.map(\.code) == [.duplicateEdgeDropped, .duplicateEdgeDropped])
    }

    @Test func nearOnesOfDifferentTreesOnly() throws {
        for skeleton in try EditTesting.forests() {
            for distance in [0, 1, 3.0] {
                let edited = try skeleton.mergedVertices(within: distance)
                let new = edited.skeleton
                #expect(new.parents.indices.allSatisfy { new.parents[$0] < $0 })
                #expect(edited.nodeMap.allSatisfy { $0 >= 0 })
                let tree = skeleton.treeOfNode
                var members: [Int32: [Int]] = [:]
                for (node, place) in edited.nodeMap.enumerated() { members[place, default: []].append(node) }
                #expect(members.count == new.nodeCount)
                for (place, nodes) in members {
                    #expect(Set(nodes.map { tree[$0] }).count == nodes.count)
                    #expect(new.point(Int(place)) == skeleton.point(nodes[0]))
                    #expect(new.id(of: Int(place)) == skeleton.id(of: nodes[0]))
                    guard nodes.count > 1 else { continue }
                    for node in nodes {
                        let others = nodes.filter { $0 != node }.map {
                            skeleton.point($0).distance(to: skeleton.point(node))
                        }
                        #expect((others.min() ?? 0) <= distance)
                    }
                }
                // Nodes that hung together still do.
                let newTree = new.treeOfNode
                for (node, parent) in skeleton.parents.enumerated() where parent >= 0 {
                    #expect(newTree[Int(edited.nodeMap[node])] == newTree[Int(edited.nodeMap[Int(parent)])])
                }
            }
        }
        #expect(throws: SkeletonError.self) { try EditTesting.single().mergedVertices(within: -1) }
    }
}
