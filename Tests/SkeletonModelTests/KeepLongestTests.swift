import TestSupport
import Testing

@testable import SkeletonModel

struct KeepLongestTests {
    /// What the longest path from what is kept to a tip, taken again and again, leaves.
    private func slowly(_ skeleton: Skeleton, _ count: Int) -> Double {
        var covered: Set<Int> = []
        var cable = 0.0
        for _ in 0..<count {
            let ways = skeleton.parents.indices.map { node in
                Array(EditTesting.wayToRoot(node, skeleton).prefix { !covered.contains($0) })
            }
            let lengths = ways.map { way in
                way.reduce(0.0) { sum, node in
                    let parent = Int(skeleton.parents[node])
                    return sum + (parent < 0 ? 0 : skeleton.point(node).distance(to: skeleton.point(parent)))
                }
            }
            guard let best = lengths.indices.max(by: { lengths[$0] < lengths[$1] }) else { break }
            covered.formUnion(ways[best])
            cable += lengths[best]
        }
        return cable
    }

    @Test func theLongestPathsStay() throws {
        for skeleton in try EditTesting.forests() {
            for count in 0...5 {
                let edited = try skeleton.keptLongest(count)
                EditTesting.check(edited, of: skeleton)
                let expected = slowly(skeleton, count)
                #expect(abs(edited.skeleton.cableLength - expected) < 1e-9 * (1 + expected))
                let roots = edited.skeleton.roots.map { edited.skeleton.id(of: Int($0)) }
                #expect(roots.allSatisfy { id in skeleton.parents[skeleton.position(ofID: id) ?? 0] < 0 })
            }
        }
        #expect(try EditTesting.empty().keptLongest(1).skeleton.nodeCount == 0)
        #expect(throws: SkeletonError.self) { try EditTesting.single().keptLongest(-1) }
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func longestNeuriteEqualsNavis(_ file: String) throws {
        let skeleton = try EditTesting.real(file)
        // Of forests navis takes the longest of each tree.
        guard skeleton.roots.count == 1, let navis = EditTesting.expected(file, "navis", "longest_neurite") else {
            return
        }
        try EditTesting.compare(skeleton.keptLongest(1), navis, tolerance: 2e-6)
    }
}
