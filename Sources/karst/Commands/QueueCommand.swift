import ArgumentParser
import SkeletonModel
import SkeletonService

/// `karst queue`.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue",
        abstract: "Looks into the queue of skeletons to be made, and puts it in order.",
        subcommands: [QueueStatusCommand.self, QueueRetryCommand.self, QueuePurgeCommand.self],
        defaultSubcommand: QueueStatusCommand.self
    )
}

/// Which jobs are meant.
struct QueueSelection: ParsableArguments {
    @OptionGroup var folder: ServiceFolder

    @Option(help: ArgumentHelp("Only jobs of this data set (default: of all).", valueName: "name"))
    var datastack: String?

    @Flag(name: .customLong("json"), help: "Print JSON.")
    var asJSON = false
}

/// Root ids as words; none means all.
struct QueueIDs: ParsableArguments {
    @Argument(help: ArgumentHelp("Root ids (default: all).", valueName: "id"))
    var words: [String] = []

    var ids: [RootID]? { words.isEmpty ? nil : words.compactMap { RootID($0) } }

    func validate() throws {
        guard let wrong = words.first(where: { RootID($0) == nil }) else { return }
        throw ValidationError("root id must be an integer from 1 to 2^63-1 (got '\(wrong)')")
    }
}

/// `karst queue status`.
struct QueueStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "How many jobs wait, run and failed, why these failed, who works, and how fast.",
        discussion: """
            Prints lines of words between tabs: counts, workers, speed, then the jobs. With --json it is one object.
            """
    )

    @OptionGroup var selection: QueueSelection

    @Option(help: ArgumentHelp("How many jobs to list.", valueName: "n"))
    var limit = 100

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit must be 0 or more, got \(limit)") }
    }

    func run() throws {
        let (datastack, limit) = (selection.datastack, limit)
        let status = try selection.folder.withService { service in
            try await service.queueStatus(datastack: datastack, limit: limit)
        }
        if selection.asJSON {
            Row(status.record).write(asJSON: true)
        } else {
            for row in status.rows { row.write(asJSON: false) }
        }
    }
}

/// `karst queue retry`.
struct QueueRetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Puts failed jobs back into the queue.",
        discussion: "Prints the data set and the root id of each."
    )

    @OptionGroup var selection: QueueSelection
    @OptionGroup var which: QueueIDs

    func run() throws {
        let (datastack, ids) = (selection.datastack, which.ids)
        let neurons = try selection.folder.withService { service in
            try await service.retryFailed(ids, datastack: datastack)
        }
        for neuron in neurons { neuron.row.write(asJSON: selection.asJSON) }
        Console.report("\(neurons.count) back in the queue")
    }
}

/// `karst queue purge`.
struct QueuePurgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Forgets failed jobs, or with --queued those that wait.",
        discussion: "Prints the data set and the root id of each. What is being made is left alone."
    )

    @Flag(help: "Forget the jobs that wait, instead of those that failed.")
    var queued = false

    @OptionGroup var selection: QueueSelection
    @OptionGroup var which: QueueIDs

    func run() throws {
        let (datastack, ids) = (selection.datastack, which.ids)
        let state: QueueStatus.Entry.State = queued ? .queued : .failed
        let neurons = try selection.folder.withService { service in
            try await service.purgeQueue(state, ids, datastack: datastack)
        }
        for neuron in neurons { neuron.row.write(asJSON: selection.asJSON) }
        Console.report("\(neurons.count) forgotten")
    }
}

// MARK: Rows

extension QueuedNeuron {
    fileprivate var row: Row { Row(["datastack": .string(datastack), "root_id": .integer(rootID.value)]) }
}

extension QueueStatus {
    fileprivate var record: JSONObject {
        [
            "queued": .integer(Int64(queued)), "running": .integer(Int64(running)), "failed": .integer(Int64(failed)),
            "seconds_per_skeleton": .optional(secondsPerSkeleton), "measured": .integer(Int64(measured)),
            "seconds_to_go": .number(secondsToGo), "workers": .array(workers.map { .object($0.record) }),
            "jobs": .array(entries.map { .object($0.record) }),
        ]
    }

    fileprivate var rows: [Row] {
        let counts: [(String, Int)] = [("queued", queued), ("running", running), ("failed", failed)]
        var rows = counts.map { Row(["what": .string($0.0), "count": .integer(Int64($0.1))]) }
        rows.append(Row(["what": .string("seconds_per_skeleton"), "seconds": .optional(secondsPerSkeleton)]))
        rows.append(Row(["what": .string("seconds_to_go"), "seconds": .number(secondsToGo)]))
        rows += workers.map { Row($0.record.labelled("worker")) }
        rows += entries.map { Row($0.record.labelled("job")) }
        return rows
    }
}

extension QueueStatus.Worker {
    fileprivate var record: JSONObject {
        [
            "process": .integer(Int64(process)), "threads": .integer(Int64(threads)),
            "running": .integer(Int64(running)), "seconds": .number(seconds),
        ]
    }
}

extension QueueStatus.Entry {
    fileprivate var record: JSONObject {
        [
            "state": .string(state.rawValue), "datastack": .string(datastack), "root_id": .integer(rootID.value),
            "priority": .string(isInteractive ? "interactive" : "bulk"), "attempts": .integer(Int64(attempts)),
            "worker": worker.map { .integer(Int64($0)) } ?? .null, "seconds": .optional(seconds),
            "retryable": state == .failed ? .boolean(isRetryable) : .null,
            "reason": reason.map(JSONValue.string) ?? .null,
        ]
    }
}

extension JSONValue {
    fileprivate static func optional(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
}

extension JSONObject {
    /// The same with a first member that says what it is.
    fileprivate func labelled(_ what: String) -> JSONObject {
        var labelled: JSONObject = ["what": .string(what)]
        for member in members { labelled[member.key] = member.value }
        return labelled
    }
}
