import ArgumentParser
import SkeletonAPI
import SkeletonModel
import SkeletonService

/// `karst import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Puts neurons and finished skeletons into the embedded service.",
        discussion: """
            Takes what 'karst skeletonize' takes, of which skeletons are made when they are asked for (of meshes at once), \
            and finished skeletons of the service, which go straight into its cache. Prints a line for each neuron: its \
            root id, whether it was added or there already, and its file. All files are imported, or none. With --refuse \
            the words are root ids, of which no skeletons are given any more.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Level-2 graphs, tables, meshes, volumes, .h5.gz, .h5, .json, .json.gz. With --refuse: root ids.",
            valueName: "file"
        ),
        completion: .file()
    )
    var words: [String]

    @Flag(help: "Put root ids on the refusal list.")
    var refuse = false

    @OptionGroup var folder: ServiceFolder

    @Option(
        help: ArgumentHelp(
            "The data set to put them into (default: what a finished skeleton says, or local).",
            valueName: "name"
        )
    )
    var datastack: String?

    @OptionGroup(title: "What the files do not say") var source: SourceOptions

    func validate() throws {
        guard refuse, let wrong = words.first(where: { RootID($0) == nil }) else { return }
        throw ValidationError("root id must be an integer from 1 to 2^63-1 (got '\(wrong)')")
    }

    func run() throws {
        if refuse {
            try refuseIDs()
        } else {
            try importFiles()
        }
    }

    private func importFiles() throws {
        var options = ImportOptions(datastack: datastack)
        (options.source, options.volume) = (source.source, source.volume)
        let (words, settings) = (words, options)
        let neurons = try folder.withService { service in try await service.importFiles(words, settings) }
        for neuron in neurons { Console.write("\(neuron.rootID)\t\(neuron.outcome.rawValue)\t\(neuron.path)\n") }
        for name in Set(neurons.map(\.datastack)).sorted() {
            let here = neurons.filter { $0.datastack == name }
            let added = here.count { $0.outcome == .added }
            Console.report("\(added) added, \(here.count - added) unchanged in datastack '\(name)'")
        }
    }

    private func refuseIDs() throws {
        let ids = words.compactMap { RootID($0) }
        let datastack = datastack ?? "local"
        try folder.withService { service in try await service.refuse(ids, datastack: datastack) }
        for id in ids { Console.write("\(id)\trefused\n") }
    }
}
