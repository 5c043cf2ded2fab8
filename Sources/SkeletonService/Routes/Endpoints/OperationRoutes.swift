import HTTPTypes
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// What those ask who run the server.
    static let operationRoutes: [Route] = [
        .open("health", .get, "health") { try await $0.health($1) },
        .open("health", .get, "skeletoncache/health") { try await $0.health($1) },
        .open("metrics", .get, "metrics") { routes, _ in await routes.metricsPage() },
        .open("site_map", .get, "skeletoncache/site-map") { _, _ in
            Answer(.array(routes.map { .string("\($0.method.rawValue) /\($0.pattern.text)") }))
        },
    ]

    private func health(_ call: Call) async throws -> Answer {
        do throws(ServiceError) { try await service.checkHealth() } catch {
            return .error(error.description, status: .serviceUnavailable)
        }
        return Answer(.string("healthy"))
    }

    private func metricsPage() async -> Answer {
        // A queue that cannot be read is what health is asked for.
        for (name, value) in (try? await service.gauges()) ?? [:] { metrics.set("karst_\(name)", value) }
        metrics.set("process_resident_memory_bytes", ProcessUse.residentBytes)
        metrics.set("process_cpu_seconds_total", ProcessUse.processorSeconds)
        metrics.set("karst_answers_kept_bytes", Double(store.size))
        return Answer(Array(metrics.text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
    }
}
