import TestSupport
import Testing

@testable import SkeletonModel

struct PruneTwigsTests {
    /// The nodes that one pass leaves, written for obviousness.
    private func slowly(_ skeleton: Skeleton, _ length: Double) -> Set<Int64> {
        let children = EditTesting.children(skeleton)
        var removed: Set<Int> = []
        for tip in skeleton.parents.indices where children[tip].isEmpty && skeleton.parents[tip] >= 0 {
            var (section, run, node) = ([Int](), 0.0, tip)
            repeat {
                section.append(node)
                let parent = Int(skeleton.parents[node])
                run += skeleton.point(node).distance(to: skeleton.point(parent))
                node = parent
            } while children[node].count == 1 && skeleton.parents[node] >= 0
            if children[node].count > 1, run <= length { removed.formUnion(section) }
        }
        return Set(skeleton.parents.indices.filter { !removed.contains($0) }.map { skeleton.id(of: $0) })
    }

    @Test func onePassEqualsTheObviousWay() throws {
        for skeleton in try EditTesting.forests() {
            for length in [0, 5, 15, 40.0] {
                let edited = try skeleton.prunedTwigs(noLongerThan: length)
                EditTesting.check(edited, of: skeleton)
                #expect(EditTesting.ids(edited) == slowly(skeleton, length))
            }
        }
    }

    @Test func passesAreOnePassAfterTheOther() throws {
        for skeleton in try EditTesting.forests() {
            var stepwise = skeleton
            for passes in 1...4 {
                stepwise = try stepwise.prunedTwigs(noLongerThan: 20).skeleton
                let edited = try skeleton.prunedTwigs(noLongerThan: 20, passes: passes)
                EditTesting.check(edited, of: skeleton)
                #expect(edited.skeleton.ids == stepwise.ids)
            }
            let final = try skeleton.prunedTwigs(noLongerThan: 20, passes: .max).skeleton
            #expect(try final.prunedTwigs(noLongerThan: 20).skeleton.ids == final.ids)
        }
    }

    @Test func exactCutsTheLengthOffEveryTip() throws {
        for skeleton in try EditTesting.forests() {
            let edited = try skeleton.prunedTwigs(noLongerThan: 7, isExact: true)
            EditTesting.check(edited, of: skeleton)
            let isBranch = Set(
                EditTesting.children(skeleton).indices.filter { EditTesting.children(skeleton)[$0].count > 1 }
            )
            let tips = skeleton.sections.filter { EditTesting.children(skeleton)[Int($0.end)].isEmpty }
            let lost = tips.reduce(0) { $0 + min($1.length, 7) }
            #expect(
                abs(edited.skeleton.cableLength - (skeleton.cableLength - lost)) < 1e-9 * (1 + skeleton.cableLength)
            )
            #expect(isBranch.allSatisfy { edited.nodeMap[$0] >= 0 })
            #expect(
                (0..<edited.skeleton.nodeCount).allSatisfy {
                    EditTesting.isOnCable(edited.skeleton.point($0), skeleton)
                }
            )
        }
    }

    @Test func exactOnPaper() throws {
        // A root, a fork at 10, a twig of 3 and one of 8 in two steps.
        let text = "1 0 0 0 0 2 -1\n2 0 10 0 0 2 1\n3 3 10 3 0 1 2\n4 2 10 0 4 2 2\n5 4 10 0 8 1 4\n"
        let (pruned, map) = try SWC.parse(Array(text.utf8)).prunedTwigs(noLongerThan: 3, isExact: true)
        #expect(pruned.ids == [1, 2, 4, 6])
        #expect(pruned.parents == [-1, 0, 1, 2])
        #expect(pruned.point(3) == Point3(10, 0, 5))
        #expect(pruned.radius[3] == 1.75)
        #expect(pruned.types[3] == 4)
        #expect(map == [0, 1, -1, 2, -1])
    }

    @Test func aTreeThatDoesNotForkHasNoTwigs() throws {
        let text = "1 0 0 0 0 1 -1\n2 0 1 0 0 1 1\n3 0 2 0 0 1 2\n"
        #expect(try SWC.parse(Array(text.utf8)).prunedTwigs(noLongerThan: 100, passes: .max).skeleton.nodeCount == 3)
    }

    @Test func optionsAreChecked() throws {
        for skeleton in [try EditTesting.empty(), try EditTesting.single()] {
            #expect(try skeleton.prunedTwigs(noLongerThan: 5, passes: .max).nodeMap == skeleton.sameNodes)
            #expect(try skeleton.prunedTwigs(noLongerThan: 5, isExact: true).nodeMap == skeleton.sameNodes)
            #expect(throws: SkeletonError.badOption("the length of twigs must be 0 or more, got -1")) {
                try skeleton.prunedTwigs(noLongerThan: -1)
            }
            #expect(throws: SkeletonError.self) { try skeleton.prunedTwigs(noLongerThan: .nan) }
            #expect(throws: SkeletonError.self) { try skeleton.prunedTwigs(noLongerThan: 1, passes: 0) }
            #expect(throws: SkeletonError.self) { try skeleton.prunedTwigs(noLongerThan: 1, passes: 2, isExact: true) }
        }
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func realFilesEqualTheReferenceAndNavis(_ file: String) throws {
        let skeleton = try EditTesting.real(file)
        let expected = try #require(EditTesting.expected(file, "reference", "prune_twigs"))
        let size = try #require(expected["size"]?.doubleValue)
        try EditTesting.compare(skeleton.prunedTwigs(noLongerThan: size), expected, tolerance: 1e-9)
        if let navis = EditTesting.expected(file, "navis", "prune_twigs_recursive") {
            try EditTesting.compare(skeleton.prunedTwigs(noLongerThan: size, passes: .max), navis, tolerance: 2e-6)
        }
    }
}
