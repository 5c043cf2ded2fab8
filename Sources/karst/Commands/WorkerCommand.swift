import ArgumentParser
import CMemory
import FoundationEssentials
import SkeletonAPI
import SkeletonService

/// `karst worker`.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "One more process that makes the skeletons that wait in a service's queue.",
        discussion: """
            Any number of workers, servers and scripts may use one folder; each skeleton is made once. It may be ended at \
            any moment, in whatever way: what it was making is made by another.
            """
    )

    @OptionGroup var folder: ServiceFolder

    @Option(help: ArgumentHelp("How many skeletons to make at a time (default: one per processor).", valueName: "n"))
    var threads: Int?

    @Flag(help: "End when nothing is left to do.")
    var drain = false

    func validate() throws {
        if let threads, !(1...256).contains(threads) {
            throw ValidationError("--threads must be 1 to 256, got \(threads)")
        }
    }

    func run() throws {
        // Several threads that give memory back to the system and fetch it again stand in each other's way.
        karst_keep_freed_memory()
        let (path, threads, drain) = (folder.path, threads, drain)
        try Interruptible.run {
            let service = try EmbeddedService.open(path, workers: threads)
            Console.report("working on \(service.path) (process \(ProcessInfo.processInfo.processIdentifier))")
            do {
                try await Self.watch(service, drain: drain)
            } catch {
                await service.close()
                throw error
            }
            await service.close()
        }
    }

    /// Says what keeps the workers from working, each time that it changes, until the end.
    private static func watch(_ service: EmbeddedService, drain: Bool) async throws {
        var lastTrouble: ServiceError?
        while !Task.isCancelled {
            let trouble = service.trouble
            if trouble != lastTrouble { Console.reportError(trouble?.description ?? "working again") }
            lastTrouble = trouble
            if drain, try await isDone(service) { return }
            try? await Task.sleep(for: .milliseconds(drain ? 50 : 250))
        }
    }

    private static func isDone(_ service: EmbeddedService) async throws -> Bool {
        let status = try await service.queueStatus(limit: 0)
        return status.queued + status.running == 0
    }
}
