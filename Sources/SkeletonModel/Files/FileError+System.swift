import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension FileError {
    /// The error that a failed system call left in `errno`.
    package init(path: String, errno number: Int32) {
        self =
            switch number {
            case ENOENT: .notFound(path: path)
            case EISDIR: .isDirectory(path: path)
            case ENOTDIR: .notDirectory(path: path)
            case EACCES, EPERM: .permissionDenied(path: path)
            case EROFS: .readOnly(path: path)
            case ENOSPC, EDQUOT: .noSpace(path: path)
            default: .other(path: path, reason: FileError.sentence(number))
            }
    }

    /// What Foundation says, in our words.
    package init(path: String, _ error: any Error) {
        if let system = (error as? CocoaError)?.underlying as? POSIXError {
            self.init(path: path, errno: system.code.rawValue)
            return
        }
        switch (error as? CocoaError)?.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: self = .notFound(path: path)
        case .fileReadNoPermission, .fileWriteNoPermission: self = .permissionDenied(path: path)
        case .fileWriteVolumeReadOnly: self = .readOnly(path: path)
        case .fileWriteOutOfSpace: self = .noSpace(path: path)
        default: self = .other(path: path, reason: "cannot be made, read or removed")
        }
    }

    private static func sentence(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard unsafe strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        let text = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return text.isEmpty ? "error \(number)" : String(decoding: text, as: UTF8.self).lowercased()
    }
}
