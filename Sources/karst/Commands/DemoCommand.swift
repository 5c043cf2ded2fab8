import ArgumentParser
import Karst
import SkeletonAPI
import SkeletonModel
import SkeletonService
import Skeletonization

/// `karst demo`.
struct DemoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "The main job on the embedded service: no network, no account.",
        discussion: """
            Grows a few synthetic neurons, imports them into the embedded service as the datastack 'demo', and runs the \
            recipe poll_and_fetch.lua on them, which writes an SWC file for each and a table of measures. The recipe is left \
            beside its results, to be changed and run again.
            """
    )

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("Where the files go.", valueName: "dir"),
        completion: .directory
    )
    var output = "karst-demo"

    @Option(help: ArgumentHelp("How many neurons, 1 to 1000.", valueName: "n"))
    var count = 4

    @Option(help: ArgumentHelp("Another seed grows other neurons.", valueName: "n"))
    var seed: UInt64 = 1

    @Option(
        help: ArgumentHelp("The service's folder (default: karst in the XDG data folder).", valueName: "dir"),
        completion: .directory
    )
    var data: String?

    func validate() throws {
        guard (1...1000).contains(count) else { throw ValidationError("--count must be 1 to 1000, got \(count)") }
        guard seed < 1 << 40 else { throw ValidationError("--seed must be below 2^40, got \(seed)") }
    }

    func run() throws {
        let recipe = try writeRecipe()
        let neurons = try growNeurons()
        try importNeurons(neurons.map(\.path))
        let status = runRecipe(recipe, neurons.map(\.id))
        if status != ExitStatus.success { throw CommandStatus(status) }
        sayWhatIsThere(recipe, neurons[0].id)
    }

    // MARK: Steps

    private func writeRecipe() throws -> String {
        let path = "\(output)/poll_and_fetch.lua"
        try Folders.make(output)
        try AtomicFile.write(Engine.librarySource("recipes/poll_and_fetch.lua") ?? [], to: path)
        return path
    }

    private func growNeurons() throws -> [(id: RootID, path: String)] {
        Console.report("Growing \(count) synthetic neurons …")
        let folder = "\(output)/graphs"
        try Folders.make(folder)
        return try (0..<UInt64(count)).map { index in
            let id = try rootID(index)
            let neuron = SyntheticNeuron.grow(seed: seed * 1000 + index, targetCable: 1_500_000)
            let path = "\(folder)/\(id).l2.jsonl"
            try AtomicFile.write(Level2GraphFile.text(neuron.level2Graph(rootID: id)), to: path)
            return (id, path)
        }
    }

    /// An id of the root layer; the neurons of one seed take the thousand ids after those of the seed before.
    private func rootID(_ index: UInt64) throws -> RootID {
        guard let id = RootID(Int64(12 << 56 + seed * 1000 + index + 1)) else {
            throw CommandStatus(ExitStatus.failure)
        }
        return id
    }

    private func importNeurons(_ paths: [String]) throws {
        var folder = ServiceFolder()
        folder.data = data
        let neurons = try folder.withService { service in
            try await service.importFiles(paths, datastack: "demo")
        }
        let added = neurons.count { $0.outcome == .added }
        Console.report("Imported into datastack 'demo': \(added) added, \(neurons.count - added) there already.")
    }

    /// What was typed to start this program, so that what it proposes can be typed again.
    private static var program: String { CommandLine.arguments.first ?? "karst" }

    /// Runs the recipe as `karst poll_and_fetch.lua …` would.
    private func runRecipe(_ recipe: String, _ ids: [RootID]) -> Int32 {
        let folder = data.map { ["--data", $0] } ?? []
        let options = ["-d", "demo"] + folder + ["-o", "\(output)/skeletons"]
        let words = [Self.program, recipe] + options + ids.map(\.description)
        Console.report(
            "Running: " + words.prefix(7 + folder.count).joined(separator: " ") + (ids.count > 1 ? " …" : "")
        )
        var run = RunnerOptions()
        run.script = .file(recipe)
        run.scriptIndex = 1
        return Runner(run, words.map { Array($0.utf8) }).run()
    }

    private func sayWhatIsThere(_ recipe: String, _ id: RootID) {
        let folder = data.map { " --data \($0)" } ?? ""
        let server = data.map { "server_address = \"embedded\", data = \"\($0)\"" } ?? "server_address = \"embedded\""
        Console.report(
            """

            SWC files     \(output)/skeletons/*.swc
            Measures      \(output)/skeletons/measures.csv
            The recipe    \(recipe)

            Try next:
              \(Self.program) \(recipe) -d demo\(folder) -o again \(id)
              \(Self.program)
              > client = cave.client("demo", { \(server) })
              > sk = client.skeleton:get_skeleton(\(id))
              > sk:measure()
            """
        )
    }
}
