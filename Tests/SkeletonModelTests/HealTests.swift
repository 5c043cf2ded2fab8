import TestSupport
import Testing

@testable import SkeletonModel

struct HealTests {
    /// The links that Kruskal finds among all pairs of nodes, written for obviousness.
    static func slowly(_ skeleton: Skeleton, _ healing: Healing) -> [AddedLink] {
        let (tree, children) = (skeleton.treeOfNode, EditTesting.children(skeleton))
        let size = skeleton.roots.indices.map { number in tree.count { $0 == number } }
        let ends = skeleton.parents.indices.filter { node in
            let isEnd = children[node].isEmpty || skeleton.parents[node] < 0
            return size[Int(tree[node])] >= healing.minNodes && (isEnd || !healing.tipsOnly)
        }
        var pairs: [(gap: Double, a: Int, b: Int)] = []
        for a in ends {
            for b in ends where b > a && tree[a] != tree[b] {
                let radii = healing.usesRadius ? max(skeleton.radius[a], 0) + max(skeleton.radius[b], 0) : 0
                let gap = skeleton.point(a).distance(to: skeleton.point(b)) - radii
                if gap <= healing.maxDistance { pairs.append((gap, a, b)) }
            }
        }
        var label = skeleton.roots.indices.map { $0 }
        var links: [AddedLink] = []
        for (_, a, b) in pairs.sorted(by: <) where label[Int(tree[a])] != label[Int(tree[b])] {
            let (from, to) = (label[Int(tree[a])], label[Int(tree[b])])
            label = label.map { $0 == from ? to : $0 }
            let length = skeleton.point(a).distance(to: skeleton.point(b))
            links.append(AddedLink(from: skeleton.id(of: a), to: skeleton.id(of: b), length: length))
        }
        return links.sorted { ($0.length, $0.from) < ($1.length, $1.from) }
    }

    static let healings = [
        Healing(), Healing(maxDistance: 4), Healing(minNodes: 4), Healing(tipsOnly: true), Healing(usesRadius: true),
        Healing(maxDistance: 1, minNodes: 2, tipsOnly: true, usesRadius: true),
    ]

    @Test(arguments: healings)
    func linksAreThoseOfTheObviousWay(_ healing: Healing) throws {
        for skeleton in try EditTesting.forests() {
            let (edited, links) = try skeleton.healed(healing)
            EditTesting.check(edited, of: skeleton)
            #expect(links == Self.slowly(skeleton, healing))
            let added = links.reduce(0) { $0 + $1.length }
            #expect(abs(edited.skeleton.cableLength - skeleton.cableLength - added) < 1e-9 * (1 + skeleton.cableLength))
            #expect(edited.skeleton.roots.count == skeleton.roots.count - links.count)
            for link in links {
                let ends = try [link.from, link.to].map { try #require(edited.skeleton.position(ofID: $0)) }
                #expect(edited.skeleton.parents[ends[0]] == ends[1] || edited.skeleton.parents[ends[1]] == ends[0])
            }
        }
    }

    @Test func manyTreesAreJoinedAsTheObviousWayDoes() throws {
        for seed in 0..<4 {
            var random = SeededGenerator(seed: UInt64(seed))
            let count = 400
            // Places on a coarse grid, so that many links are equally long.
            func column() -> [Double] { (0..<count).map { _ in Double(Int.random(in: 0...6, using: &random)) } }
            let parents = (0..<Int32(count)).map { $0 % 5 == 0 ? -1 : $0 - 1 }
            let skeleton = try Skeleton(parents: parents, x: column(), y: column(), z: column())
            let (edited, links) = try skeleton.healed()
            #expect(links.map(\.length) == Self.slowly(skeleton, Healing()).map(\.length))
            #expect(edited.skeleton.roots.count == 1)
        }
    }

    @Test func theRootIsThatOfTheSomaOrOfTheLongestTree() throws {
        let long = "1 0 0 0 0 1 -1\n2 0 9 0 0 1 1\n3 0 11 0 0 1 -1\n4 0 12 0 0 1 3\n"
        let (first, links) = try SWC.parse(Array(long.utf8)).healed()
        #expect(links == [AddedLink(from: 2, to: 3, length: 2)])
        #expect(first.skeleton.ids == [1, 2, 3, 4])
        #expect(first.skeleton.parents == [-1, 0, 1, 2])
        // The soma is inside of the shorter tree.
        let soma = long.replacing("4 0 12", with: "4 1 12")
        let (second, _) = try SWC.parse(Array(soma.utf8)).healed()
        #expect(second.skeleton.roots.map { second.skeleton.id(of: Int($0)) } == [4])
        #expect(second.skeleton.cableLength == 12)
    }

    @Test func tooLongLinksAreNotMade() throws {
        let skeleton = try SWC.parse(Array("1 0 0 0 0 1 -1\n2 0 13000 0 0 1 -1\n".utf8))
        let (edited, links) = try skeleton.healed(Healing(maxDistance: 12_999.9))
        #expect(links.isEmpty)
        #expect(edited.skeleton.roots.count == 2)
        #expect(try skeleton.healed(Healing(maxDistance: 13_000)).links.count == 1)
        #expect(throws: SkeletonError.badOption("the longest link must be 0 or more, got -1")) {
            try skeleton.healed(Healing(maxDistance: -1))
        }
        for empty in [try EditTesting.empty(), try EditTesting.single()] {
            #expect(try empty.healed().edited.nodeMap == empty.sameNodes)
        }
    }
}
