import Testing

@testable import SkeletonModel

struct SplitTests {
    @Test func treesTogetherAreTheForest() throws {
        for skeleton in try EditTesting.forests() {
            let split = skeleton.splitIntoTrees()
            #expect(split.trees.count == skeleton.roots.count)
            #expect(split.trees.reduce(0) { $0 + $1.nodeCount } == skeleton.nodeCount)
            for node in 0..<skeleton.nodeCount {
                let tree = split.trees[Int(split.treeOfNode[node])]
                let place = Int(split.nodeMap[node])
                #expect(tree.id(of: place) == skeleton.id(of: node))
                #expect(tree.point(place) == skeleton.point(node))
                #expect(tree.types[place] == skeleton.types[node])
                let parent = Int(skeleton.parents[node])
                #expect(tree.parents[place] == (parent < 0 ? -1 : split.nodeMap[parent]))
            }
            #expect(split.trees.allSatisfy { $0.roots == [0] && $0.header == skeleton.header })
            // Each entry of the level-2 map is where its node is.
            let entries = split.trees.flatMap { tree in
                zip(tree.level2IDs ?? [], tree.meshToSkeletonMap).map { [$0, tree.id(of: Int($1))] }
            }
            let expected = zip(skeleton.level2IDs ?? [], skeleton.meshToSkeletonMap).filter { $1 >= 0 }
                .map { [$0, skeleton.id(of: Int($1))] }
            #expect(Set(entries) == Set(expected) && entries.count == expected.count)
        }
        #expect(try EditTesting.empty().splitIntoTrees().trees.isEmpty)
        #expect(try EditTesting.single().splitIntoTrees().nodeMap == [0])
    }

    @Test func nodesBeginTreesOfTheirOwn() throws {
        for (seed, skeleton) in try EditTesting.forests().enumerated() {
            var random = SeededGenerator(seed: UInt64(seed))
            let nodes = (0..<4).map { _ in Int.random(in: 0..<skeleton.nodeCount, using: &random) }
            let split = try skeleton.split(at: nodes)
            let tops = Set(nodes + skeleton.roots.map { Int($0) })
            #expect(split.trees.count == tops.count)
            for node in 0..<skeleton.nodeCount {
                let tree = split.trees[Int(split.treeOfNode[node])]
                let place = Int(split.nodeMap[node])
                #expect(tree.id(of: place) == skeleton.id(of: node))
                #expect((tree.parents[place] < 0) == tops.contains(node))
            }
            #expect(throws: SkeletonError.self) { try skeleton.split(at: [-1]) }
        }
    }
}
