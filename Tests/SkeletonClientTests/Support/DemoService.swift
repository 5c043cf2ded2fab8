import SkeletonAPI
import SkeletonModel
import Synchronization

@testable import SkeletonClient

/// A service of our own making that keeps to the real one's limits: more ids than it takes are refused, or ignored.
final class DemoService: Sendable {
    /// What it says its version is.
    let version: String
    /// The ids with a skeleton, the refused ones, those that do not exist, those that an edit has superseded.
    let cached, refused, unknown, outdated: Set<RootID>
    private let problem: @Sendable (String) -> HTTPAnswer?

    /// - Parameter problem: What is answered instead, by path; nil for the usual.
    init(
        version: String = "0.23.11",
        cached: Set<RootID> = [],
        refused: Set<RootID> = [],
        unknown: Set<RootID> = [],
        outdated: Set<RootID> = [],
        problem: @escaping @Sendable (String) -> HTTPAnswer? = { _ in nil }
    ) {
        self.version = version
        (self.cached, self.refused, self.unknown, self.outdated) = (cached, refused, unknown, outdated)
        self.problem = problem
    }

    var transport: TestTransport { TestTransport(yields: true) { .success(self.answer($0)) } }

    static let prefix = "/skeletoncache/api/v1/demo_stack"

    /// A skeleton of two nodes.
    static func flatDict(_ id: RootID) -> [UInt8] {
        let arrays = SkeletonArrays(
            vertices: [Point3(1000, 2000, 3000), Point3(1100, 2000, 3000)],
            edges: [.init(child: 1, parent: 0)],
            root: 0,
            radius: [100, 50],
            compartment: [1, 3],
            meshToSkeletonMap: [0, 1],
            level2IDs: [160_000_000_000_000_001, 160_000_000_000_000_002],
            meta: ["root_id": .integer(id.value)]
        )
        return FlatDict.encode(arrays, version: 4)
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    func answer(_ request: HTTPRequest) -> HTTPAnswer {
        let path = String(request.url.dropFirst(Recording.server.count).prefix { $0 != "?" })
        if let problem = problem(path) { return problem }
        switch path {
        case "/info/api/v2/datastack/full/demo_stack":
            return .init(
                200,
                json: "{\"local_server\": \"\(Recording.server)\", "
                    + "\"segmentation_source\": \"graphene://\(Recording.server)/segmentation/table/demo_seg\"}"
            )
        case "/skeletoncache/api/version": return .init(200, json: "\"\(version)\"\n")
        case "/skeletoncache/api/versions": return .init(200, json: "[-1,0,1,2,3,4]\n")
        case "/segmentation/table/demo_seg/info":
            return .init(200, json: "{\"graph\": {\"n_layers\": 12, \"n_bits_for_layer_id\": 8}}")
        case "/segmentation/api/v1/table/demo_seg/valid_nodes":
            let valid = ids(request, "node_ids").filter { !unknown.contains($0) }
            return .init(200, json: "{\"valid_roots\": [\(valid.map(\.description).joined(separator: ","))]}")
        case "/segmentation/api/v1/table/demo_seg/is_latest_roots":
            let flags = ids(request, "node_ids").map { outdated.contains($0) ? "false" : "true" }
            return .init(200, json: "{\"is_latest\": [\(flags.joined(separator: ","))]}")
        case Self.prefix + "/precomputed/skeleton/exists": return existence(ids(request, "root_ids"))
        case Self.prefix + "/precomputed/skeleton/get_refusal_list":
            let lines = refused.map { "demo_stack,\($0)\n" }.joined()
            return HTTPAnswer(
                status: 200,
                body: Gzip.compress(Array("DATASTACK_NAME,ROOT_ID\n\(lines)other_stack,5\n".utf8))
            )
        case Self.prefix + "/bulk/gen_skeletons":
            let count = ids(request, "root_ids").count
            return count <= 1000 ? .init(200, json: "\(Double((count + 14) / 15) * 60)\n") : .init(400, json: "{}")
        default: return skeletons(path, request)
        }
    }

    private func skeletons(_ path: String, _ request: HTTPRequest) -> HTTPAnswer {
        if path.hasPrefix(Self.prefix + "/bulk/get_cached_skeletons/4/") {
            let wanted = ids(request, "root_ids")
            guard wanted.count <= 500 else { return .init(400, json: "{\"Error\": \"Too many root IDs requested\"}") }
            return hexObject(wanted.filter { cached.contains($0) && !refused.contains($0) }.map { ($0, nil) })
        }
        if path.hasPrefix(Self.prefix + "/bulk/get_skeletons/4/") {
            // As the real one: what is above the limit is not looked at.
            let wanted =
                path.split(separator: "/").last?.split(separator: ",").compactMap { RootID($0) }.prefix(10) ?? []
            return hexObject(
                wanted.filter { !refused.contains($0) }.map { id in
                    (id, cached.contains(id) ? nil : unknown.contains(id) ? "invalid_rid" : "async")
                }
            )
        }
        return .init(404, json: "{\"message\": \"no such route\"}")
    }

    private func hexObject(_ entries: [(RootID, String?)]) -> HTTPAnswer {
        let members = entries.map { id, word in
            "\"\(id)\": \"\(word ?? Self.hex(Gzip.compress(Self.flatDict(id))))\""
        }
        return .init(200, json: "{\(members.joined(separator: ", "))}")
    }

    private func existence(_ ids: [RootID]) -> HTTPAnswer {
        // The client of the reference never sends more.
        guard ids.count <= 1000 else { return .init(413, json: "{\"message\": \"too many\"}") }
        func word(_ id: RootID) -> String { cached.contains(id) && !refused.contains(id) ? "true" : "false" }
        if ids.count == 1 { return .init(200, json: word(ids[0]) + "\n") }
        return .init(200, json: "{\(ids.map { "\"\($0)\": \(word($0))" }.joined(separator: ", "))}")
    }

    private func ids(_ request: HTTPRequest, _ name: String) -> [RootID] {
        let object = request.body.flatMap { try? JSONValue.parse($0) }?.objectValue
        return (object?[name]?.arrayValue ?? []).compactMap { $0.integerValue.flatMap { RootID($0) } }
    }
}
