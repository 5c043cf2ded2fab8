import SkeletonAPI
import SkeletonModel

/// A file of the cache: two gzip members, of which the first is a line that says where the second is from.
///
/// So `zcat` shows everything, and gzip's own checksums tell whether the bytes are still those that were written.
struct CacheEntry: Sendable {
    /// The first line.
    var provenance: JSONObject
    /// The skeleton, not compressed.
    var content: [UInt8]

    private static let kind = "karst-skeleton"

    /// The bytes of a file.
    ///
    /// - Parameter content: The skeleton; used as it is when it is compressed already.
    static func encode(_ key: CacheKey, content: [UInt8], fetched: Double) -> [UInt8] {
        let provenance: JSONObject = [
            "kind": .string(kind), "format_version": .integer(1), "server": .string(key.server),
            "datastack": .string(key.datastack), "skeleton_version": .integer(Int64(key.version.resolved.rawValue)),
            "output_format": .string(key.format.rawValue), "root_id": .integer(key.rootID.value),
            "fetched": .number(fetched), "client": .string(ServiceCall.userAgent),
        ]
        let line = JSONValue.object(provenance).text() + [UInt8(ascii: "\n")]
        return Gzip.compress(line) + (Gzip.isGzip(content) ? content : Gzip.compress(content, level: 1))
    }

    /// Reads a file's bytes; throws with what is wrong with them.
    init(_ bytes: [UInt8]) throws(BadAnswer) {
        let all: [UInt8]
        do { all = try Gzip.decompress(bytes) } catch { throw BadAnswer(error.description) }
        guard let end = all.firstIndex(of: UInt8(ascii: "\n")),
            case .object(let provenance)? = try? JSONValue.parse(Array(all[..<end])),
            provenance["kind"]?.stringValue == Self.kind
        else { throw BadAnswer("it does not begin with its provenance") }
        (self.provenance, content) = (provenance, Array(all[(end + 1)...]))
        // A file cut between its members is whole as far as gzip can tell.
        guard !content.isEmpty else { throw BadAnswer("it holds no skeleton") }
    }

    /// The key that the provenance says.
    var key: CacheKey? {
        guard let server = provenance["server"]?.stringValue, let datastack = provenance["datastack"]?.stringValue,
            let version = provenance["skeleton_version"]?.integerValue.flatMap({ SkeletonVersion(rawValue: Int($0)) }),
            let format = provenance["output_format"]?.stringValue.flatMap(OutputFormat.init(rawValue:)),
            let id = provenance["root_id"]?.integerValue.flatMap({ RootID($0) })
        else { return nil }
        return CacheKey(server: server, datastack: datastack, version: version, format: format, rootID: id)
    }
}
