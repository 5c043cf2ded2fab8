import FoundationEssentials
import Glibc
import TestSupport

/// An embedded service with many tiny neurons, some of them odd, and a list of all their ids: story S1 at any scale.
struct Laboratory {
    /// How many ids there are of each kind.
    struct Counts {
        var cached: Int
        var missing: Int
        var outdated: Int
        var refused: Int
        var notRoots: Int

        var all: Int { cached + missing + outdated + refused + notRoots }
        /// Those that end with a file.
        var files: Int { cached + missing + outdated }

        /// Story S1: five thousand ids, or as many of them as a fraction gives.
        static func story(_ fraction: Int) -> Counts {
            Counts(
                cached: 2748 / fraction,
                missing: 1900 / fraction,
                outdated: 40 / fraction,
                refused: 300 / fraction,
                notRoots: 12 / fraction
            )
        }
    }

    /// How jobs reach the service.
    enum Way: CaseIterable {
        /// In their own process.
        case embedded
        /// Over HTTP.
        case served
        /// Over HTTP, from a server that loses, cuts and refuses some of its answers.
        case faulty
    }

    /// Where faults are met nothing else is left to be seen over HTTP, unless there is time.
    static let ways: [Way] = Repository.isLongRun ? Way.allCases : [.embedded, .faulty]

    let sandbox: Sandbox
    let counts: Counts
    /// The process that serves the folder, for jobs that reach it over HTTP.
    let server: Server?
    let ids: [Int64]

    private static let firstRoot: Int64 = 12 << 56
    private static let mixer: Int64 = 0x1E37_79B9_7F4A_7C15

    /// Grows the neurons, imports them, and has those made that are to be cached.
    ///
    /// - `options`: Of `karst serve`.
    init(_ counts: Counts, by way: Way = .embedded, _ options: [String] = []) throws {
        self.counts = counts
        sandbox = try Sandbox()
        var (next, groups) = (Self.firstRoot + 1, [[Int64]]())
        for count in [counts.cached, counts.missing, counts.outdated, counts.refused] {
            groups.append((next..<(next + Int64(count))).map { $0 })
            next += 10_000
        }
        let notRoots = (0..<Int64(counts.notRoots)).map { (7 << 56) + $0 }
        // Mixed, and always in the same way.
        ids = (groups.flatMap { $0 } + notRoots).sorted { $0 &* Self.mixer < $1 &* Self.mixer }
        try Self.importNeurons(groups, sandbox)
        try Self.write("ids.txt", ids, sandbox)
        try Self.makeCached(groups[0] + groups[2], sandbox)
        let faults = way == .faulty ? ["--fault", "drop=0.04,truncate=0.04,status=503,rate=0.04"] : []
        server = way == .embedded ? nil : try Server(sandbox, options + faults)
    }

    /// Where jobs find the service, as options.
    var place: [String] { server.map { ["--server", $0.address] } ?? ["--data", "data"] }

    /// `karst fetch` of all ids into a folder, with more options behind.
    func fetch(into folder: String, _ options: String...) -> Program {
        sandbox.program(["fetch", "ids.txt", "-d", "lab", "-o", folder, "-q"] + place + options)
    }

    /// The same on the embedded service, whichever way others go.
    func fetchEmbedded(into folder: String) -> Program {
        sandbox.program(["fetch", "ids.txt", "-d", "lab", "-o", folder, "-q", "--data", "data"])
    }

    /// Takes the service away: what asks it from now on fails.
    func close() throws {
        server?.running.send(SIGKILL)
        _ = server?.running.finish()
        try FileManager.default.moveItem(atPath: sandbox.folder("data"), toPath: sandbox.folder("gone"))
    }

    /// Everything in the folder of a job that holds no times, by name.
    func results(_ folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in ["status.csv", "missing.csv", "measures.csv"] { files[name] = try bytes("\(folder)/\(name)") }
        let skeletons = try FileManager.default.contentsOfDirectory(atPath: sandbox.folder("\(folder)/skeletons"))
        for name in skeletons { files[name] = try bytes("\(folder)/skeletons/\(name)") }
        return files
    }

    /// The names of the files that differ from those of another job, or are only in one of them.
    func differences(_ folder: String, _ others: [String: [UInt8]]) throws -> [String] {
        let ours = try results(folder)
        return Set(ours.keys).union(others.keys).filter { ours[$0] != others[$0] }.sorted()
    }

    /// The words of a column of status.csv, counted.
    func statuses(_ folder: String) throws -> [String: Int] {
        let lines = String(decoding: try bytes("\(folder)/status.csv"), as: UTF8.self).split(separator: "\n")
            .dropFirst()
        return lines.reduce(into: [:]) { counts, line in
            counts[String(line.split(separator: ",", omittingEmptySubsequences: false)[1]), default: 0] += 1
        }
    }

    func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: sandbox.folder(path))))
    }

    // MARK: Making it

    private static func write(_ name: String, _ list: [Int64], _ sandbox: Sandbox) throws {
        try Data(list.map(String.init).joined(separator: "\n").utf8)
            .write(to: URL(filePath: sandbox.folder(name)))
    }

    private static func importNeurons(_ groups: [[Int64]], _ sandbox: Sandbox) throws {
        let plain = (groups[0] + groups[1]).map { graph($0, successor: nil) }
        let superseded = groups[2].map { graph($0, successor: $0 + 100_000) }
        try Data((plain + superseded).joined().utf8).write(to: URL(filePath: sandbox.folder("all.l2.jsonl")))
        let place = ["--data", "data", "--datastack", "lab"]
        _ = try sandbox.program(["import", "all.l2.jsonl"] + place).finish()
        _ = try sandbox.program(["import", "--refuse"] + groups[3].map(String.init) + place).finish()
    }

    private static func makeCached(_ cached: [Int64], _ sandbox: Sandbox) throws {
        try write("cached.txt", cached, sandbox)
        let script = """
            local client = karst.cave.client("lab", { server_address = "embedded", data = "data" })
            local ids = karst.ids.read { "cached.txt" }
            client.skeleton:generate_bulk_skeletons_async(ids)
            karst.task.map(ids, function(id) client.skeleton:get_skeleton(id) end, { limit = 16 })
            """
        _ = try sandbox.karst("-e", script)
    }

    /// A chain of six level-2 nodes.
    private static func graph(_ id: Int64, successor: Int64?) -> String {
        let superseded = successor.map { ",\"superseded_by\":\($0)" } ?? ""
        let first: Int64 = 144_117_251_203_661_825 + (id - firstRoot) * 1000
        var lines = [
            "{\"t\":\"header\",\"format\":\"l2graph\",\"version\":1,\"unit\":\"nm\",\"root_id\":\(id)\(superseded)}"
        ]
        for i in Int64(0)..<6 {
            let point = "[\(i * 9000 + id % 977),\(id % 13 * i),\(i)]"
            lines.append(
                "{\"t\":\"n\",\"id\":\(first + i * 16),\"p\":\(point),\"v\":62831853,\"max_dt\":200,\"mean_dt\":100.0}"
            )
        }
        for i in Int64(0)..<5 {
            lines.append("{\"t\":\"e\",\"a\":\(first + i * 16),\"b\":\(first + (i + 1) * 16)}")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// `karst serve` of a sandbox's folder; it ends with this value.
struct Server {
    let running: RunningProgram
    let address: String

    init(_ sandbox: Sandbox, _ options: [String] = []) throws {
        var program = sandbox.program(["serve", "--port", "0", "--data", "data", "-q"] + options)
        program.seconds = 1200
        running = try program.start()
        guard running.waitForOutput("\n") else { throw NotListening() }
        address = String(running.outputSoFar.dropFirst("listening on ".count).prefix { $0 != "\n" })
    }

    /// It ended instead, or said nothing in time.
    struct NotListening: Error {}
}
