/// The form of a skeleton as the service's addresses name it.
///
/// "Compressed" is a gzip file in the body, without a Content-Encoding; the others are compressed on the way only.
public enum WireFormat: String, CaseIterable, Hashable, Sendable {
    /// A gzip file of the dictionary of arrays.
    case flatdict
    /// MeshParty's whole skeleton as JSON.
    case json
    /// A gzip file of the same.
    case jsoncompressed
    /// Vertices, edges and vertex properties as JSON.
    case arrays
    /// A gzip file of the same.
    case arrayscompressed
    /// SWC text, in micrometres.
    case swc
    /// A gzip file of the same.
    case swccompressed
    /// Neuroglancer's binary form.
    case precomputed
    /// The HDF5 file that the cache keeps.
    case h5
    /// No skeleton: it is queued, and a sentence answered.
    case none

    /// The form of the values in a bulk answer, where `json` and `swc` mean the compressed ones; nil for the others.
    public init?(inBulk name: some StringProtocol) {
        switch name {
        case "flatdict": self = .flatdict
        case "json", "jsoncompressed": self = .jsoncompressed
        case "swc", "swccompressed": self = .swccompressed
        default: return nil
        }
    }

    /// The words that bulk addresses take.
    public static let inBulk: [WireFormat] = [.flatdict, .jsoncompressed, .swccompressed]

    /// Whether the body is a gzip file.
    public var isGzipFile: Bool {
        switch self {
        case .flatdict, .jsoncompressed, .arrayscompressed, .swccompressed: true
        default: false
        }
    }

    /// The content type of an answer.
    public var contentType: String {
        switch self {
        case .json, .arrays, .none: "application/json"
        default: "application/octet-stream"
        }
    }
}
