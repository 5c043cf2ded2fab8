import SkeletonAPI
import SkeletonService
import Synchronization

/// The embedded services that one engine has opened, so that all clients of a folder share one pool of workers.
public final class ServiceRegistry: Sendable {
    // The key is the folder as it was named: two names of one folder only cost a second pool.
    private let services = Mutex<[String: EmbeddedService]>([:])

    /// What clients of hosted services say, and where to.
    let hooks: ClientHooks

    /// No service is open yet.
    public init(hooks: ClientHooks = ClientHooks()) { self.hooks = hooks }

    /// Whether no service is open.
    public var isEmpty: Bool { services.withLock { $0.isEmpty } }

    /// The service of a folder, opened on first use.
    func service(folder: String?) throws(ServiceError) -> EmbeddedService {
        let folder = folder ?? EmbeddedService.defaultFolder
        if let open = services.withLock({ $0[folder] }) { return open }
        let opened = try EmbeddedService.open(folder)
        services.withLock { $0[folder] = opened }
        return opened
    }

    /// Forgets a service that was closed.
    func remove(_ service: EmbeddedService) {
        services.withLock { services in
            for (folder, open) in services where open === service { services[folder] = nil }
        }
    }

    /// Ends all workers and closes all files.
    public func close() async {
        let open = services.withLock { services in
            defer { services = [:] }
            return Array(services.values)
        }
        for service in open { await service.close() }
    }
}
