import ArgumentParser
import Karst

/// `karst fetch`.
struct FetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetches the skeletons of many neurons into a folder; run it again to continue.",
        discussion: """
            Ids are words, files (a list, CSV, JSON, a Neuroglancer state), folders of skeletons, or standard input (-). \
            What is missing is made by the service; skeletons are fetched as they appear, and each file is there whole or not \
            at all. The folder keeps a journal: a job that was stopped, by Ctrl-C, a deadline, a full disk or the power, goes \
            on where it was when the same command, or 'karst fetch -o DIR' alone, is run again. When nothing is left to do the \
            service is not asked anything.

            Prints a line for each id: the id, its status, and its file or why there is none. 'karst jobs status DIR' explains \
            the folder. Exit status: 0 everything came to rest (ids that are refused, unknown or no roots are answers), \
            3 asking again may help, 4 some failed for good, 124 the deadline came first.
            """
    )

    @Argument(
        help: ArgumentHelp("Root ids, files of them, or - for standard input.", valueName: "id"),
        completion: .file()
    )
    var words: [String] = []

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("The folder of the job.", valueName: "dir"),
        completion: .directory
    )
    var output: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Whose neurons they are.", valueName: "name"))
    var datastack: String?

    @Option(
        help: ArgumentHelp(
            "The service: 'embedded', or an address (default: the hosted one of the datastack).",
            valueName: "address"
        ),
        completion: .list(["embedded"])
    )
    var server: String?

    @Option(
        help: ArgumentHelp("The embedded service's folder; implies --server embedded.", valueName: "dir"),
        completion: .directory
    )
    var data: String?

    @Option(
        name: .shortAndLong,
        parsing: .singleValue,
        help: "What skeletons are written as: swc (default), json, h5, precomputed. Can be given several times."
    )
    var format: [Format] = []

    /// What a skeleton is written as.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case swc, json, h5, precomputed
    }

    @Option(help: ArgumentHelp("Names of the files, of {root_id}, {datastack}, {version}.", valueName: "template"))
    var name: String?

    @Option(help: ArgumentHelp("The version of the skeletons (default: 4).", valueName: "n"))
    var skeletonVersion: Int?

    @Option(help: ArgumentHelp("The column of a table that has the ids.", valueName: "name"))
    var column: String?

    @Flag(help: "Take ids that look as if a spreadsheet had rounded them.")
    var trustIds = false

    @Flag(inversion: .prefixedNo, help: "Have made what is missing.")
    var generate = true

    @Flag(inversion: .prefixedNo, help: "Write measures.csv.")
    var measures = true

    @Flag(help: "Go on with the job of the folder, which must be there.")
    var resume = false

    @Flag(help: "Ask again about ids that were refused, unknown or no roots.")
    var recheck = false

    @Option(help: ArgumentHelp("Stop after this long: 90s, 10min, 8h.", valueName: "time"))
    var maxTime: TimeSpan?

    @Option(help: ArgumentHelp("Stop when nothing has changed for this long (default: 1h).", valueName: "time"))
    var patience: TimeSpan?

    @Option(help: ArgumentHelp("Skeletons per request, 1 to 500 (default: 25).", valueName: "n"))
    var batch: Int?

    @Option(help: ArgumentHelp("Requests at a time, 1 to 64 (default: 4).", valueName: "n"))
    var jobs: Int?

    @Option(help: ArgumentHelp("Run this when the job ends, with the name of provenance.json.", valueName: "command"))
    var notify: String?

    @Flag(help: "Print each row as a JSON object.")
    var json = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors on standard error.")
    var quiet = false

    func validate() throws {
        if let batch, !(1...500).contains(batch) { throw ValidationError("--batch must be 1 to 500, got \(batch)") }
        if let jobs, !(1...64).contains(jobs) { throw ValidationError("--jobs must be 1 to 64, got \(jobs)") }
        if resume, !Folders.exists("\(output)/journal.jsonl") {
            throw ValidationError("--resume: there is no job in '\(output)'")
        }
    }

    func run() throws {
        var options = LibraryOptions()
        setJob(&options)
        setStops(&options)
        options.set("words", words)
        options.set("column", column)
        options.set("trust_ids", trustIds)
        options.set("notify", notify)
        options.set("json", json)
        options.set("quiet", quiet)
        try LibraryCommand(module: "karst.job_commands", function: "fetch").run(options)
    }

    private func setJob(_ options: inout LibraryOptions) {
        options.set("out", output)
        options.set("datastack", datastack)
        options.set("server", server)
        options.set("data", data)
        options.set("formats", format.isEmpty ? nil : format.map(\.rawValue))
        options.set("name", name)
        options.set("skeleton_version", skeletonVersion)
        options.set("generate", generate)
        options.set("measures", measures)
        options.set("recheck", recheck)
    }

    private func setStops(_ options: inout LibraryOptions) {
        options.set("deadline", maxTime?.seconds)
        options.set("patience", patience?.seconds ?? 3600)
        options.set("batch", batch)
        options.set("limit", jobs)
    }
}
