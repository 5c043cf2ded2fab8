import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// One input with what the reference made of it.
struct GoldenCase {
    let name: String
    let json: JSONValue

    var comparison: String { json["comparison"]?.stringValue ?? "" }
    var isMesh: Bool { json["kind"]?.stringValue == "mesh" }
    var input: JSONValue { json["input"] ?? .null }
    var expected: JSONValue { json["expected"] ?? .null }
    var params: JSONValue { json["params"] ?? .null }

    static let fixtures = Repository.fixtures.appending(path: "Skeletonize")
    static let shared = Repository.shared.appending(path: "golden/skeletonize")

    static func load(_ name: String, from folder: URL = fixtures) throws -> GoldenCase {
        let plain = folder.appending(path: name + ".json")
        let exists = FileManager.default.fileExists(atPath: plain.path)
        return GoldenCase(name: name, json: try .read(exists ? plain : folder.appending(path: name + ".json.gz")))
    }

    /// The names of the graph and mesh cases of a folder.
    static func names(in folder: URL) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.contains(".json") && !$0.hasSuffix("jsonl") }.map { String($0.prefix { $0 != "." }) }
            .filter { !$0.hasPrefix("generator") && !$0.hasPrefix("volume") }.sorted()
    }

    var points: [Point3?] { input["vertices"]?.arrayValue?.map(\.point) ?? [] }

    var inputEdges: [Level2Graph.Edge] {
        if let edges = input["edges"] { return edges.lists.map { .init($0[0], $0[1]) } }
        return (input["faces"]?.lists ?? []).flatMap { face in
            [.init(face[0], face[1]), .init(face[1], face[2]), .init(face[2], face[0])]
        }
    }

    var soma: Point3? { (params["root_point"] ?? params["soma_pt"] ?? input["soma_pt"])?.point }

    func graph() throws -> Level2Graph {
        let points = points
        let ids = input["lvl2_ids"]?.ids ?? points.indices.map { Int64($0 + 1) }
        let sizes = input["l2"]?["size_nm3"]?.arrayValue
        let synapses = { (side: String) in
            (input["synapses"]?[side]?.integers ?? []).map { Level2Graph.Synapse(level2ID: ids[Int($0)]) }
        }
        return try Level2Graph(
            rootID: #require(RootID("1")),
            nodes: points.indices.map {
                Level2Graph.Node(id: ids[$0], coordinate: points[$0], sizeNM3: sizes?[$0].number)
            },
            edges: inputEdges,
            somaPoint: soma,
            preSynapses: synapses("pre"),
            postSynapses: synapses("post"),
            hasSynapseTable: input["synapses"] != nil
        )
    }

    /// The parameters of the case; without a soma the reference was told not to collapse one.
    var options: SkeletonizationOptions {
        SkeletonizationOptions(
            invalidationDistance: params["invalidation_d"]?.number ?? .nan,
            collapseSoma: soma == nil || params["collapse_soma"]?.booleanValue ?? true,
            collapseRadius: (params["collapse_radius"] ?? params["soma_radius"])?.number ?? 7500,
            componentThreshold: Int(params["cc_vertex_thresh"]?.integerValue ?? -1),
            rootIndex: params["root_index"]?.integerValue.map(Int.init),
            smooth: params["smooth_vertices"]?.booleanValue ?? false
        )
    }
}
