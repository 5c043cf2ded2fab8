import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

/// That each program really loads the files is for `scripts/verify-profiles`, which runs the programs.
struct ExportProfileTests {
    @Test func everyProfileInTheFolderIsRegistered() throws {
        let folder = Repository.root.appending(path: "Sources/SkeletonModel/Formats/Profiles").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix("Profile.swift") }
        let names = files.map { $0.dropLast("Profile.swift".count).lowercased() }.filter { $0 != "export" }
        #expect(Set(names) == Set(ExportProfile.all.map(\.name)))
        #expect(Set(ExportProfile.all.map(\.name)).count == ExportProfile.all.count)
        for profile in ExportProfile.all {
            #expect(ExportProfile.named(profile.name)?.summary == profile.summary)
            #expect(!profile.changes.isEmpty)
        }
    }

    /// Two trees; the soma of the first is its second node, some types are odd and some radii unknown.
    private static func cell() throws -> Skeleton {
        let text = """
            # Meta: {"units": "1 nanometer", "id": "5"}
            30 2 0 0 0 500 -1
            10 1 9000 0 0 4000 30
            11 6 9000 9000 0 0 10
            12 3 9000 20000 0 700 11
            40 1 90000 0 0 1000 -1
            41 0 90000 1000 0 -1 40

            """
        return try SWC.parse(Array(text.utf8))
    }

    private static func exported(_ name: String) throws -> (text: String, changes: [String]) {
        let export = try #require(ExportProfile.named(name)).export(cell())
        return (String(decoding: export.bytes, as: UTF8.self), export.changes)
    }

    @Test func morphioGetsOneSomaAtTheRoot() throws {
        let (text, changes) = try Self.exported("morphio")
        #expect(
            text == """
                1 1 9 0 0 4 -1
                2 2 0 0 0 0.5 1
                3 3 9 9 0 0 1
                4 3 9 20 0 0.7 3
                5 3 90 0 0 1 -1
                6 3 90 1 0 -0.001 5

                """
        )
        #expect(
            changes == [
                "lengths were changed from nm to um", "a second soma (node 40) became a dendrite",
                "the soma (node 10) was made the root", "2 nodes of other types became dendrite (3)",
            ]
        )
    }

    @Test func neuronGetsOneTreeWithEveryRadius() throws {
        let (text, changes) = try Self.exported("neuron")
        #expect(text == "1 1 9 0 0 4 -1\n2 2 0 0 0 0.5 1\n3 3 9 9 0 4 1\n4 3 9 20 0 0.7 3\n")
        #expect(changes.contains("one of 2 trees was kept, 2 nodes were left out"))
        #expect(changes.contains("1 radius was not known and taken from a neighbour"))
    }

    @Test(arguments: ["arbor", "neuromorpho"])
    func theSomaOfThreeNodesIsAsLongAsItIsWide(_ name: String) throws {
        let rows = try Self.exported(name).text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        let soma = rows.map { $0.split(separator: " ").map(String.init) }.filter { $0[1] == "1" }
        #expect(soma.map { $0[2...5].joined(separator: " ") } == ["9 0 0 4", "9 -4 0 4", "9 4 0 4"])
        #expect(soma.map { $0[6] } == ["-1", soma[0][0], soma[0][0]])
        #expect(rows.count == 6)
    }

    @Test func caveGetsTheServicesForm() throws {
        let (text, _) = try Self.exported("cave")
        #expect(text.hasPrefix("0 1 90.000 0.000 0.000 1.000 -1\n1 3 90.000 1.000 0.000 -0.001 0\n"))
        #expect(text.hasSuffix("4 3 9.000 9.000 0.000 0.000 3\n5 3 9.000 20.000 0.000 0.700 4\n"))
    }

    @Test func navisGetsTheUnitInItsOwnLine() throws {
        let lines = try Self.exported("navis").text.split(separator: "\n")
        #expect(lines[0] == ##"# Meta: {"id":"5","units":"1 nanometer"}"##)
        #expect(lines[1] == "1 2 0 0 0 500 -1")
        #expect(lines.count == 7)
    }

    @Test func blenderGetsALineForEachSection() throws {
        let (text, _) = try Self.exported("blender")
        #expect(
            text == """
                # lengths in um
                o 5
                v 0 0 0
                v 9 0 0
                v 9 9 0
                v 9 20 0
                v 90 0 0
                v 90 1 0
                l 1 2 3 4
                l 5 6

                """
        )
    }

    @Test func whatNoProgramReadsIsRefused() throws {
        let empty = try Skeleton(parents: [], x: [], y: [], z: [])
        let alone = try Skeleton(parents: [-1], types: [3], x: [0], y: [0], z: [0])
        for profile in ExportProfile.all {
            #expect(
                throws: SkeletonError.badOption("a skeleton without nodes cannot be written for \(profile.name)")
            ) { try profile.export(empty) }
        }
        #expect(throws: SkeletonError.badOption("Arbor reads no skeleton of a single node")) {
            try #require(ExportProfile.named("arbor")).export(alone)
        }
    }
}
