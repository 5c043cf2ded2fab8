import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import Skeletonization
import TestSupport
import Testing

/// What the real service was given and what it answered, in `golden/server`.
struct GoldenNeuron: Sendable {
    let name: String

    static let complete = ["n200", "n1k", "frag", "mixed", "real5830"].map(GoldenNeuron.init)

    /// The datastack it was asked for under, which the metadata name.
    var datastack: String { name == "real5830" ? "minnie65_public" : "synth" }

    private var folder: URL { Repository.shared.appending(path: "golden/server/\(name)") }

    /// The decompressed bytes of a file in the neuron's folder.
    func file(_ path: String) throws -> [UInt8] {
        try Gzip.decompress(Array(Data(contentsOf: folder.appending(path: path))))
    }

    /// The body that the service answered a case with, its compression undone.
    func body(version: SkeletonVersion, _ wireName: String) throws -> [UInt8] {
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: folder.appending(path: "cases.json")))
        let recorded = try #require(cases.first { $0.case == "get_v\(version)_\(wireName)" })
        return try file(#require(recorded.body_file))
    }

    private struct Case: Decodable {
        let `case`: String
        let body_file: String?
    }

    /// The input as our own file format has it.
    func graph() throws -> Level2Graph {
        try JSONDecoder().decode(GoldenInput.self, from: Data(file("input.json.gz"))).graph()
    }
}

/// `input.json.gz` of a golden neuron.
private struct GoldenInput: Decodable {
    struct Soma: Decodable {
        let pt_position: [Double]
        let resolution_nm: [Double]
    }
    struct Columns: Decodable {
        let rep_coord_nm: [[Double]?]
        let size_nm3: [Double?]
        let area_nm2: [Double?]
        let mean_dt_nm: [Double?]
        let max_dt_nm: [Double?]
    }
    struct Synapses: Decodable {
        let id: [String]
        let size: [Double]
        let level2_id: [String]
        let partner_root_id: [String]

        func rows() throws -> [Level2Graph.Synapse] {
            try id.indices.map { row in
                Level2Graph.Synapse(
                    level2ID: try #require(Int64(level2_id[row])),
                    id: Int64(id[row]),
                    size: size[row],
                    partner: RootID(partner_root_id[row])
                )
            }
        }
    }
    struct Sides: Decodable {
        let pre: Synapses
        let post: Synapses
    }

    let root_id: String
    let datastack: String
    let soma: Soma?
    let level2_ids: [String]
    let edges: [[Int32]]
    let l2cache: Columns
    let synapses: Sides

    func graph() throws -> Level2Graph {
        try Level2Graph(
            rootID: #require(RootID(root_id)),
            nodes: level2_ids.indices.map(node),
            edges: edges.map { Level2Graph.Edge($0[0], $0[1]) },
            somaPoint: soma.map { point(zip($0.pt_position, $0.resolution_nm).map(*)) },
            preSynapses: synapses.pre.rows(),
            postSynapses: synapses.post.rows(),
            hasSynapseTable: datastack != "synth_nosyn"
        )
    }

    private func node(_ row: Int) throws -> Level2Graph.Node {
        try Level2Graph.Node(
            id: #require(Int64(level2_ids[row])),
            coordinate: l2cache.rep_coord_nm[row].map(point),
            sizeNM3: l2cache.size_nm3[row],
            areaNM2: l2cache.area_nm2[row],
            maxDT: l2cache.max_dt_nm[row],
            meanDT: l2cache.mean_dt_nm[row]
        )
    }

    private func point(_ values: [Double]) -> Point3 { Point3(values[0], values[1], values[2]) }
}
