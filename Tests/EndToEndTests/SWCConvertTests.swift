import FoundationEssentials
import Glibc
import SkeletonModel
import TestSupport
import Testing

private let sound = "1 1 0 0 0 5 -1\n2 3 8 0 0 1 1\n3 3 18 3 1 1 2\n4 3 18 -3 2 1 2\n"

/// `karst swc convert`.
struct SWCConvertTests {
    private func sandbox(_ files: [String: String] = ["a.swc": sound]) throws -> Sandbox {
        let sandbox = try Sandbox()
        try FileManager.default.createDirectory(
            atPath: sandbox.folder("cells/deep"),
            withIntermediateDirectories: true
        )
        for (name, text) in files { try sandbox.folder.write(text, to: name) }
        return sandbox
    }

    @Test(arguments: ["json", "h5", "precomputed", "swc.gz", "json.gz"])
    func theNameOfTheOutputDecides(ending: String) throws {
        let sandbox = try sandbox()
        let finished = try sandbox.karst("swc", "convert", "a.swc", "-o", "b.\(ending)", "--unit", "um")
        #expect(finished.output == "a.swc\tb.\(ending)\t4\n")
        #expect(finished.errors == "")
        let back = try sandbox.karst(
            "swc",
            "convert",
            "b.\(ending)",
            "-o",
            "c.swc",
            "--to-unit",
            "um",
            "--unit",
            ending.hasPrefix("swc") ? "um" : "nm"
        )
        #expect(back.ending == .exited(0), "\(back.errors)")
        let again = try SWC.parse(try sandbox.folder.read("c.swc"))
        #expect(again.parents == [-1, 0, 1, 1])
        #expect(again.x == [0, 8, 18, 18])
    }

    @Test func oneFileGoesToStandardOutput() throws {
        let sandbox = try sandbox()
        #expect(try sandbox.karst("swc", "convert", "a.swc").output == sound)
        #expect(try sandbox.karst("swc", "convert", "-", input: sound).output == sound)
        let other = try sandbox.karst("swc", "convert", "a.swc", "--ids-from", "0", "--decimals", "1").output
        #expect(other.hasPrefix("0 1 0.0 0.0 0.0 5.0 -1\n1 3 8.0 "))
        let json = try sandbox.karst("swc", "convert", "a.swc", "--to", "json", "--unit", "um").output
        #expect(try SkeletonFormat.read(Array(json.utf8)).x == [0, 8000, 18000, 18000])
    }

    @Test func aFolderKeepsItsShape() throws {
        let sandbox = try sandbox(["cells/a.swc": sound, "cells/deep/a.swc.gz": sound, "b.swc": sound])
        let finished = try sandbox.karst("swc", "convert", "cells", "b.swc", "-o", "out", "--to", "swc.gz")
        #expect(
            finished.output == """
                cells/a.swc\tout/a.swc.gz\t4
                cells/deep/a.swc.gz\tout/deep/a.swc.gz\t4
                b.swc\tout/b.swc.gz\t4

                """
        )
        #expect(try SkeletonFormat.read(sandbox.folder.read("out/deep/a.swc.gz")).nodeCount == 4)
        let clash = try sandbox.karst(
            "swc",
            "convert",
            "cells/a.swc",
            "cells/deep/a.swc.gz",
            "-o",
            "flat",
            "--jobs",
            "1"
        )
        #expect(clash.errors.contains("cells/deep/a.swc.gz: not made, as flat/a.swc is already the skeleton of"))
        #expect(clash.ending == .exited(4))
        #expect(try sandbox.karst("swc", "convert", "cells").ending == .exited(2))
    }

    @Test func aFileIsNeverWrittenOverItsSource() throws {
        let sandbox = try sandbox(["cells/a.swc": sound])
        try FileManager.default.createSymbolicLink(
            atPath: sandbox.folder("link.swc"),
            withDestinationPath: sandbox.folder("cells/a.swc")
        )
        for target in ["cells/a.swc", "cells", "link.swc"] {
            let finished = try sandbox.karst("swc", "convert", "cells/a.swc", "-o", target, "--decimals", "0")
            #expect(finished.errors.contains("not written, as it would overwrite its own source"), "\(finished.errors)")
            #expect(finished.ending == .exited(4))
        }
        #expect(try sandbox.folder.text("cells/a.swc") == sound)
    }

    @Test(arguments: ExportProfile.all.map(\.name))
    func profilesWriteWhatTheLibraryWrites(_ name: String) throws {
        let sandbox = try sandbox()
        let profile = try #require(ExportProfile.named(name))
        let finished = try sandbox.karst("swc", "convert", "a.swc", "--profile", name, "-o", "out/", "--unit", "um")
        #expect(finished.ending == .exited(0))
        let export = try profile.export(try SWC.parse(Array(sound.utf8), options: .init(unit: .micrometres)))
        #expect(try sandbox.folder.read("out/a.\(profile.fileExtension)") == export.bytes)
        #expect(finished.errors == export.changes.map { "a.swc: \($0)\n" }.joined())
    }

    @Test(arguments: [
        (["--to", "obj"], "there is no format 'obj' (known: "),
        (["--profile", "genesis"], "there is no profile 'genesis'"),
        (["--profile", "neuron", "--decimals", "3"], "a profile fixes the form of the file"),
        (["-o", "x.unknown"], "tells no skeleton format"),
        (["--decimals", "41"], "--decimals must be 0 to 40, got 41"),
        (["--mode", "loose"], "loose"), (["--unit", "parsec"], "parsec"),
    ])
    func wrongUseIsNamed(words: [String], message: String) throws {
        let finished = try sandbox().program(["swc", "convert", "a.swc"] + words).finish()
        #expect(finished.errors.contains(message), "\(finished.errors)")
        #expect(finished.ending == .exited(2))
        #expect(finished.output == "")
    }

    @Test func aSignalLeavesOnlyWholeFiles() throws {
        var files: [String: String] = [:]
        for number in 1000..<3000 { files["cells/\(number).swc"] = sound }
        let sandbox = try sandbox(files)
        let running = try sandbox.program(["swc", "convert", "cells", "-o", "out", "-q"]).start()
        #expect(running.waitForOutput("cells/1000.swc\tout/1000.swc\t4\n"))
        running.send(SIGINT)
        // It may have been done by then.
        #expect([.signalled(SIGINT), .exited(0)].contains(running.finish().ending))
        let names = try sandbox.folder.names(in: "out")
        #expect(!names.isEmpty && names.allSatisfy { $0.hasSuffix(".swc") })
        for name in names { #expect(try sandbox.folder.text("out/\(name)") == sound) }
    }

    @Test func strictModeRefusesWhatTheStandardDoesNotAllow() throws {
        let sandbox = try sandbox(["a.swc": "1 1 0 0 0 5 0\n"])
        #expect(try sandbox.karst("swc", "convert", "a.swc").output == "1 1 0 0 0 5 -1\n")
        let strict = try sandbox.karst("swc", "convert", "a.swc", "--mode", "strict", "-o", "b.swc")
        #expect(strict.errors.hasPrefix("karst: a.swc: line 1: there is no node 0, the parent"))
        #expect(strict.ending == .exited(4))
        #expect(access(sandbox.folder("b.swc"), F_OK) != 0)
    }
}

/// `karst swc repair`.
struct SWCRepairTests {
    private static let damaged = sound + "5 3 18 3 1 0 3\n6 3 20 3 1 0 5\n"
    private static let mended = sound + "6 3 20 3 1 1 3\n"

    @Test func aDryRunOnlySaysWhatItWouldDo() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(Self.damaged, to: "a.swc")
        try sandbox.folder.write(sound, to: "b.swc")
        let finished = try sandbox.karst("swc", "repair", "--dry-run", "--changes", "a.swc", "b.swc")
        #expect(
            finished.output == """
                a.swc: drop-duplicate-points: nodes at the place of their parent: 1 before, 0 after
                  node 5 was dropped: it is at the place of node 3
                a.swc: fix-radius: radii that are not known: 1 before, 0 after
                  the radius of node 6 became 1, it was 0
                b.swc: nothing to repair

                """
        )
        #expect(finished.ending == .exited(0))
        #expect(try sandbox.folder.text("a.swc") == Self.damaged)
    }

    @Test func theReportGoesBesideTheSkeleton() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(Self.damaged, to: "a.swc")
        let shown = try sandbox.karst("swc", "repair", "a.swc")
        #expect(shown.output == Self.mended)
        #expect(shown.errors.contains("a.swc: fix-radius: radii that"))
        #expect(try sandbox.karst("swc", "repair", "-q", "-", input: Self.damaged).output == Self.mended)
        let written = try sandbox.karst("swc", "repair", "a.swc", "-o", "b.swc")
        #expect(written.output.hasSuffix("a.swc: written to b.swc\n"))
        #expect(try sandbox.folder.text("b.swc") == Self.mended)
        let over = try sandbox.karst("swc", "repair", "a.swc", "-o", "a.swc")
        #expect(over.ending == .exited(4))
        #expect(try sandbox.folder.text("a.swc") == Self.damaged)
    }

    @Test func filesAreReplacedOnlyWhenAskedForAndNeeded() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(Self.damaged, to: "a.swc")
        // Not in canonical form, but nothing to mend.
        try sandbox.folder.write("1 1 0.0 0 0 5 -1\n", to: "b.swc")
        let finished = try sandbox.karst("swc", "repair", "--in-place", "a.swc", "b.swc")
        #expect(finished.ending == .exited(0))
        #expect(try sandbox.folder.text("a.swc") == Self.mended)
        #expect(try sandbox.folder.text("b.swc") == "1 1 0.0 0 0 5 -1\n")
        let again = try sandbox.karst("swc", "repair", "--in-place", "a.swc")
        #expect(again.output == "a.swc: nothing to repair\n")
        #expect(try sandbox.folder.names().filter { $0.hasSuffix(".tmp") } == [])
    }

    @Test func fixesAreChosenByName() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(sound + "5 3 20 3 1 1 -1\n", to: "a.swc")
        #expect(try sandbox.karst("swc", "repair", "-q", "a.swc").output == sound + "5 3 20 3 1 1 -1\n")
        #expect(try sandbox.karst("swc", "repair", "-q", "a.swc", "--fix", "heal").output == sound + "5 3 20 3 1 1 3\n")
        let far = ["swc", "repair", "-q", "a.swc", "--fix", "heal", "--max-distance", "1.9"]
        #expect(try sandbox.program(far).finish().output == sound + "5 3 20 3 1 1 -1\n")
        let unknown = try sandbox.karst("swc", "repair", "a.swc", "--fix", "everything")
        #expect(unknown.errors.contains("there is no fix 'everything' (known: sort, renumber, "))
        #expect(unknown.ending == .exited(2))
        #expect(try sandbox.karst("swc", "repair", "a.swc", "-n", "--in-place").ending == .exited(2))
        let json = try sandbox.karst("swc", "repair", "a.swc", "-n", "--json", "--fix", "heal").output
        let steps = try JSONValue.parse(json).objectValue?["steps"]?.arrayValue
        #expect(steps?.first?.objectValue?["before"] == .integer(1))
    }

    @Test func whatCannotBeReadIsReportedAndTheOthersAreDone() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write(Self.damaged, to: "a.swc")
        try sandbox.folder.write("1 1 0 0 0 5 x\n", to: "b.swc")
        let finished = try sandbox.karst("swc", "repair", "b.swc", "a.swc", "-o", "out")
        #expect(finished.errors.hasPrefix("karst: b.swc: line 1, column "))
        #expect(finished.ending == .exited(4))
        #expect(try sandbox.folder.names(in: "out") == ["a.swc"])
    }
}

struct SWCHelpTests {
    @Test(arguments: ["check", "info", "convert", "repair", "measure"])
    func everyCommandExplainsItself(_ name: String) throws {
        let sandbox = try Sandbox()
        let help = try sandbox.karst("swc", name, "--help")
        #expect(help.ending == .exited(0))
        #expect(help.output.contains("USAGE: karst swc \(name)"))
        #expect(help.output.contains("Exit status:"))
        #expect(try sandbox.karst("help", "swc", name).output == help.output)
        #expect(try sandbox.karst("swc", "--help").output.contains("  \(name)  "))
        let none = try sandbox.karst("swc", name)
        #expect(none.ending == .exited(2))
        #expect(none.errors.contains("no files: name files or folders, or - for standard input"), "\(none.errors)")
    }
}
