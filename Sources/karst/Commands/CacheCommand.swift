import ArgumentParser
import FoundationEssentials
import SkeletonAPI
import SkeletonClient
import SkeletonModel

/// `karst cache`.
struct CacheCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Shows, checks and removes skeletons of hosted services that are kept on this disk.",
        subcommands: [List.self, Remove.self, Verify.self]
    )

    /// Which files are meant.
    struct Selection: ParsableArguments {
        @Option(
            help: ArgumentHelp("The folder (default: karst/skeletons in the XDG cache folder).", valueName: "dir"),
            completion: .directory
        )
        var folder: String?

        @Option(help: ArgumentHelp("Only skeletons of this datastack.", valueName: "name"))
        var datastack: String?

        @Flag(help: "Print JSON lines.")
        var json = false

        var place: CacheFolder {
            folder.map { CacheFolder($0) } ?? CacheFolder(environment: ProcessInfo.processInfo.environment)
        }

        /// The files in the order of their names.
        var files: [CacheFolder.File] {
            place.files().filter { file in datastack.map { file.path.contains("/\($0)/") } ?? true }
                .sorted { $0.path < $1.path }
        }

        func write(_ file: CacheFolder.File, _ outcome: String) {
            Row(["outcome": .string(outcome), "size": .integer(Int64(file.size)), "path": .string(file.path)])
                .write(asJSON: json)
        }
    }

    /// `karst cache ls`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ls",
            abstract: "A line for each kept skeleton: root id, datastack, version, form, size, server."
        )

        @OptionGroup var selection: Selection

        func run() throws {
            for file in selection.files {
                guard let from = selection.place.provenance(file) else {
                    Console.report("\(file.path) is damaged (karst cache verify removes it with --remove)")
                    continue
                }
                var row = JSONObject(members: [])
                for name in ["root_id", "datastack", "skeleton_version", "output_format"] {
                    row[name] = from[name] ?? .null
                }
                row["size"] = .integer(Int64(file.size))
                row["server"] = from["server"] ?? .null
                row["fetched"] = from["fetched"] ?? .null
                Row(row).write(asJSON: selection.json)
            }
        }
    }

    /// `karst cache rm`.
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rm",
            abstract: "Removes the kept skeletons of these root ids, or all with --all."
        )

        @Argument(help: ArgumentHelp("Root ids.", valueName: "id"))
        var ids: [String] = []

        @Flag(help: "Remove all.")
        var all = false

        @OptionGroup var selection: Selection

        func validate() throws {
            guard all != !ids.isEmpty else { throw ValidationError("name root ids, or give --all") }
            guard let wrong = ids.first(where: { RootID($0) == nil }) else { return }
            throw ValidationError("root id must be an integer from 1 to 2^63-1 (got '\(wrong)')")
        }

        func run() throws {
            for file in selection.files where all || ids.contains(where: { file.path.contains("__rid-\($0)__") }) {
                try selection.place.remove(file)
                selection.write(file, "removed")
            }
        }
    }

    /// `karst cache verify`.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads every kept skeleton; status 1 when one is damaged."
        )

        @Flag(help: "Remove what is damaged.")
        var remove = false

        @OptionGroup var selection: Selection

        func run() throws {
            var (good, bad) = (0, 0)
            for file in selection.files {
                do throws(ServiceError) {
                    _ = try selection.place.verify(file)
                    good += 1
                } catch {
                    bad += 1
                    if remove { try selection.place.remove(file) }
                    selection.write(file, remove ? "removed" : "damaged")
                    Console.report(error.description)
                }
            }
            Console.report("\(good) good, \(bad) damaged")
            if bad > 0, !remove { throw CommandStatus(ExitStatus.failure) }
        }
    }
}
