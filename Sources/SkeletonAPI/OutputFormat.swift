/// The form in which a skeleton is asked for.
public enum OutputFormat: String, CaseIterable, Hashable, Sendable {
    /// The service's dictionary of arrays, in nanometres.
    case dict
    /// SWC text, in micrometres.
    case swc
    /// Neuroglancer's binary form, in nanometres.
    case precomputed
    /// The HDF5 file that the cache holds, which is always version 4's.
    case h5

    /// The format that a caller's word names; the tutorial's older `json` means `dict`.
    ///
    /// - Throws: `ServiceError.unknownFormat`, whose sentence lists the valid ones.
    public init(name: String) throws(ServiceError) {
        guard let format = OutputFormat(rawValue: name == "json" ? "dict" : name) else {
            throw .unknownFormat(name)
        }
        self = format
    }

    /// The word in the service's addresses when one skeleton is asked for.
    ///
    /// The dictionary travels as a gzip file in the body, the others as they are.
    public var wireName: String { self == .dict ? "flatdict" : rawValue }

    /// The word in the addresses of bulk requests, or nil for what they cannot answer.
    public var bulkWireName: String? {
        switch self {
        case .dict: "flatdict"
        case .swc: "swccompressed"
        case .precomputed, .h5: nil
        }
    }
}
