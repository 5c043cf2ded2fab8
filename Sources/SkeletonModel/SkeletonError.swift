/// What can go wrong while reading, writing or editing skeletons.
public indirect enum SkeletonError: UserFacingError, Equatable {
    /// A fault in one of several files, with the file's path.
    case inFile(String, SkeletonError)
    /// A file could not be read or written.
    case file(FileError)
    /// A text is not JSON.
    case json(JSONError)
    /// SWC text that has no sensible reading, or, in strict mode, one outside the standard.
    case swc(SkeletonDiagnostic)
    /// Compressed data are damaged.
    case badGzip(String)
    /// Compressed data would grow beyond the limit in bytes.
    case tooLarge(limit: Int)
    /// Arrays contradict each other or name what is not there.
    case badArrays(String)
    /// A file is not what its format asks for.
    case badFormat(String, problem: String)
    /// The HDF5 library could not be loaded.
    case hdf5Missing(String)
    /// A node that the skeleton does not have; positions count from 0.
    case noSuchNode(position: Int, count: Int)
    /// A coordinate or radius is NaN or infinite.
    case notFinite(position: Int)
    /// Something asks for lengths, and the skeleton does not know what its unit is.
    case unknownUnit(String)
    /// Neither content nor name tell the format.
    case unknownFormat(String)
    /// An option outside its range.
    case badOption(String)

    /// The sentence people read.
    public var description: String {
        switch self {
        case .inFile(let path, let error): "\(path): \(error.description)"
        case .file(let error): error.description
        case .json(let error): error.description
        case .swc(let diagnostic): diagnostic.description
        case .badGzip(let problem): "damaged gzip data: \(problem)"
        case .tooLarge(let limit): "the compressed data grow beyond the limit of \(limit) bytes"
        case .badArrays(let problem): problem
        case .badFormat(let format, let problem): "not a \(format) skeleton: \(problem)"
        case .hdf5Missing(let reason):
            "the HDF5 library is not there: install the package libhdf5-103-1 (or libhdf5-dev); \(reason)"
        case .noSuchNode(let position, let count): "there is no node \(position) in a skeleton of \(count) nodes"
        case .notFinite(let position): "the coordinates or radius of node \(position) are not finite"
        case .unknownUnit(let need): "\(need), and the unit of this skeleton is not known"
        case .unknownFormat(let what): what
        case .badOption(let problem): problem
        }
    }

    /// The word scripts compare.
    public var code: String {
        switch self {
        case .inFile(_, let error): error.code
        case .file(let error): error.code
        case .json(let error): error.code
        case .swc(let diagnostic): diagnostic.code.rawValue
        case .badGzip: "bad_gzip"
        case .tooLarge: "too_large"
        case .badArrays: "bad_arrays"
        case .badFormat: "bad_format"
        case .hdf5Missing: "hdf5_missing"
        case .noSuchNode: "no_such_node"
        case .notFinite: "not_finite"
        case .unknownUnit: "unknown_unit"
        case .unknownFormat: "unknown_format"
        case .badOption: "bad_option"
        }
    }

    /// Path, line, column and what else the case holds.
    public var details: [String: JSONValue] {
        switch self {
        case .inFile(let path, let error): error.details.merging(["path": .string(path)]) { inner, _ in inner }
        case .file(let error): error.details
        case .json(let error): error.details
        case .swc(let diagnostic): diagnostic.place
        case .tooLarge(let limit): ["limit": .integer(Int64(limit))]
        case .noSuchNode(let position, _), .notFinite(let position): ["position": .integer(Int64(position))]
        default: [:]
        }
    }
}
