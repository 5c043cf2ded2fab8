import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// `karst fetch` and `karst jobs`: stories S1, S2, S6 and S7, on the embedded service, over HTTP, and over HTTP with faults.
@Suite(.serialized)
struct FetchTests {
    private static let fraction = Repository.isLongRun ? 1 : 20
    private static let kills = Repository.isLongRun ? 100 : 8

    @Test(arguments: Laboratory.ways)
    func fiveThousandIDsSettleThoughTheProcessIsKilledTwice(_ way: Laboratory.Way) throws {
        let laboratory = try Laboratory(.story(Self.fraction), by: way)
        let counts = laboratory.counts
        for share in [3, 2] {
            Self.kill(try laboratory.fetch(into: "out").start(), in: laboratory, afterLines: counts.all / share)
        }
        var last = laboratory.fetch(into: "out")
        last.seconds = 600
        let finished = try last.finish()
        #expect(finished.ending == .exited(0), "\(finished.errors)")
        #expect(finished.output.split(separator: "\n").count == counts.all)
        #expect(
            try laboratory.statuses("out")
                == [
                    "fetched": counts.cached + counts.missing, "outdated": counts.outdated, "refused": counts.refused,
                    "wrong_layer": counts.notRoots,
                ].filter { $0.value > 0 }
        )
        let results = try laboratory.results("out")
        #expect(results.count == 3 + counts.files)
        // Not only as if it had not been disturbed: also as if the service were in the same process.
        var undisturbed = laboratory.fetchEmbedded(into: "undisturbed")
        undisturbed.seconds = 300
        #expect(try undisturbed.finish().status == 0)
        #expect(try laboratory.differences("undisturbed", results).isEmpty)
    }

    @Test(arguments: Laboratory.ways)
    func aJobThatIsKilledAnywhereEndsAsIfItHadNotBeen(_ way: Laboratory.Way) throws {
        let counts = Laboratory.Counts(cached: 80, missing: 0, outdated: 3, refused: 5, notRoots: 2)
        let laboratory = try Laboratory(counts, by: way)
        #expect(try laboratory.fetchEmbedded(into: "undisturbed").finish().status == 0)
        let wanted = try laboratory.results("undisturbed")
        var (killed, round) = (0, 0)
        while killed < Self.kills {
            round += 1
            let program = laboratory.fetch(into: "out\(round)", "--batch", "3", "--jobs", "2")
            while killed < Self.kills {
                let running = try program.start()
                usleep(UInt32.random(in: 10_000...250_000))
                running.send(SIGKILL)
                guard running.finish().ending == .signalled(SIGKILL) else { break }
                killed += 1
            }
            #expect(try program.finish().status == 0)
            #expect(try laboratory.differences("out\(round)", wanted).isEmpty)
        }
    }

    @Test(arguments: Laboratory.ways)
    func ctrlCLeavesTablesAndAJobThatGoesOn(_ way: Laboratory.Way) throws {
        let counts = Laboratory.Counts(cached: 120, missing: 0, outdated: 0, refused: 2, notRoots: 0)
        let laboratory = try Laboratory(counts, by: way)
        let (out, finished) = try Self.interrupted(in: laboratory)
        #expect(finished.ending == .signalled(SIGINT))
        let statuses = try laboratory.statuses(out)
        #expect(statuses.values.reduce(0, +) == 122)
        #expect(statuses["fetched", default: 0] > 0)
        // With no word but the folder, the job that is there goes on.
        let words = ["fetch", "-o", out, "--resume", "-q"] + laboratory.place
        let resumed = try laboratory.sandbox.program(words).finish()
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(try laboratory.statuses(out) == ["fetched": 120, "refused": 2])
        let whole = try laboratory.fetchEmbedded(into: "undisturbed").finish()
        #expect(whole.status == 0)
        #expect(try laboratory.differences(out, laboratory.results("undisturbed")).isEmpty)
    }

    @Test(arguments: [Laboratory.Way.embedded, .served])
    func aFullDiskStopsTheJobCleanlyAndItGoesOnLater(_ way: Laboratory.Way) throws {
        let counts = Laboratory.Counts(cached: 100, missing: 0, outdated: 0, refused: 0, notRoots: 0)
        let laboratory = try Laboratory(counts, by: way)
        // The journal is the only file that meets this limit: 32 or 64 KiB, as the shell counts.
        let place = laboratory.place.joined(separator: " ")
        let limited = "trap '' XFSZ; ulimit -f 64; exec \"$KARST\" fetch ids.txt -d lab \(place) -o out -q"
        let stopped = try laboratory.sandbox.shell(limited)
        #expect(stopped.status == 1)
        #expect(stopped.errors.contains("out/journal.jsonl: "), "\(stopped.errors)")
        #expect(try laboratory.fetch(into: "out").finish().status == 0)
        #expect(try laboratory.fetchEmbedded(into: "undisturbed").finish().status == 0)
        #expect(try laboratory.differences("out", laboratory.results("undisturbed")).isEmpty)
    }

    @Test(arguments: Laboratory.ways)
    func theSameCommandTwiceAsksNothingAndSaysSo(_ way: Laboratory.Way) throws {
        let counts = Laboratory.Counts(cached: 5, missing: 1, outdated: 0, refused: 1, notRoots: 1)
        let laboratory = try Laboratory(counts, by: way)
        #expect(try laboratory.fetch(into: "out").finish().status == 0)
        let before = try laboratory.results("out")
        try laboratory.close()
        let words = ["fetch", "ids.txt", "-d", "lab", "-o", "out"] + laboratory.place
        let again = try laboratory.sandbox.program(words).finish()
        #expect(again.status == 0)
        #expect(again.errors.contains("out: all 8 ids have come to rest already; nothing was asked of the service"))
        #expect(again.output.split(separator: "\n").count { $0.contains("\tcached\t") } == 6)
        #expect(try laboratory.differences("out", before).isEmpty)
    }

    @Test func theSecondProcessOnAFolderSaysWhoHasIt() throws {
        let laboratory = try Laboratory(.init(cached: 1, missing: 0, outdated: 0, refused: 0, notRoots: 0))
        let holding = """
            karst.fs.mkdir("out")
            local lock = karst.fs.lock("out/.lock")
            print("held") io.stdout:flush()
            karst.task.sleep(60)
            """
        let holder = try laboratory.sandbox.program(["-e", holding]).start()
        #expect(holder.waitForOutput("held"))
        let second = try laboratory.fetch(into: "out").finish()
        #expect(second.status == 1)
        #expect(second.errors.hasPrefix("karst: out: in use by process \(holder.pid) on host "), "\(second.errors)")
        holder.send(SIGKILL)
        _ = holder.finish()
        #expect(try laboratory.fetch(into: "out").finish().status == 0)
    }

    @Test(arguments: Laboratory.ways)
    func aDeadlineHasAStatusOfItsOwn(_ way: Laboratory.Way) throws {
        let counts = Laboratory.Counts(cached: 0, missing: 30, outdated: 0, refused: 0, notRoots: 0)
        let laboratory = try Laboratory(counts, by: way)
        let late = try laboratory.fetch(into: "out", "--max-time", "0").finish()
        #expect(late.status == 124)
        #expect(try laboratory.statuses("out")["timed_out", default: 0] > 0)
        #expect(try laboratory.fetch(into: "out").finish().status == 0)
    }

    @Test func aProcessThatWasStoppedForAWhileGoesOn() throws {
        let counts = Laboratory.Counts(cached: 40, missing: 0, outdated: 0, refused: 0, notRoots: 0)
        let laboratory = try Laboratory(counts, by: .served, ["--fault", "delay=0.05"])
        let running = try laboratory.fetch(into: "out", "--batch", "1", "--jobs", "1", "--patience", "1s").start()
        for lines in [10, 30] {
            Self.wait(for: laboratory, afterLines: lines)
            running.send(SIGSTOP)
            // Longer than nothing may happen.
            usleep(1_300_000)
            running.send(SIGCONT)
        }
        let finished = running.finish()
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(try laboratory.statuses("out") == ["fetched": 40])
    }

    @Test(arguments: Laboratory.ways)
    func aListMayHaveOneIDOrMoreThanAServerTakesAndAnyRepeated(_ way: Laboratory.Way) throws {
        let counts = Laboratory.Counts(cached: 1, missing: 0, outdated: 0, refused: 1000, notRoots: 0)
        let laboratory = try Laboratory(counts, by: way)
        #expect(try laboratory.fetch(into: "all").finish().status == 0)
        #expect(try laboratory.statuses("all") == ["fetched": 1, "refused": 1000])
        let id = try laboratory.bytes("cached.txt")
        let one = String(decoding: id, as: UTF8.self)
        for (folder, words) in [("one", [one]), ("thrice", [one, "\(one),\(one)"])] {
            let command = ["fetch", "-d", "lab", "-o", folder, "-q"] + laboratory.place + words
            let finished = try laboratory.sandbox.program(command).finish()
            #expect(finished.output == "\(one)\tfetched\t\(folder)/skeletons/\(one).swc\n", "\(finished.errors)")
        }
        try laboratory.sandbox.folder.write("", to: "none.txt")
        let none = ["fetch", "none.txt", "-d", "lab", "-o", "none"] + laboratory.place
        #expect(try laboratory.sandbox.program(none).finish().status == 2)
    }

    @Test func jobsExplainsTheFolder() throws {
        let laboratory = try Laboratory(.init(cached: 2, missing: 0, outdated: 0, refused: 1, notRoots: 1))
        #expect(try laboratory.fetch(into: "out").finish().status == 0)
        let status = try laboratory.sandbox.karst("jobs", "status", "out")
        #expect(status.output.hasPrefix("out: 4 ids of datastack 'lab' from embedded, skeleton version 4\n"))
        for file in ["skeletons/", "status.csv", "missing.csv", "measures.csv", "provenance.json", "journal.jsonl"] {
            #expect(status.output.contains("\n\(file)"))
        }
        let why = try laboratory.sandbox.karst("jobs", "why", "504403158265495552", "out")
        #expect(why.output.hasPrefix("504403158265495552 is wrong_layer: a supervoxel or level-2 id, not a root id\n"))
        #expect(try laboratory.sandbox.karst("jobs", "retry-failed", "out").output == "")
        #expect(try laboratory.sandbox.karst("jobs", "status", "nowhere").status == 2)
    }

    @Test(arguments: [
        (["8.64691E+17"], "karst: argument #1: root id '8.64691E+17': has an exponent"),
        (["864691135463333000"], "karst: root id 864691135463333000 has only 15 digits"),
        ([], "karst: no root ids were given"),
        (["no-such-file.txt"], "karst: argument #1: root id 'no-such-file.txt': is not a number"),
    ])
    func wrongIDsAreRefusedBeforeAnythingIsMade(words: [String], message: String) throws {
        let sandbox = try Sandbox()
        let finished = try sandbox.program(["fetch", "-d", "lab", "--data", "data", "-o", "out"] + words).finish()
        #expect(finished.status == 2)
        #expect(finished.errors.hasPrefix(message), "\(finished.errors)")
        #expect(!FileManager.default.fileExists(atPath: sandbox.folder("out")))
    }

    @Test func standardInputIsAListToo() throws {
        let laboratory = try Laboratory(.init(cached: 1, missing: 0, outdated: 0, refused: 0, notRoots: 0))
        let id = laboratory.ids[0]
        let finished = try laboratory.sandbox.karst(
            "fetch",
            "-",
            "-d",
            "lab",
            "--data",
            "data",
            "-o",
            "out",
            "--json",
            "-q",
            input: "\u{FEFF}root_id,type\r\n\"\(id)\",L4\r\n\(id),L4\r\n\r\n"
        )
        #expect(finished.status == 0)
        #expect(
            finished.output == "{\"file\":\"out/skeletons/\(id).swc\",\"root_id\":\(id),\"status\":\"fetched\"}\n"
        )
    }

    // MARK: Killing

    private static func lines(_ laboratory: Laboratory, _ folder: String) -> Int {
        ((try? laboratory.bytes("\(folder)/journal.jsonl")) ?? []).count { $0 == UInt8(ascii: "\n") }
    }

    /// Waits until the journal has so many lines, but not for ever.
    private static func wait(for laboratory: Laboratory, _ folder: String = "out", afterLines count: Int) {
        for _ in 0..<10_000 {
            if lines(laboratory, folder) >= count { return }
            usleep(2_000)
        }
    }

    /// A folder whose job got Ctrl-C in its midst, and how the process ended.
    ///
    /// Jobs that are at their end before the signal, as on a busy machine, are left alone.
    private static func interrupted(in laboratory: Laboratory) throws -> (folder: String, Finished) {
        var (round, folder, finished) = (0, "", Finished?.none)
        while finished?.ending ?? .exited(0) == .exited(0), round < 20 {
            round += 1
            folder = "out\(round)"
            let running = try laboratory.fetch(into: folder, "--batch", "1", "--jobs", "1").start()
            wait(for: laboratory, folder, afterLines: 20)
            running.send(SIGINT)
            finished = running.finish()
        }
        return (folder, try #require(finished))
    }

    private static func kill(_ running: RunningProgram, in laboratory: Laboratory, afterLines count: Int) {
        wait(for: laboratory, afterLines: count)
        running.send(SIGKILL)
        _ = running.finish()
    }
}
