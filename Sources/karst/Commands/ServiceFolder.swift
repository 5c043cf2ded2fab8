import ArgumentParser
import SkeletonService

/// Which embedded service.
struct ServiceFolder: ParsableArguments {
    @Option(
        help: ArgumentHelp("The service's folder (default: karst in the XDG data folder).", valueName: "dir"),
        completion: .directory
    )
    var data: String?

    /// The folder that is meant.
    var path: String { data ?? EmbeddedService.defaultFolder }

    /// Opens the service without workers, runs the operation on it, and closes it whatever happens.
    func withService<R: Sendable>(
        _ operation: @escaping @Sendable (EmbeddedService) async throws -> R
    ) throws -> R {
        let folder = path
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
