import FoundationEssentials
import TestSupport
import Testing

@testable import SkeletonModel

struct RepairTests {
    private func repair(_ text: String, _ fixes: [String]? = nil, maxDistance: Double = .infinity) throws -> Repair {
        var options = Repair.Options(maxDistance: maxDistance)
        if let fixes { options.fixes = try fixes.map { try #require(RepairFix.named($0)) } }
        return try Repair(swc: Array(text.utf8), options)
    }

    private func text(_ repair: Repair) throws -> String {
        String(decoding: try SWC.text(repair.skeleton), as: UTF8.self)
    }

    private func step(_ repair: Repair, _ fix: String) throws -> Repair.Step {
        try #require(repair.steps.first { $0.fix == fix })
    }

    @Test func aSoundNeuronIsLeftAlone() throws {
        let made = try repair(LintCase.neuron, RepairFix.all.map(\.name))
        #expect(!made.isChanged)
        #expect(made.steps.map(\.fix) == RepairFix.all.map(\.name))
        #expect(made.steps.allSatisfy { $0.before == 0 && $0.after == 0 })
        #expect(try text(made) == LintCase.neuron)
    }

    @Test func rowsAreSortedAndSaidSo() throws {
        let made = try repair("3 3 2 0 0 1 2\n2 3 1 0 0 1 1\n1 1 0 0 0 5 -1\n")
        #expect(try text(made) == "1 1 0 0 0 5 -1\n2 3 1 0 0 1 1\n3 3 2 0 0 1 2\n")
        let step = try step(made, "sort")
        #expect(step.description == "sort: rows that come before their parent's: 2 before, 0 after")
        #expect(Set(step.changes) == ["node 2 was moved behind its parent", "node 3 was moved behind its parent"])
    }

    @Test func idsAreRenumberedOnRequest() throws {
        let source = "7 1 0 0 0 5 -1\n9 3 1 0 0 1 7\n"
        #expect(try text(repair(source)) == source)
        let made = try repair(source, ["renumber"])
        #expect(try text(made) == "1 1 0 0 0 5 -1\n2 3 1 0 0 1 1\n")
        #expect(try step(made, "renumber").changes == ["node 7 got the id 1", "node 9 got the id 2"])
    }

    @Test func doubledPointsGoAndNothingKnownIsLost() throws {
        let source = """
            1 1 0 0 0 5 -1
            2 0 1 0 0 0 1
            3 3 1 0 0 0.5 2
            4 2 1 0 0 0.7 3
            5 3 2 0 0 0.4 4

            """
        let made = try repair(source)
        #expect(try text(made) == "1 1 0 0 0 5 -1\n2 3 1 0 0 0.5 1\n5 3 2 0 0 0.4 2\n")
        #expect(made.nodeMap == [0, 1, 1, 1, 2])
        let step = try step(made, "drop-duplicate-points")
        #expect(step.before == 2 && step.after == 0)
        #expect(
            step.changes == [
                "node 3 was dropped: it is at the place of node 2", "node 4 was dropped: it is at the place of node 3",
            ]
        )
    }

    @Test func unknownRadiiComeFromBetweenTheirNeighbours() throws {
        // A quarter of the way from radius 1 to radius 2, and beyond the last known one; the soma does not count.
        let source = """
            1 1 0 0 0 9 -1
            2 3 10 0 0 0 1
            3 3 12 0 0 1 2
            4 3 13 0 0 0 3
            5 3 16 0 0 2 4
            6 3 17 0 0 -1 5

            """
        let made = try repair(source)
        #expect(made.skeleton.radius == [9, 1, 1, 1.25, 2, 2])
        #expect(try step(made, "fix-radius").changes.first == "the radius of node 2 became 1, it was 0")
        let hopeless = try repair("1 3 0 0 0 0 -1\n2 3 1 0 0 0 1\n")
        #expect(!hopeless.isChanged)
        #expect(
            try step(hopeless, "fix-radius").description == "fix-radius: radii that are not known: 2 before, 2 after"
        )
        let bySoma = try repair("1 1 0 0 0 4 -1\n2 3 1 0 0 0 1\n")
        #expect(bySoma.skeleton.radius == [4, 4])
    }

    @Test func typesBecomeOneAlongABranch() throws {
        let source = """
            1 1 0 0 0 9 -1
            2 0 10 0 0 1 1
            3 3 11 0 0 1 2
            4 2 12 0 0 1 3
            5 4 13 1 0 1 4
            6 2 13 -1 0 1 4
            7 3 14 -1 0 1 6

            """
        let made = try repair(source, ["retype-by-parent"])
        #expect(made.skeleton.types == [1, 3, 3, 3, 4, 2, 2])
        #expect(try repair(source).skeleton.types == [1, 0, 3, 2, 4, 2, 3])
        // Types that mean forks and ends say nothing about compartments.
        let labels = try #require(LintCase.all.first { $0.code == "labels-look-topological" })
        #expect(try !repair(labels.fault, ["retype-by-parent"]).isChanged)
    }

    @Test func aSomaBecomesOneNode() throws {
        let source = "1 1 0 0 0 5 -1\n2 1 0 -5 0 5 1\n3 1 0 5 0 5 1\n4 3 9 0 0 1 3\n"
        let made = try repair(source, ["collapse-soma"])
        #expect(try text(made) == "1 1 0 0 0 5 -1\n4 3 9 0 0 1 1\n")
        let changes = try step(made, "collapse-soma").changes
        #expect(changes == ["node 2 became part of the soma, node 1", "node 3 became part of the soma, node 1"])
    }

    @Test func nodesWithoutTheirParentAreHungOnTheNearest() throws {
        let source = LintCase.neuron + "7 3 18 3 4 1 6\n8 3 18 3 5 1 7\n9 3 18 -9 2 1 99\n"
        let made = try repair(source)
        #expect(made.skeleton.roots.count == 1)
        let step = try step(made, "reparent-to-nearest")
        #expect(step.changes == ["node 7 was hung on node 3, 3 away", "node 9 was hung on node 4, 6 away"])
        #expect(step.before == 2 && step.after == 0)
        let near = try repair(source, ["reparent-to-nearest"], maxDistance: 4)
        #expect(near.skeleton.roots.count == 2)
        #expect(near.steps.map(\.after) == [1])
        // A parent 0 without a node 0 is how some programs write a root.
        #expect(try repair(LintCase.neuron + "7 3 18 3 4 1 0\n").skeleton.roots.count == 2)
    }

    @Test func piecesFindEachOtherWithoutClosingACircle() throws {
        // The two orphans are nearest to each other: one is hung on the other, which then has 21 to go.
        let made = try repair("1 1 0 0 0 5 -1\n5 3 20 0 0 1 77\n6 3 21 0 0 1 78\n")
        #expect(made.skeleton.roots.count == 1)
        #expect(try step(made, "reparent-to-nearest").after == 0)
        #expect(made.skeleton.cableLength == 22)
    }

    @Test func treesAreHealedOnRequest() throws {
        let source = LintCase.neuron + "5 3 20 3 1 1 -1\n6 3 26 3 1 1 5\n"
        #expect(try repair(source).skeleton.roots.count == 2)
        let made = try repair(source, ["heal"])
        #expect(made.skeleton.roots.count == 1)
        #expect(try step(made, "heal").changes == ["nodes 3 and 5 were linked over 2"])
        #expect(try repair(source, ["heal"], maxDistance: 1.9).steps.map(\.after) == [1])
    }

    @Test func textThatCannotBeReadIsAnError() {
        let error = #expect(throws: SkeletonError.self) { try Repair(swc: Array("1 1 0 0 x 1 -1\n".utf8)) }
        #expect(error?.code == "bad-float")
    }

    // MARK: Properties

    /// Forests with doubled points, unknown radii, mixed types and parents that are not there.
    private func damagedTexts(_ count: Int) throws -> [String] {
        let forests = try EditTesting.forests(count)
        return forests.enumerated().map { seed, skeleton in
            var random = SeededGenerator(seed: UInt64(seed) &+ 4711)
            var rows: [String] = []
            for node in 0..<skeleton.nodeCount {
                let parent = Int(skeleton.parents[node])
                let isDoubled = parent >= 0 && Int.random(in: 0..<6, using: &random) == 0
                let point = skeleton.point(isDoubled ? parent : node)
                let radius = Int.random(in: 0..<3, using: &random) == 0 ? 0 : skeleton.radius[node]
                let type = Int.random(in: 0...4, using: &random)
                var parentID = parent < 0 ? -1 : skeleton.id(of: parent)
                if Int.random(in: 0..<12, using: &random) == 0 { parentID = 900_000 }
                rows.append("\(skeleton.id(of: node)) \(type) \(point.x) \(point.y) \(point.z) \(radius) \(parentID)")
            }
            return rows.shuffled(using: &random).joined(separator: "\n") + "\n"
        }
    }

    @Test(arguments: [RepairFix.all.filter(\.isUsual).map(\.name), RepairFix.all.map(\.name)])
    func aSecondRepairFindsNothingToDo(_ fixes: [String]) throws {
        for source in try damagedTexts(60) {
            let first = try repair(source, fixes)
            let second = try repair(try text(first), fixes)
            #expect(!second.isChanged, "\(second.steps.flatMap(\.changes))\n\(source)")
            #expect(second.skeleton.swcContent == first.skeleton.swcContent)
        }
    }

    @Test func noNodeIsLostInSilence() throws {
        for source in try damagedTexts(60) {
            let before = try SWC.parse(Array(source.utf8))
            let made = try repair(source, RepairFix.all.map(\.name).filter { $0 != "renumber" })
            #expect(made.nodeMap.count == before.nodeCount)
            #expect(made.nodeMap.allSatisfy { made.skeleton.parents.indices.contains(Int($0)) })
            let gone = Set(before.ids).subtracting(made.skeleton.ids)
            let told = made.steps.flatMap(\.changes)
            for id in gone { #expect(told.contains { $0.hasPrefix("node \(id) ") }, "node \(id)") }
            for (position, id) in before.ids.enumerated() where !gone.contains(id) {
                #expect(made.skeleton.id(of: Int(made.nodeMap[position])) == id)
            }
        }
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func realFilesAreMendedOnceAndForAll(_ file: String) throws {
        let bytes = try AtomicFile.read(Repository.shared.appending(path: "data/swc/\(file)").path)
        let before = try SWC.parse(bytes)
        let first = try Repair(swc: bytes, .init(fixes: RepairFix.all))
        let second = try Repair(swc: try SWC.text(first.skeleton), .init(fixes: RepairFix.all))
        #expect(!second.isChanged)
        #expect(first.skeleton.roots.count == 1)
        #expect(!LintReport(first.skeleton).findings.contains { $0.code == "duplicate-point" })
        let usual = try Repair(swc: bytes)
        let cable = before.cableLength
        #expect(abs(usual.skeleton.cableLength - cable) <= 1e-9 * cable)
    }

    @Test func everyFixInTheFolderIsRegistered() throws {
        let folder = Repository.root.appending(path: "Sources/SkeletonModel/Lint/Fixes").path
        var names: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".swift") {
            let text = String(decoding: try AtomicFile.read("\(folder)/\(file)"), as: UTF8.self)
            let quoted = text.split(separator: "name: \"", maxSplits: 1).last?.split(separator: "\"", maxSplits: 1)
                .first
            let name = try #require(quoted.map(String.init), "\(file) declares no fix")
            #expect(names.insert(name).inserted)
            let camel = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            #expect(file == "RepairFix+\(camel).swift")
        }
        #expect(names == Set(RepairFix.all.map(\.name)))
        #expect(RepairFix.all.allSatisfy { $0.summary.hasSuffix(".") })
        // In this order, whatever is asked for.
        #expect(
            RepairFix.all.map(\.name) == [
                "sort", "renumber", "drop-duplicate-points", "reparent-to-nearest", "heal", "fix-radius",
                "retype-by-parent", "collapse-soma",
            ]
        )
    }
}
