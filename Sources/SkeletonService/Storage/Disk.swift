import SkeletonAPI
import SkeletonModel

/// Whole files, read and atomically written, with the service's errors.
enum Disk: Sendable {
    static func read(_ path: String) throws(ServiceError) -> [UInt8] {
        do { return try AtomicFile.read(path) } catch { throw converted(error, path) }
    }

    /// The file is there under its name only when it is complete and on the disk for good.
    static func write(_ bytes: [UInt8], to path: String) throws(ServiceError) {
        do { try AtomicFile.write(bytes, to: path) } catch { throw converted(error, path) }
    }

    /// The same for a file that must not be there yet; false, and nothing has happened, when it is.
    static func create(_ bytes: [UInt8], at path: String) throws(ServiceError) -> Bool {
        do { return try AtomicFile.create(bytes, at: path) } catch { throw converted(error, path) }
    }

    private static func converted(_ error: FileError, _ path: String) -> ServiceError {
        let sentence = error.description
        let named = path + ": "
        return .storage(
            path: path,
            problem: sentence.hasPrefix(named) ? String(sentence.dropFirst(named.count)) : sentence
        )
    }
}
