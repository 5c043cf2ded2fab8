import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// The folder of one neuron that the real service was recorded with.
struct Recording {
    let folder: URL
    let input: JSONValue

    init(_ name: String) throws {
        folder = Repository.shared.appending(path: "golden/server").appending(path: name)
        input = try .read(folder.appending(path: "input.json.gz"))
    }

    var datastack: String { input["datastack"]?.stringValue ?? "" }

    func stages() throws -> JSONValue { try .read(folder.appending(path: "stages.json.gz")) }

    func flatdict(version: Int) throws -> JSONValue {
        let cases = try JSONValue.read(folder.appending(path: "cases.json")).arrayValue ?? []
        let answer = cases.first { exchange in
            let path = exchange["request"]?["path"]?.stringValue ?? ""
            let isAsked = path.contains("/skeleton/\(version)/") && path.hasSuffix("/flatdict")
            return isAsked && exchange["body_file"] != nil
        }
        return try .read(folder.appending(path: try #require(answer?["body_file"]?.stringValue)))
    }

    func graph() throws -> Level2Graph {
        let cache = try #require(input["l2cache"])
        let column = { (name: String) in cache[name]?.arrayValue ?? [] }
        let (points, sizes, areas) = (column("rep_coord_nm"), column("size_nm3"), column("area_nm2"))
        let (largest, mean) = (column("max_dt_nm"), column("mean_dt_nm"))
        let nodes = (input["level2_ids"]?.ids ?? []).enumerated().map { index, id in
            Level2Graph.Node(
                id: id,
                coordinate: points[index].point,
                sizeNM3: sizes[index].number,
                areaNM2: areas[index].number,
                maxDT: largest[index].number,
                meanDT: mean[index].number
            )
        }
        return try Level2Graph(
            rootID: try #require(input["root_id"]?.stringValue.flatMap { RootID($0) }),
            nodes: nodes,
            edges: (input["edges"]?.lists ?? []).map { .init($0[0], $0[1]) },
            somaPoint: soma,
            preSynapses: synapses("pre"),
            postSynapses: synapses("post"),
            hasSynapseTable: datastack != "synth_nosyn"
        )
    }

    private var soma: Point3? {
        guard let voxels = input["soma"]?["pt_position"]?.point, let size = input["soma"]?["resolution_nm"]?.point
        else { return nil }
        return Point3(voxels.x * size.x, voxels.y * size.y, voxels.z * size.z)
    }

    private func synapses(_ side: String) -> [Level2Graph.Synapse] {
        let table = input["synapses"]?[side]
        return zip(table?["level2_id"]?.ids ?? [], table?["partner_root_id"]?.ids ?? []).map {
            Level2Graph.Synapse(level2ID: $0, partner: RootID($1))
        }
    }
}
