import HTTPTypes
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// What clients ask of the chunked graph about ids.
    static let graphRoutes: [Route] = [
        .table("valid_nodes", .get, "valid_nodes") { try await $0.validNodes($1) },
        .table("valid_nodes", .post, "valid_nodes") { try await $0.validNodes($1) },
        .table("is_latest_roots", .post, "is_latest_roots") { try await $0.latestRoots($1) },
        .table("lineage_graph", .post, "lineage_graph_multiple") { try await $0.lineage($1) },
    ]

    private func validNodes(_ call: Call) async throws -> Answer {
        let ids = try await call.objectOfAnyType().rootIDs("node_ids").compactMap(\.id)
        let statuses = try await service.status(of: ids, datastack: call.text(.table))
        let valid = ids.filter { statuses[$0]?.isOfRoot ?? false }
        return Answer(.object(["valid_roots": .array(valid.map { .integer($0.value) })]))
    }

    /// True or false of each id, in the order of the request.
    private func latestRoots(_ call: Call) async throws -> Answer {
        let ids = try await call.objectOfAnyType().rootIDs("node_ids").map(\.id)
        let statuses = try await service.status(of: ids.compactMap(\.self), datastack: call.text(.table))
        let flags = ids.map { id in
            guard let status = id.flatMap({ statuses[$0] }) else { return false }
            return status.isOfRoot && status.successor == nil
        }
        return Answer(.object(["is_latest": .array(flags.map(JSONValue.boolean))]))
    }

    /// What took the place of each id, and of that, in the form of networkx's `node_link_data`.
    private func lineage(_ call: Call) async throws -> Answer {
        var frontier = try await call.objectOfAnyType().rootIDs().compactMap(\.id)
        var (nodes, links, seen) = ([JSONValue](), [JSONValue](), Set<RootID>())
        while !frontier.isEmpty {
            let statuses = try await service.status(of: frontier, datastack: call.text(.table))
            var next: [RootID] = []
            for id in frontier where seen.insert(id).inserted {
                nodes.append(.object(["id": .integer(id.value)]))
                guard let successor = statuses[id]?.successor else { continue }
                links.append(.object(["source": .integer(id.value), "target": .integer(successor.value)]))
                next.append(successor)
            }
            frontier = next.filter { !seen.contains($0) }
        }
        return Answer(
            .object([
                "directed": .boolean(true), "multigraph": .boolean(false), "graph": .object([:]),
                "nodes": .array(nodes), "links": .array(links),
            ])
        )
    }
}

extension IDStatus {
    /// Whether the id is one of a neuron, whatever else is to be said of it.
    fileprivate var isOfRoot: Bool {
        switch word {
        case .invalid, .wrongLayer: false
        default: true
        }
    }
}
