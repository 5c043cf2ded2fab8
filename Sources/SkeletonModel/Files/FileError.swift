/// Why a file could not be read or written.
public enum FileError: UserFacingError, Equatable {
    case notFound(path: String)
    case isDirectory(path: String)
    case notDirectory(path: String)
    case permissionDenied(path: String)
    case readOnly(path: String)
    case noSpace(path: String)
    /// Anything else, in the system's words.
    case other(path: String, reason: String)

    /// The file that is meant.
    public var path: String {
        switch self {
        case .notFound(let path), .isDirectory(let path), .notDirectory(let path), .permissionDenied(let path),
            .readOnly(let path), .noSpace(let path), .other(let path, _):
            path
        }
    }

    /// The sentence people read.
    public var description: String {
        switch self {
        case .notFound(let path): "\(path): no such file or directory"
        case .isDirectory(let path): "\(path): is a directory"
        case .notDirectory(let path): "\(path): not a directory"
        case .permissionDenied(let path): "\(path): permission denied"
        case .readOnly(let path): "\(path): read-only file system"
        case .noSpace(let path): "\(path): no space left on device"
        case .other(let path, let reason): "\(path): \(reason)"
        }
    }

    /// The word scripts compare.
    public var code: String {
        switch self {
        case .notFound: "not_found"
        case .isDirectory: "is_directory"
        case .notDirectory: "not_directory"
        case .permissionDenied: "permission_denied"
        case .readOnly: "read_only"
        case .noSpace: "no_space"
        case .other: "io"
        }
    }

    /// The path.
    public var details: [String: JSONValue] { ["path": .string(path)] }
}
