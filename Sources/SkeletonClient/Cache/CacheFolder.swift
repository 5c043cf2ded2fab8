public import SkeletonAPI
public import SkeletonModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folder of kept skeletons as `karst cache` sees it: all servers, datastacks and forms.
public struct CacheFolder: Sendable {
    /// One file.
    public struct File: Sendable {
        /// Its path.
        public let path: String
        /// Its size in bytes.
        public let size: Int
        /// When it was last used, in seconds since 1970.
        public let used: Double
    }

    /// The folder's path.
    public let path: String

    /// A folder of one's own.
    public init(_ path: String) { self.path = path }

    /// `karst/skeletons` in the XDG cache folder.
    public init(environment: [String: String]) {
        // The XDG specification: a relative path is to be ignored.
        let named = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        path = (named ?? Paths.home(environment) + "/.cache") + "/karst/skeletons"
    }

    /// Every file, in no order.
    public func files() -> [File] { Self.files(in: path, depth: 0) }

    // server / datastack / version / file
    private static func files(in folder: String, depth: Int) -> [File] {
        var files: [File] = []
        for name in Paths.names(in: folder) {
            let path = "\(folder)/\(name)"
            var status = stat()
            guard unsafe lstat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR where depth < 3: files += Self.files(in: path, depth: depth + 1)
            case S_IFREG where depth == 3 && name.hasSuffix(".gz"):
                let used = Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
                files.append(File(path: path, size: Int(status.st_size), used: used))
            default: break
            }
        }
        return files
    }

    /// Removes the files that were not used for longest until the others take at most so many bytes.
    ///
    /// When another process is at it already nothing is removed twice.
    /// - Returns: What the files take afterwards.
    @discardableResult
    public func shrink(to limit: Int) -> Int {
        let lock = unsafe open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        defer { if lock >= 0 { close(lock) } }
        var files = files()
        var total = files.reduce(0) { $0 + $1.size }
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else { return total }
        files.sort { $0.used < $1.used }
        for file in files where total > limit {
            if unsafe unlink(file.path) == 0 || errno == ENOENT { total -= file.size }
        }
        return total
    }

    /// Removes a file.
    public func remove(_ file: File) throws(ServiceError) {
        guard unsafe unlink(file.path) != 0, errno != ENOENT else { return }
        throw .storage(path: file.path, problem: Paths.problem(errno))
    }

    /// What a file says it holds: its provenance.
    ///
    /// - Throws: `ServiceError.damaged` when it is not what was written, or not a skeleton.
    public func verify(_ file: File) throws(ServiceError) -> JSONObject {
        do {
            let entry = try CacheEntry(try AtomicFile.read(file.path))
            guard let key = entry.key, file.path.hasSuffix("/\(key.folder)/\(key.name)") else {
                throw BadAnswer("it holds another skeleton than its name says")
            }
            _ = try SkeletonPayload(
                reading: entry.content,
                rootID: key.rootID,
                version: key.version,
                format: key.format
            )
            return entry.provenance
        } catch let error as BadAnswer {
            throw .damaged(what: file.path, problem: error.problem)
        } catch let error as any UserFacingError {
            throw .damaged(what: file.path, problem: error.description)
        } catch {
            throw .damaged(what: file.path, problem: "it cannot be read")
        }
    }

    /// What a file says it holds, without looking at the skeleton itself; nil when it cannot be read.
    public func provenance(_ file: File) -> JSONObject? {
        guard let bytes = try? AtomicFile.read(file.path) else { return nil }
        return (try? CacheEntry(bytes))?.provenance
    }
}
