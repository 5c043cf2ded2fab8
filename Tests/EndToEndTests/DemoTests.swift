import TestSupport
import Testing

struct DemoTests {
    @Test func theDemoRunsTwiceAndSaysWhereThingsAre() throws {
        let sandbox = try Sandbox()
        let first = try sandbox.karst("demo", "-o", "out", "--count", "2")
        #expect(first.ending == .exited(0), "\(first.errors)")
        let rows = first.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.count == 2)
        for row in rows {
            #expect(row[1] == "fetched")
            #expect(try sandbox.folder.text(row[3]).contains("# Meta:"))
        }
        #expect(try sandbox.folder.names(in: "out") == ["graphs", "poll_and_fetch.lua", "skeletons"])
        #expect(try sandbox.folder.text("out/skeletons/measures.csv").split(separator: "\n").count == 3)
        for part in ["out/skeletons/*.swc", "out/skeletons/measures.csv", "Try next:", "2 added"] {
            #expect(first.errors.contains(part), "\(part)")
        }

        let second = try sandbox.karst("demo", "-o", "out", "--count", "2")
        #expect(second.ending == .exited(0))
        #expect(second.output == first.output)
        #expect(second.errors.contains("0 added, 2 there already"))
    }

    @Test func whatItProposesWorks() throws {
        let sandbox = try Sandbox()
        let demo = try sandbox.karst("demo", "--count", "1", "--seed", "7")
        let lines = demo.errors.split(separator: "\n")
        let proposal = try #require(lines.first { $0.contains("poll_and_fetch.lua -d demo -o again") })
        let again = try sandbox.shell(String(proposal))
        #expect(again.ending == .exited(0), "\(again.errors)")
        #expect(again.output.contains("\tfetched\t"))
        let session = lines.filter { $0.hasPrefix("  > ") }.map { $0.dropFirst(4) }
        let prompt = try sandbox.karst("-i", input: session.joined(separator: "\n") + "\n")
        #expect(session.count == 3)
        #expect(prompt.errors == "")
        #expect(prompt.output.contains("cable_length"))
    }

    @Test func anotherSeedGrowsOtherNeuronsBesideTheFirst() throws {
        let sandbox = try Sandbox()
        let one = try sandbox.karst("demo", "--count", "1", "--seed", "1", "--data", "service")
        let two = try sandbox.karst("demo", "--count", "1", "--seed", "2", "--data", "service")
        #expect(one.ending == .exited(0))
        #expect(two.ending == .exited(0))
        #expect(one.output != two.output)
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("", to: "file")
        let finished = try sandbox.karst("demo", "-o", "file/out")
        #expect(finished.errors == "karst: file: File exists\n" || finished.errors.hasPrefix("karst: file"))
        #expect(finished.output == "")
        #expect(finished.ending == .exited(1))
    }
}
