import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

/// What the real service answered for one neuron, from the shared reference files.
struct ServiceRecording {
    static let all = ["n200", "n1k", "real5830", "frag", "mixed"]

    let folder: URL
    private let cases: [JSONValue]

    init(_ name: String) throws {
        folder = Repository.shared.appending(path: "golden/server/\(name)")
        cases = try #require(try JSONValue.parse(AtomicFile.read(folder.appending(path: "cases.json").path)).arrayValue)
    }

    /// The stored cache file, as it lies in the bucket.
    func cacheFile() throws -> [UInt8] {
        try AtomicFile.read(folder.appending(path: "cache.h5.gz").path)
    }

    /// The arrays in the stored cache file.
    func arrays() throws -> SkeletonArrays {
        try CacheHDF5.decode(Gzip.decompress(cacheFile()))
    }

    /// The decoded body of a case such as `get_v4_flatdict`.
    func body(_ name: String) throws -> [UInt8] {
        let found = try #require(cases.first { $0.objectValue?["case"]?.stringValue == name }?.objectValue)
        if let body = found["body"] { return body.text() }
        let file = try #require(found["body_file"]?.stringValue, "no body of \(name) was recorded")
        return try Gzip.decompress(AtomicFile.read(folder.appending(path: file).path))
    }
}

/// A JSON object as text with sorted keys, without `meta.timestamp`, which differs each time a skeleton is made.
func withoutTimestamp(_ bytes: [UInt8]) throws -> String {
    var object = try #require(try JSONValue.parse(bytes).objectValue)
    var meta = try #require(object["meta"]?.objectValue)
    meta["timestamp"] = nil
    object["meta"] = .object(meta)
    return String(decoding: JSONValue.object(object).sortedText, as: UTF8.self)
}
