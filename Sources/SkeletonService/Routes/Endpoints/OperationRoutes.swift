import HTTPTypes
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// What those ask who run the server.
    static let operationRoutes: [Route] = [
        .open("health", .get, "health") { try await $0.health($1) },
        .open("health", .get, "skeletoncache/health") { try await $0.health($1) },
        .open("metrics", .get, "metrics") { routes, _ in routes.metricsPage() },
        .open("site_map", .get, "skeletoncache/site-map") { _, _ in
            Answer(.array(routes.map { .string("\($0.method.rawValue) /\($0.pattern.text)") }))
        },
    ]

    /// Healthy means that the data can be looked at.
    private func health(_ call: Call) async throws -> Answer {
        _ = try await service.datastacks()
        return Answer(.string("healthy"))
    }

    private func metricsPage() -> Answer {
        metrics.set("process_resident_memory_bytes", ProcessUse.residentBytes)
        metrics.set("process_cpu_seconds_total", ProcessUse.processorSeconds)
        metrics.set("karst_answers_kept_bytes", Double(store.size))
        return Answer(Array(metrics.text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
    }
}
