import ArgumentParser
import Glibc
import Synchronization

/// What commands that work on many neurons have in common.
struct BatchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many neurons at a time (default: one per core).", valueName: "n"))
    var jobs: Int?

    @Flag(name: .shortAndLong, help: "Say nothing but errors on standard error.")
    var quiet = false

    @Flag(help: "Print each row as a JSON object.")
    var json = false

    func validate() throws {
        guard let jobs, !(1...1024).contains(jobs) else { return }
        throw ValidationError("--jobs must be 1 to 1024, got \(jobs)")
    }

    /// Works through the items, prints the row of each piece of work, reports what failed, and ends with a summary.
    ///
    /// `noun` is what comes of it, in the plural. Throws a status when something failed; a signal ends the process.
    func run(
        _ noun: String,
        count: Int,
        to folder: String,
        _ pieces: @escaping @Sendable (_ item: Int) throws -> [Batch<Row>.Piece]
    ) throws {
        try Folders.make(folder)
        let (options, tally) = (self, Tally(Progress(noun)))
        let work = Batch<Row>(
            count: count,
            jobs: jobs ?? Int(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            pieces: pieces,
            take: { _, result in tally.take(result, asJSON: options.json) },
            progress: { done, total in if !options.quiet { tally.progress.update(done: done, of: total) } }
        )
        defer { tally.progress.clear() }
        try Interruptible.run { try await work.run() }
        tally.progress.clear()
        let (made, failed) = tally.counts
        let counted = made == 1 ? String(noun.dropLast()) : noun
        if !quiet { Console.report("\(made) \(counted) in \(folder)" + (failed > 0 ? ", \(failed) failed" : "")) }
        if failed > 0 { throw CommandStatus(ExitStatus.someFailed) }
    }
}

/// Prints results as they come, and counts them.
private final class Tally: Sendable {
    let progress: Progress
    private let state = Mutex((made: 0, failed: 0))

    var counts: (made: Int, failed: Int) { state.withLock { $0 } }

    init(_ progress: Progress) {
        self.progress = progress
    }

    func take(_ result: Result<Row, any Error>, asJSON: Bool) {
        progress.clear()
        switch result {
        case .success(let row):
            state.withLock { $0.made += 1 }
            row.write(asJSON: asJSON)
        case .failure(let error):
            state.withLock { $0.failed += 1 }
            Console.reportError("\(error)")
        }
    }
}
