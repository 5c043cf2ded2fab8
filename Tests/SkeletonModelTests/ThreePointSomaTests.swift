import Testing

@testable import SkeletonModel

struct ThreePointSomaTests {
    @Test func theSomaIsTheRootWithTwoNodesOfItsRadius() throws {
        let text = "1 3 0 0 0 1 -1\n2 1 8 1 2 4 1\n3 3 9 9 9 1 2\n"
        let edited = try SWC.parse(Array(text.utf8)).threePointSoma()
        let soma = edited.skeleton
        #expect(soma.ids == [2, 4, 5, 1, 3])
        #expect(soma.parents == [-1, 0, 0, 0, 0])
        #expect(soma.types == [1, 1, 1, 3, 3])
        #expect(soma.y == [1, -3, 5, 0, 9])
        #expect(soma.radius == [4, 4, 4, 1, 1])
        #expect(edited.nodeMap == [3, 0, 4])
        // Three points make one again.
        #expect(soma.collapsedSoma().skeleton.ids == [2, 1, 3])
    }

    @Test func cableWithoutSomataStays() throws {
        for skeleton in try EditTesting.forests() {
            let edited = try skeleton.threePointSoma()
            let new = edited.skeleton
            #expect(new.parents.indices.allSatisfy { new.parents[$0] < $0 })
            #expect(new.roots.count == skeleton.roots.count)
            #expect(edited.nodeMap.allSatisfy { $0 >= 0 && Int($0) < new.nodeCount })
            let single = skeleton.collapsedSoma().skeleton
            #expect(Set(single.ids).isSubset(of: Set(new.ids)))
            let somata = single.somaNodes.map { single.radius[Int($0[0])] }.filter { $0 > 0 }
            #expect(new.nodeCount == single.nodeCount + 2 * somata.count)
            #expect(abs(new.cableLength - single.cableLength - 2 * somata.reduce(0, +)) < 1e-9 * (1 + new.cableLength))
        }
        #expect(try EditTesting.empty().threePointSoma().skeleton.nodeCount == 0)
        #expect(try EditTesting.single().threePointSoma().nodeMap == [0])
    }
}
