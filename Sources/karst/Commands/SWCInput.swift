import ArgumentParser
import Glibc
import SkeletonModel
import Synchronization

/// What the commands of `karst swc` have in common: files, how they are read, and how many at a time.
struct SWCInput: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Files, folders, patterns, or - for standard input.", valueName: "file"),
        completion: .file()
    )
    var files: [String] = []

    @Option(
        name: .customLong("unit"),
        help: ArgumentHelp("The unit of the numbers: um, nm, '8 nm' (default: what the file says).", valueName: "unit")
    )
    private var unitName: UnitName?

    /// The unit of the numbers, nil for what the file says.
    var unit: LengthUnit? { unitName?.unit }

    @Option(help: ArgumentHelp("How many files at a time (default: one per core).", valueName: "n"))
    var jobs: Int?

    @Flag(name: .shortAndLong, help: "Say nothing but errors on standard error.")
    var quiet = false

    @Flag(help: "Print each row as a JSON object.")
    var json = false

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must be 1 to 1024, got \(jobs)") }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
    }

    /// The files that were named; wrong use when there are none.
    func found() throws -> [SkeletonFile] {
        guard !files.isEmpty else { throw ValidationError("no files: name files or folders, or - for standard input") }
        return try SkeletonFiles.find(files)
    }

    /// Works on each file, on several threads, and prints what comes of it in the order of the files.
    ///
    /// What fails is reported and counted, and the others are done all the same. A file of a folder whose name alone
    /// made it one of skeletons is passed over in silence when it is none.
    func run<Made: Sendable>(
        _ files: [SkeletonFile],
        _ work: @escaping @Sendable (SkeletonFile) throws -> Made,
        print: @escaping @Sendable (SkeletonFile, Made) -> Void
    ) throws -> FileTally.Counts {
        let (tally, isQuiet) = (FileTally(), quiet)
        let progress = Progress("files")
        let batch = Batch<Made?>(
            count: files.count,
            jobs: jobs ?? Int(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
            pieces: { item in [{ try files[item].isOtherJSON ? nil : work(files[item]) }] },
            take: { item, result in
                progress.clear()
                switch result {
                case .success(let made?):
                    tally.done()
                    print(files[item], made)
                case .success(nil): break
                case .failure(let error):
                    tally.failed()
                    Console.reportError("\(error)")
                }
            },
            progress: { done, total in if !isQuiet { progress.update(done: done, of: total) } }
        )
        defer { progress.clear() }
        try Interruptible.run { try await batch.run() }
        return tally.counts
    }
}

/// How many files were done, and how many could not be.
final class FileTally: Sendable {
    typealias Counts = (done: Int, failed: Int)

    private let state = Mutex((done: 0, failed: 0))

    var counts: Counts { state.withLock { $0 } }

    func done() { state.withLock { $0.done += 1 } }

    func failed() { state.withLock { $0.failed += 1 } }
}

extension SkeletonFile {
    /// Whether it was found in a folder, has a name that ends in `.json`, and holds no skeleton.
    fileprivate var isOtherJSON: Bool {
        get throws {
            guard isFound, name.hasSuffix(".json") || name.hasSuffix(".json.gz") else { return false }
            let bytes = try bytes()
            let text = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes) : bytes
            return !(SkeletonFormat.all.contains { $0.extensions.contains("json") && $0.recognises(text) })
        }
    }
}

/// A unit of length on the command line.
struct UnitName: ExpressibleByArgument, Hashable, Sendable {
    let unit: LengthUnit

    init?(argument: String) {
        guard let unit = LengthUnit(argument) else { return nil }
        self.unit = unit
    }
}

/// How much is put up with, on the command line.
enum ReadingMode: String, ExpressibleByArgument, CaseIterable {
    case lenient, strict

    var mode: SWC.Mode { self == .strict ? .strict : .lenient }
}

/// Lists of words with commas between them.
enum WordList: Sendable {
    /// The words of all values of an option.
    static func words(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",").map { $0.drop { $0 == " " } } }.map(String.init).filter {
            !$0.isEmpty
        }
    }
}

extension String {
    /// The text with blanks behind it.
    func padded(to count: Int) -> String { self + String(repeating: " ", count: max(0, count - self.count)) }
}
