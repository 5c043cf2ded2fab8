import FoundationEssentials
import TestSupport
import Testing

@testable import SkeletonModel

struct RerootTests {
    /// Node ids of each edge, in no order.
    private func links(_ skeleton: Skeleton) -> Set<Set<Int64>> {
        Set(
            skeleton.parents.indices.filter { skeleton.parents[$0] >= 0 }.map {
                [skeleton.id(of: $0), skeleton.id(of: Int(skeleton.parents[$0]))]
            }
        )
    }

    @Test func onlyLinksOnTheWayTurnAround() throws {
        for seed in 0..<500 {
            let forest = RandomForest(seed: UInt64(seed), upTo: 20)
            var skeleton = try forest.skeleton()
            skeleton.header = [Array("kept".utf8)]
            for node in 0..<skeleton.nodeCount {
                let (turned, map) = try skeleton.rerooted(at: node)
                #expect(turned.parents[Int(map[node])] == -1)
                #expect(links(turned) == links(skeleton))
                #expect(turned.roots.count == skeleton.roots.count)
                #expect(turned.parents.indices.allSatisfy { turned.parents[$0] < $0 })
                #expect(turned.header == skeleton.header)
                for old in 0..<skeleton.nodeCount {
                    let new = Int(map[old])
                    #expect(turned.id(of: new) == skeleton.id(of: old))
                    #expect(turned.x[new].bitPattern == skeleton.x[old].bitPattern)
                    #expect(turned.types[new] == skeleton.types[old])
                }
            }
        }
    }

    @Test func otherTreesKeepTheirRoots() throws {
        let skeleton = try SWC.parse(Array("1 0 0 0 0 1 -1\n2 0 1 0 0 1 1\n3 0 9 0 0 1 -1\n4 0 8 0 0 1 3\n".utf8))
        let (turned, map) = try skeleton.rerooted(at: 1)
        #expect(turned.ids == [3, 4, 2, 1] || turned.ids == [2, 1, 3, 4])
        #expect(turned.parents[Int(map[2])] == -1)
        #expect(turned.parents[Int(map[3])] == map[2])
        #expect(turned.cableLength == skeleton.cableLength)
    }

    @Test func thereMustBeSuchANode() throws {
        let skeleton = try Skeleton(SkeletonTests.arrays)
        let error = #expect(throws: SkeletonError.self) { try skeleton.rerooted(at: 4) }
        #expect(error?.description == "there is no node 4 in a skeleton of 4 nodes")
        #expect(throws: SkeletonError.self) { try skeleton.rerooted(at: -1) }
    }

    @Test func levelTwoMapFollowsItsNodes() throws {
        let skeleton = try Skeleton(SkeletonTests.arrays)
        let (turned, map) = try skeleton.rerooted(at: 3)
        #expect(turned.meshToSkeletonMap == skeleton.meshToSkeletonMap.map { $0 < 0 ? -1 : map[Int($0)] })
        #expect(turned.level2IDs == skeleton.level2IDs)
        let arrays = turned.arrays()
        #expect(arrays.root == 0)
        #expect(arrays.vertices[Int(arrays.meshToSkeletonMap[1])] == Point3(0, 0, 3))
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func distancesOfRealFilesEqualTheReference(_ file: String) throws {
        let reference = try #require(MeasureTests.reference[file]?.objectValue?["reference"]?.objectValue)
        guard let reroot = reference["operations"]?.objectValue?["reroot"]?.objectValue else { return }
        let skeleton = try SWC.parse(AtomicFile.read(Repository.shared.appending(path: "data/swc/\(file)").path))
        let id = try #require(reroot["new_root"]?.integerValue)
        let node = try #require(skeleton.position(ofID: id))
        let expected = try #require(reroot["path_distance_to_root_max"]?.doubleValue)
        let found = try #require(try skeleton.rerooted(at: node).skeleton.rootDistance.max())
        #expect(abs(found - expected) <= 1e-9 * expected)
    }

    @Test func rulesChooseRoots() throws {
        for skeleton in try EditTesting.forests() {
            let tree = skeleton.treeOfNode
            let soma = try skeleton.rerooted(by: .soma)
            EditTesting.check(soma, of: skeleton)
            let fat = try skeleton.rerooted(by: .largestRadius)
            EditTesting.check(fat, of: skeleton)
            for number in skeleton.roots.indices {
                let nodes = (0..<skeleton.nodeCount).filter { tree[$0] == number }
                func root(_ edited: Edited) -> [Int] {
                    nodes.filter { edited.skeleton.parents[Int(edited.nodeMap[$0])] < 0 }
                }
                let first = nodes.first { skeleton.types[$0] == 1 }
                #expect(root(soma) == [first ?? nodes[0]])
                #expect(root(fat).map { skeleton.radius[$0] } == [nodes.map { skeleton.radius[$0] }.max()])
            }
            #expect(links(soma.skeleton) == links(skeleton) && links(fat.skeleton) == links(skeleton))
            let far = try skeleton.rerooted(by: .farthest(from: 0))
            let expected = try skeleton.farthestTips(1, from: 0).first?.node ?? 0
            #expect(far.skeleton.parents[Int(far.nodeMap[Int(expected)])] == -1)
        }
        #expect(throws: SkeletonError.self) { try EditTesting.single().rerooted(by: .farthest(from: 3)) }
        #expect(try EditTesting.empty().rerooted(by: .largestRadius).skeleton.nodeCount == 0)
    }

    @Test func columnsTurnWithTheirNodes() throws {
        for skeleton in try EditTesting.forests() {
            for node in 0..<skeleton.nodeCount { EditTesting.check(try skeleton.rerooted(at: node), of: skeleton) }
        }
    }
}
