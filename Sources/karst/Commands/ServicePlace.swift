import ArgumentParser
import SkeletonService

/// Which embedded service, and which data set in it.
struct ServicePlace: ParsableArguments {
    @Option(help: ArgumentHelp("The service's folder (default: karst in the XDG data folder).", valueName: "dir"))
    var data: String?

    @Option(help: ArgumentHelp("The data set that the neurons belong to.", valueName: "name"))
    var datastack = "local"

    /// Opens the service without workers, runs the operation on it, and closes it whatever happens.
    func withService<R: Sendable>(
        _ operation: @escaping @Sendable (EmbeddedService) async throws -> R
    ) throws -> R {
        let folder = data ?? EmbeddedService.defaultFolder
        return try Blocking.run {
            let service = try EmbeddedService.open(folder, workers: 0)
            do {
                let result = try await operation(service)
                await service.close()
                return result
            } catch {
                await service.close()
                throw error
            }
        }
    }
}
