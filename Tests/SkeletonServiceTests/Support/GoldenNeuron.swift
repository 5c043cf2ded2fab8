import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import Skeletonization
import TestSupport
import Testing

/// What the real service was given and what it answered, in `golden/server`.
struct GoldenNeuron: Sendable {
    let name: String

    /// Those with every version and format, and their cache file.
    static let complete = ["n200", "n1k", "frag", "mixed", "real5830"].map(GoldenNeuron.init)
    /// Those of which some answers were recorded as well.
    static let recorded = complete + ["twopart", "n5k", "n20k"].map(GoldenNeuron.init)

    /// The datastack it was asked for under, which the metadata name.
    var datastack: String { name == "real5830" ? "minnie65_public" : "synth" }

    private var folder: URL { Repository.shared.appending(path: "golden/server/\(name)") }

    /// The decompressed bytes of a file in the neuron's folder.
    func file(_ path: String) throws -> [UInt8] {
        try Gzip.decompress(Array(Data(contentsOf: folder.appending(path: path))))
    }

    /// The body that the service answered a case with, its compression undone; nil where none was recorded.
    func body(version: SkeletonVersion, _ wireName: String) throws -> [UInt8]? {
        let cases = try Self.decoder.decode([Case].self, from: Data(contentsOf: folder.appending(path: "cases.json")))
        let recorded = cases.first { $0.case == "get_v\(version)_\(wireName)" }
        return try recorded?.bodyFile.map(file)
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    private struct Case: Decodable {
        let `case`: String
        let bodyFile: String?
    }

    /// The input as our own file format has it.
    func graph() throws -> Level2Graph {
        try Self.decoder.decode(GoldenInput.self, from: Data(file("input.json.gz"))).graph()
    }
}

/// `input.json.gz` of a golden neuron.
private struct GoldenInput: Decodable {
    struct Soma: Decodable {
        let ptPosition: [Double]
        let resolutionNm: [Double]
    }
    struct Columns: Decodable {
        let repCoordNm: [[Double]?]
        let sizeNm3: [Double?]
        let areaNm2: [Double?]
        let meanDtNm: [Double?]
        let maxDtNm: [Double?]
    }
    struct Synapses: Decodable {
        let id: [String]
        let size: [Double]
        let level2Id: [String]
        let partnerRootId: [String]

        func rows() throws -> [Level2Graph.Synapse] {
            try id.indices.map { row in
                Level2Graph.Synapse(
                    level2ID: try #require(Int64(level2Id[row])),
                    id: Int64(id[row]),
                    size: size[row],
                    partner: RootID(partnerRootId[row])
                )
            }
        }
    }
    struct Sides: Decodable {
        let pre: Synapses
        let post: Synapses
    }

    let rootId: String
    let datastack: String
    let soma: Soma?
    let level2Ids: [String]
    let edges: [[Int32]]
    let l2cache: Columns
    let synapses: Sides

    func graph() throws -> Level2Graph {
        try Level2Graph(
            rootID: #require(RootID(rootId)),
            nodes: level2Ids.indices.map(node),
            edges: edges.map { Level2Graph.Edge($0[0], $0[1]) },
            somaPoint: soma.map { point(zip($0.ptPosition, $0.resolutionNm).map(*)) },
            preSynapses: synapses.pre.rows(),
            postSynapses: synapses.post.rows(),
            hasSynapseTable: datastack != "synth_nosyn"
        )
    }

    private func node(_ row: Int) throws -> Level2Graph.Node {
        try Level2Graph.Node(
            id: #require(Int64(level2Ids[row])),
            coordinate: l2cache.repCoordNm[row].map(point),
            sizeNM3: l2cache.sizeNm3[row],
            areaNM2: l2cache.areaNm2[row],
            maxDT: l2cache.maxDtNm[row],
            meanDT: l2cache.meanDtNm[row]
        )
    }

    private func point(_ values: [Double]) -> Point3 { Point3(values[0], values[1], values[2]) }
}
