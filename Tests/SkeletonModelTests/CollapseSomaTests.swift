import Testing

@testable import SkeletonModel

struct CollapseSomaTests {
    private func parse(_ rows: String) throws -> Skeleton { try SWC.parse(Array(rows.utf8)) }

    @Test func threePointsGiveTheFirst() throws {
        let (soma, map) = try parse(
            "1 1 5 5 5 4 -1\n2 1 5 1 5 4 1\n3 1 5 9 5 4 1\n4 3 9 5 5 1 2\n5 3 12 5 5 1 4\n"
        ).collapsedSoma()
        #expect(soma.ids == [1, 4, 5])
        #expect(soma.parents == [-1, 0, 1])
        #expect(soma.point(0) == Point3(5, 5, 5) && soma.radius[0] == 4)
        #expect(map == [0, 0, 0, 1, 2])
    }

    @Test func aChainGivesTheSphereOfItsSurface() throws {
        // Cylinders of radius 2 and length 2 + 4: side 2π·2·6 = 24π = 4π r², centre at 3.
        let soma = try parse("1 1 0 0 0 2 -1\n2 1 2 0 0 2 1\n3 1 6 0 0 2 2\n4 3 9 0 0 1 3\n").collapsedSoma().skeleton
        #expect(soma.point(0) == Point3(3, 0, 0))
        #expect(abs(soma.radius[0] - 6.0.squareRoot()) < 1e-12)
        #expect(soma.parents == [-1, 0])
    }

    @Test func scatteredNodesGiveTheirMeanAndLargestRadius() throws {
        let soma = try parse(
            "1 3 0 0 0 1 -1\n2 1 3 0 0 2 1\n3 3 4 0 0 1 2\n4 1 5 6 0 7 3\n5 3 9 9 9 1 4\n6 1 4 0 3 1 1\n"
        ).collapsedSoma()
        #expect(soma.skeleton.ids == [1, 2, 3, 5])
        #expect(soma.skeleton.parents == [-1, 0, 1, 1])
        #expect(soma.skeleton.point(1) == Point3(4, 2, 1) && soma.skeleton.radius[1] == 7)
        #expect(soma.nodeMap == [0, 1, 2, 1, 3, 1])
    }

    @Test func eachTreeKeepsOneSomaNodeAtMost() throws {
        for skeleton in try EditTesting.forests() {
            let edited = skeleton.collapsedSoma()
            EditTesting.check(edited, of: skeleton, isMoving: true)
            #expect(edited.skeleton.roots.count == skeleton.roots.count)
            #expect(edited.skeleton.somaNodes.allSatisfy { $0.count == 1 })
            #expect(edited.skeleton.somaNodes.count == skeleton.somaNodes.count)
            #expect(edited.nodeMap.allSatisfy { $0 >= 0 })
            for node in 0..<skeleton.nodeCount where skeleton.types[node] != 1 {
                #expect(edited.skeleton.point(Int(edited.nodeMap[node])) == skeleton.point(node))
                guard skeleton.parents[node] >= 0 else { continue }
                let parent = edited.skeleton.parents[Int(edited.nodeMap[node])]
                #expect(parent == edited.nodeMap[Int(skeleton.parents[node])])
            }
        }
        #expect(try EditTesting.empty().collapsedSoma().skeleton.nodeCount == 0)
        #expect(try EditTesting.single().collapsedSoma().nodeMap == [0])
    }
}
