import FoundationEssentials
import Glibc
import SkeletonModel
import TestSupport
import Testing

/// Files for the tests of `karst swc`.
private enum Texts {
    static let sound = """
        1 1 0 0 0 5 -1
        2 3 8 0 0 1 1
        3 3 18 3 1 1 2
        4 3 18 -3 2 1 2

        """
    static let doubled = sound + "5 3 18 3 1 0 3\n"
    static let broken = "1 1 0 0 0 5 -1\n2 3 8 zero 0 1 1\n"

    /// A sandbox with `cells/a.swc` and so on.
    static func sandbox(_ files: [String: String]) throws -> Sandbox {
        let sandbox = try Sandbox()
        for (name, text) in files {
            let folder = name.split(separator: "/").dropLast().joined(separator: "/")
            if !folder.isEmpty {
                try FileManager.default.createDirectory(
                    atPath: sandbox.folder(folder),
                    withIntermediateDirectories: true
                )
            }
            try sandbox.folder.write(text, to: name)
        }
        return sandbox
    }
}

struct SWCCheckTests {
    @Test func findingsHaveTheirPlaceAndErrorsDecideTheStatus() throws {
        let sandbox = try Texts.sandbox(["a.swc": Texts.sound, "b.swc": Texts.doubled, "c.swc": Texts.broken])
        let fine = try sandbox.karst("swc", "check", "a.swc")
        #expect(fine.output == "")
        #expect(fine.errors.hasPrefix("1 file checked: 0 errors, 0 warnings, 0 notes\nthresholds: "))
        #expect(fine.errors.contains(" z_jump=30"))
        #expect(fine.ending == .exited(0))
        let all = try sandbox.karst("swc", "check", "-q", "a.swc", "b.swc", "c.swc")
        #expect(
            all.output == """
                b.swc:5: note: a radius is 0 [zero-radius]
                b.swc:5: warning: at the place of its parent, node 3 (node 5) [duplicate-point]
                c.swc:2:7: error: y is not a number: 'zero' [bad-float]

                """
        )
        #expect(all.errors == "")
        #expect(all.ending == .exited(1))
    }

    @Test func theThresholdForFailureIsAnOption() throws {
        let sandbox = try Texts.sandbox(["b.swc": Texts.doubled, "c.swc": Texts.broken])
        #expect(try sandbox.karst("swc", "check", "-q", "b.swc").ending == .exited(0))
        #expect(try sandbox.karst("swc", "check", "-q", "b.swc", "--fail-on", "warning").ending == .exited(1))
        #expect(try sandbox.karst("swc", "check", "-q", "c.swc", "--fail-on", "never").ending == .exited(0))
        let missing = try sandbox.karst("swc", "check", "-q", "c.swc", "none.swc")
        #expect(missing.errors == "karst: none.swc: no such file or directory\n")
        #expect(missing.ending == .exited(4))
    }

    @Test func codesSeveritiesAndThresholdsCanBeChosen() throws {
        let sandbox = try Texts.sandbox(["b.swc": Texts.doubled, "long.swc": Texts.sound + "5 3 18 3 31 1 3\n"])
        #expect(
            try sandbox.karst("swc", "check", "-q", "b.swc", "--ignore", "duplicate-point,zero-radius").output == ""
        )
        #expect(try sandbox.karst("swc", "check", "-q", "b.swc", "--severity", "error").output == "")
        #expect(
            try sandbox.karst("swc", "check", "-q", "b.swc", "--only", "z-jump", "--ignore", "zero-radius").output == ""
        )
        #expect(try sandbox.karst("swc", "check", "-q", "long.swc").output == "")
        let lower = try sandbox.karst("swc", "check", "-q", "long.swc", "--threshold", "z_jump=29")
        #expect(lower.output == "long.swc:5: warning: an edge leaps by 30 along z (node 5) [z-jump]\n")
        for wrong in [["--threshold", "z_jmp=1"], ["--threshold", "z_jump"], ["--only", "nonsense"], []] {
            let finished = try sandbox.program(["swc", "check"] + (wrong.isEmpty ? [] : ["b.swc"]) + wrong).finish()
            #expect(finished.ending == .exited(2))
            #expect(finished.errors.contains(wrong.last?.prefix(4) ?? "no files"), "\(finished.errors)")
        }
    }

    @Test func rowsCanBeJSON() throws {
        let sandbox = try Texts.sandbox(["b.swc": Texts.doubled])
        let finished = try sandbox.karst("swc", "check", "-q", "--json", "b.swc")
        let rows = try finished.output.split(separator: "\n").map { try JSONValue.parse(String($0)).objectValue }
        #expect(rows.map { $0?["code"] } == [.string("zero-radius"), .string("duplicate-point")])
        #expect(rows[1]?["node"] == .integer(5) && rows[1]?["line"] == .integer(5))
        #expect(rows[0]?["file"] == .string("b.swc"))
        let codes = try sandbox.karst("swc", "check", "--list", "--json").output.split(separator: "\n")
        #expect(codes.count == LintRule.all.count)
    }

    @Test func manyFindingsOfOneKindAreCounted() throws {
        let doubles = (5..<30).map { "\($0) 3 18 3 1 1 3\n" }.joined()
        let sandbox = try Texts.sandbox(["b.swc": Texts.sound + doubles])
        let words = ["swc", "check", "-q", "b.swc", "--only", "duplicate-point"]
        let few = try sandbox.program(words).finish().output.split(separator: "\n")
        #expect(few.count == 11)
        #expect(few.last == "b.swc: … and 15 more [duplicate-point]")
        #expect(try sandbox.program(words + ["--max", "0"]).finish().output.split(separator: "\n").count == 25)
    }

    @Test func otherFormatsAreHeldAgainstTheSameRules() throws {
        let sandbox = try Texts.sandbox([:])
        let skeleton = try SWC.parse(Array(Texts.doubled.utf8), options: .init(unit: .micrometres))
        for ending in ["json", "h5", "swc.gz"] {
            try SkeletonFormat.writeFile(skeleton, to: sandbox.folder("cell.\(ending)"))
            let found = try sandbox.karst("swc", "check", "-q", "cell.\(ending)", "--severity", "warning").output
            #expect(found.contains("at the place of its parent, node 3 (node 5) [duplicate-point]"), "\(ending)")
        }
    }
}

struct SWCMeasureTests {
    @Test func oneRowForEachFileInTheirOrder() throws {
        let sandbox = try Texts.sandbox([
            "cells/a.swc": Texts.sound, "cells/deep/b.swc": Texts.doubled, "c.swc": Texts.broken,
        ])
        let finished = try sandbox.karst(
            "swc",
            "measure",
            "cells",
            "c.swc",
            "--columns",
            "nodes,tips",
            "--measure",
            "cable_length"
        )
        let (first, second): (Double, Double) = ((110.0).squareRoot(), (113.0).squareRoot())
        let cable = 8.0 + first + second
        #expect(
            finished.output == """
                file,root_id,unit,nodes,tips,cable_length
                cells/a.swc,,unknown,4,2,\(cable)
                cells/deep/b.swc,,unknown,5,2,\(cable)

                """
        )
        #expect(finished.errors == "karst: c.swc: line 2, column 7: y is not a number: 'zero'\n")
        #expect(finished.ending == .exited(4))
    }

    @Test func everyMeasureIsListedAndPrinted() throws {
        let sandbox = try Texts.sandbox(["a.swc": Texts.sound])
        let list = try sandbox.karst("swc", "measure", "--list").output.split(separator: "\n")
        #expect(list.map { $0.prefix { $0 != " " } } == Measure.all.map { $0.name[...] })
        let rows = try sandbox.karst("swc", "measure", "a.swc").output.split(separator: "\n")
        #expect(rows[0] == "file,root_id,unit," + Measure.all.map(\.name).joined(separator: ","))
        let skeleton = try SWC.parse(Array(Texts.sound.utf8))
        let values = rows[1].split(separator: ",", omittingEmptySubsequences: false).dropFirst(3).map { Double($0) }
        #expect(values == Measure.all.map { $0.function(skeleton) })
        let json = try sandbox.karst("swc", "measure", "a.swc", "--json").output
        #expect(try JSONValue.parse(json).objectValue?["tips"] == .integer(2))
    }

    @Test func unitsAreSaidOrAskedFor() throws {
        let sandbox = try Texts.sandbox(["a.swc": Texts.sound])
        let words = ["swc", "measure", "a.swc", "--measure", "extent_x", "--no-header", "--to-unit", "nm"]
        #expect(try sandbox.program(words + ["--unit", "um"]).finish().output == "a.swc,,nm,18000.0\n")
        let unknown = try sandbox.program(words).finish()
        #expect(
            unknown.errors
                == "karst: a.swc: --to-unit needs --unit beside it, and the unit of this skeleton is not known\n"
        )
        #expect(unknown.ending == .exited(4))
        let wrong = try sandbox.karst("swc", "measure", "a.swc", "--columns", "length")
        #expect(wrong.ending == .exited(2))
        #expect(wrong.errors.contains("there is no measure 'length'"))
    }

    @Test func manyFilesOnSeveralThreadsKeepTheirOrder() throws {
        var files: [String: String] = [:]
        for number in 100..<400 { files["cells/\(number).swc"] = "1 1 0 0 0 1 -1\n2 3 \(number) 0 0 1 1\n" }
        let sandbox = try Texts.sandbox(files)
        let words = ["swc", "measure", "cells", "--measure", "cable_length", "--no-header"]
        let expected = (100..<400).map { "cells/\($0).swc,,unknown,\($0).0\n" }.joined()
        for jobs in ["1", "5"] {
            let finished = try sandbox.program(words + ["--jobs", jobs]).finish()
            #expect(finished.output == expected)
            #expect(finished.errors == "")
        }
    }

    @Test func standardInputAndBrokenPipesAreFine() throws {
        let sandbox = try Texts.sandbox(["a.swc": Texts.sound])
        let words = ["swc", "measure", "-", "--measure", "nodes", "--no-header"]
        #expect(try sandbox.program(words, input: Texts.sound).finish().output == "-,,unknown,4\n")
        let many = String(repeating: "a.swc ", count: 2000)
        let finished = try sandbox.shell("{ $KARST swc measure \(many); echo $? >&2; } | head -n 1 > /dev/null")
        #expect(finished.errors == "141\n")
    }
}

struct SWCInfoTests {
    @Test func aFileIsDescribed() throws {
        let sandbox = try Texts.sandbox(["a.swc": "# unit um\n" + Texts.sound])
        #expect(
            try sandbox.karst("swc", "info", "a.swc").output == """
                a.swc
                  format   swc, 70 bytes
                  nodes    4 in 1 tree, 2 tips, 1 branch point
                  cable    29.118 um
                  size     18 x 6 x 2
                  types    1 of type 1 (soma), 3 of type 3 (dendrite)
                  header   1 line

                """
        )
        let json = try JSONValue.parse(try sandbox.karst("swc", "info", "--json", "a.swc").output).objectValue
        #expect(json?["nodes"] == .integer(4) && json?["unit"] == .string("um"))
    }
}
