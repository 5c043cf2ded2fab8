import SkeletonAPI
import SkeletonModel

extension ServiceClient {
    /// The version of the skeleton service of the client's own datastack's server.
    func serviceVersion(_ datastack: Datastack) async throws(ServiceError) -> ServiceVersion {
        try await datastack.version.get(
            .init { [self] () async throws(ServiceError) in
                let path = "/skeletoncache/api/version"
                return try await session.value(
                    of: try call(datastack.server, path, category: "version"),
                    .json { (value) throws(BadAnswer) in
                        guard let version = value.stringValue.flatMap(ServiceVersion.init) else {
                            throw BadAnswer("it is not a version")
                        }
                        return version
                    }
                )
            }
        )
    }

    /// The skeleton versions that the service knows, as far as we know them too.
    func skeletonVersions(_ datastack: Datastack) async throws(ServiceError) -> [SkeletonVersion] {
        try await datastack.skeletonVersions.get(
            .init { [self] () async throws(ServiceError) in
                let path = "/skeletoncache/api/versions"
                return try await session.value(
                    of: try call(datastack.server, path, category: "versions"),
                    .json { (value) throws(BadAnswer) in
                        guard let numbers = value.arrayValue?.map(\.integerValue), !numbers.contains(nil) else {
                            throw BadAnswer("it is not a list of integers")
                        }
                        return numbers.compactMap { $0.flatMap { SkeletonVersion(rawValue: Int($0)) } }
                    }
                )
            }
        )
    }

    /// The server is new enough for a method, and knows the skeleton version.
    func check(
        _ method: String,
        needs least: String?,
        _ datastack: Datastack,
        _ version: SkeletonVersion?
    ) async throws(ServiceError) {
        if let least { try await require(least, for: method, datastack) }
        guard let version else { return }
        guard try await skeletonVersions(datastack).contains(version) else { throw .unknownVersion(version.rawValue) }
    }

    private func require(_ least: String, for method: String, _ datastack: Datastack) async throws(ServiceError) {
        let has = try await serviceVersion(datastack)
        guard let wanted = ServiceVersion(least), has < wanted else { return }
        throw .request(
            RequestFailure(
                .serverTooOld,
                url: datastack.server.description,
                message: "'\(method)' needs version \(least) of the skeleton service or later, and "
                    + "\(datastack.server.netloc) has \(has) (its operators can update it)"
            )
        )
    }

    /// Whether the server is at least of a version.
    func isAtLeast(_ version: String, _ datastack: Datastack) async throws(ServiceError) -> Bool {
        guard let wanted = ServiceVersion(version) else { return true }
        return try await serviceVersion(datastack) >= wanted
    }

    // MARK: The graph

    /// How ids of the datastack's graph are made; when the graph does not answer, nothing is excluded.
    func graph(_ datastack: Datastack) async throws(ServiceError) -> GraphShape {
        guard let table = datastack.table, !options.isOffline else { return .unknown }
        return try await datastack.graph.get(
            .init { [self] () async throws(ServiceError) in
                let path = "/segmentation/table/\(Percent.encoded(table))/info"
                do throws(ServiceError) {
                    var call = try call(datastack.server, path, category: "segmentation")
                    call.isSideService = true
                    return try await session.value(of: call, .object { GraphShape(info: $0) })
                } catch {
                    if case .cancelled = error { throw error }
                    report("ids are not checked for their layer: \(error)")
                    return .unknown
                }
            }
        )
    }
}
