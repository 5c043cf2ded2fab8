import ArgumentParser
import SkeletonAPI
import SkeletonModel
import SkeletonService

/// `karst import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Puts level-2 graphs and finished skeletons into the embedded service.",
        discussion: """
            Prints a line for each neuron: its root id, whether it was added or there already, and its file. All files are \
            imported, or none. With --refuse the words are root ids, of which no skeletons are given any more.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Files: .l2.jsonl or .l2.jsonl.gz, .h5.gz, .json. With --refuse: root ids.",
            valueName: "file"
        )
    )
    var words: [String]

    @Flag(help: "Put root ids on the refusal list.")
    var refuse = false

    @OptionGroup var folder: ServiceFolder

    @Option(help: ArgumentHelp("The data set that the neurons belong to.", valueName: "name"))
    var datastack = "local"

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
        let (words, datastack) = (words, datastack)
        let neurons = try folder.withService { service in
            try await service.importFiles(words, datastack: datastack)
        }
        for neuron in neurons { Console.write("\(neuron.rootID)\t\(neuron.outcome.rawValue)\t\(neuron.path)\n") }
        let added = neurons.count { $0.outcome == .added }
        Console.report("\(added) added, \(neurons.count - added) unchanged in datastack '\(datastack)'")
    }

    private func refuseIDs() throws {
        let ids = words.compactMap { RootID($0) }
        let datastack = datastack
        try folder.withService { service in try await service.refuse(ids, datastack: datastack) }
        for id in ids { Console.write("\(id)\trefused\n") }
    }
}
