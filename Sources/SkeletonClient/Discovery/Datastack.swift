import SkeletonAPI
import SkeletonModel

/// One datastack as the info service describes it, and what is known of its servers.
final class Datastack: Sendable {
    let name: String
    /// The info service's record.
    let record: JSONObject
    /// The server of the skeleton service and of the chunked graph.
    let server: ServerAddress
    /// The table of the chunked graph; nil when the segmentation is not one.
    let table: String?

    let version = Memo<ServiceVersion>()
    let skeletonVersions = Memo<[SkeletonVersion]>()
    let graph = Memo<GraphShape>()
    /// One at a time asks for a token of the bucket.
    let bucketGate = RequestGate(1)

    /// Reads a record; nil when it names no server.
    init?(name: String, record: JSONObject) {
        guard let text = record["local_server"]?.stringValue, let server = ServerAddress(text) else { return nil }
        (self.name, self.record, self.server) = (name, record, server)
        table = record["segmentation_source"]?.stringValue.flatMap(Self.table)
    }

    /// The last part of `graphene://https://HOST/segmentation/table/TABLE`.
    private static func table(_ source: String) -> String? {
        guard source.hasPrefix("graphene://") || source.hasPrefix("middleauth+") else { return nil }
        return source.split(separator: "/").last.map(String.init)
    }

    /// Where the skeleton service's routes of this datastack begin.
    var skeletons: String { "\(server)/skeletoncache/api/v1/\(Percent.encoded(name))" }
}

/// Which ids of a chunked graph are those of neurons.
enum GraphShape: Sendable {
    case layers(count: Int, bits: Int)
    /// The graph could not be asked: nothing is excluded.
    case unknown

    /// Reads the graph's info.
    init(info: JSONObject) {
        let graph = info["graph"]?.objectValue
        guard let count = graph?["n_layers"]?.integerValue, (1...255).contains(count) else {
            self = .unknown
            return
        }
        let bits = graph?["n_bits_for_layer_id"]?.integerValue ?? 8
        self = (1...32).contains(bits) ? .layers(count: Int(count), bits: Int(bits)) : .unknown
    }

    /// Whether an id can be a neuron's.
    func isRoot(_ id: RootID) -> Bool {
        switch self {
        case .unknown: true
        case .layers(let count, let bits): Int(id.value >> Int64(64 - bits)) == count
        }
    }
}
