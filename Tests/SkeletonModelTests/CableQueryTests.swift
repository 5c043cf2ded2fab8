import TestSupport
import Testing

@testable import SkeletonModel

struct CableQueryTests {
    /// All distances along the cable, by Floyd and Warshall.
    static func distances(_ skeleton: Skeleton) -> [[Double]] {
        let count = skeleton.nodeCount
        var table = [[Double]](repeating: [Double](repeating: .infinity, count: count), count: count)
        for node in 0..<count {
            table[node][node] = 0
            let parent = Int(skeleton.parents[node])
            guard parent >= 0 else { continue }
            let length = skeleton.point(node).distance(to: skeleton.point(parent))
            (table[node][parent], table[parent][node]) = (length, length)
        }
        for middle in 0..<count {
            for a in 0..<count {
                for b in 0..<count { table[a][b] = min(table[a][b], table[a][middle] + table[middle][b]) }
            }
        }
        return table
    }

    private func near(_ a: Double, _ b: Double) -> Bool { a == b || abs(a - b) < 1e-9 }

    @Test func distancesAreThoseOfAllPaths() throws {
        for (seed, skeleton) in try EditTesting.forests(40).enumerated() {
            let table = Self.distances(skeleton)
            var random = SeededGenerator(seed: UInt64(seed))
            let count = Int32(skeleton.nodeCount)
            let some = (0..<15).map { _ in Int32.random(in: 0..<count, using: &random) }
            let matrix = try skeleton.geodesicMatrix(of: some)
            for (row, a) in some.enumerated() {
                let way = try skeleton.geodesicDistances(from: Int(a))
                #expect(zip(way, table[Int(a)]).allSatisfy(near))
                for (column, b) in some.enumerated() {
                    #expect(near(matrix[row * some.count + column], table[Int(a)][Int(b)]))
                    #expect(near(try skeleton.geodesicDistance(Int(a), Int(b)), table[Int(a)][Int(b)]))
                }
                let reached = try skeleton.nodes(within: 15, alongCableFrom: Int(a))
                #expect(reached.map(\.node) == (0..<count).filter { table[Int(a)][Int($0)] <= 15 })
                #expect(reached.allSatisfy { abs($0.distance - table[Int(a)][Int($0.node)]) < 1e-9 })
            }
            let all = skeleton.sameNodes
            let whole = try skeleton.geodesicMatrix(of: all)
            #expect(whole.indices.allSatisfy { near(whole[$0], table[$0 / all.count][$0 % all.count]) })
        }
        #expect(try EditTesting.empty().geodesicMatrix(of: []).isEmpty)
        #expect(throws: SkeletonError.self) { try EditTesting.single().geodesicMatrix(of: [1]) }
    }

    @Test func relativesAreThoseOnTheWaysToTheRoot() throws {
        for skeleton in try EditTesting.forests(40) {
            let ways = (0..<skeleton.nodeCount).map { EditTesting.wayToRoot($0, skeleton) }
            for a in 0..<skeleton.nodeCount {
                #expect(try skeleton.ancestors(of: a).map { Int($0) } == ways[a])
                let beyond = (0..<skeleton.nodeCount).filter { ways[$0].contains(a) }
                #expect(try skeleton.descendants(of: a).map { Int($0) }.sorted() == beyond)
                #expect(try skeleton.descendants(of: a).first == Int32(a))
                for b in 0..<skeleton.nodeCount {
                    #expect(try skeleton.isDescendant(b, of: a) == ways[b].contains(a))
                    let common = ways[a].first { ways[b].contains($0) }
                    #expect(try skeleton.lowestCommonAncestor(a, b) == common)
                    let path = try skeleton.path(from: a, to: b)
                    guard let common else {
                        #expect(path == nil)
                        continue
                    }
                    let down = ways[b].prefix { $0 != common }
                    let expected = ways[a].prefix { $0 != common } + [common] + down.reversed()
                    #expect(path?.map { Int($0) } == Array(expected))
                }
            }
            #expect(throws: SkeletonError.self) { try skeleton.path(from: 0, to: skeleton.nodeCount) }
            #expect(throws: SkeletonError.self) { try skeleton.ancestors(of: -1) }
        }
    }

    @Test func theWalkMeetsEachNodeOnceAndBranchesInOnePiece() throws {
        for skeleton in try EditTesting.forests(40) {
            let walk = skeleton.preorder
            #expect(walk.nodes.sorted() == skeleton.sameNodes)
            #expect(walk.nodes.enumerated().allSatisfy { walk.place[Int($1)] == $0 })
            #expect(
                walk.nodes == skeleton.sorted().skeleton.ids.compactMap { skeleton.position(ofID: $0).map(Int32.init) }
            )
        }
    }

    @Test func sectionsOfNodesAreTheSections() throws {
        for skeleton in try EditTesting.forests(40) {
            let children = EditTesting.children(skeleton)
            skeleton.forEachSection { path in
                for node in path.dropFirst() { #expect((try? skeleton.section(of: Int(node))) == path) }
            }
            for root in skeleton.roots where children[Int(root)].count != 1 {
                #expect(try skeleton.section(of: Int(root)) == [root])
            }
        }
    }

    @Test func farTipsComeFirst() throws {
        for skeleton in try EditTesting.forests(40) {
            let (table, children) = (Self.distances(skeleton), EditTesting.children(skeleton))
            for start in 0..<skeleton.nodeCount {
                let ends = (0..<skeleton.nodeCount).filter { node in
                    let isEnd = skeleton.parents[node] < 0 ? children[node].count <= 1 : children[node].isEmpty
                    return isEnd && node != start && table[start][node] < .infinity
                }
                let found = try skeleton.farthestTips(100, from: start)
                #expect(Set(found.map { Int($0.node) }) == Set(ends))
                #expect(zip(found, found.dropFirst()).allSatisfy { $0.distance >= $1.distance })
                #expect(try skeleton.farthestTips(2, from: start) == Array(found.prefix(2)))
            }
            #expect(throws: SkeletonError.self) { try skeleton.farthestTips(-1, from: 0) }
        }
    }
}
