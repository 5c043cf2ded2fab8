import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Skeletons of a server that were fetched before, on this disk, for any number of processes.
///
/// A file appears complete or not at all, is checked each time it is read, and is removed when it is damaged.
final class SkeletonCache: Sendable {
    let folder: CacheFolder
    private let server: String
    private let limit: Int
    private let report: @Sendable (String) -> Void
    // What the files take, as far as this process knows; counted when first needed.
    private let size = Mutex<Int?>(nil)

    /// The cache that the options ask for, or nil for none.
    init?(_ options: ServiceClient.Options, server: ServerAddress) {
        switch options.cache {
        case .none: return nil
        case .automatic where server.isLoopback && !options.isOffline: return nil
        case .automatic: folder = CacheFolder(environment: options.environment)
        case .folder(let path): folder = CacheFolder(Paths.expanded(path, options.environment))
        }
        self.server = server.netloc + server.path
        limit = options.cacheLimit
        report = options.report ?? { _ in }
    }

    private func path(_ key: CacheKey) -> String { "\(folder.path)/\(key.folder)/\(key.name)" }

    private func key(
        _ id: RootID,
        _ datastack: String,
        _ version: SkeletonVersion,
        _ format: OutputFormat
    ) -> CacheKey {
        CacheKey(server: server, datastack: datastack, version: version.resolved, format: format, rootID: id)
    }

    /// The kept skeleton, or nil.
    func read(
        _ id: RootID,
        datastack: String,
        version: SkeletonVersion,
        format: OutputFormat
    ) -> SkeletonPayload? {
        guard ServiceClient.isDatastackName(datastack) else { return nil }
        let key = key(id, datastack, version, format)
        let path = path(key)
        guard let bytes = try? AtomicFile.read(path) else { return nil }
        do {
            let entry = try CacheEntry(bytes)
            guard entry.key == key else { throw BadAnswer("it holds another skeleton than its name says") }
            let payload = try SkeletonPayload(reading: entry.content, rootID: id, version: version, format: format)
            // The order in which files are removed when there are too many.
            _ = unsafe utimensat(AT_FDCWD, path, nil, 0)
            return payload
        } catch {
            report("\(path) is damaged and was removed: \(error)")
            _ = unsafe unlink(path)
            return nil
        }
    }

    /// Keeps a skeleton; a disk that cannot be written is a reason to say so, not to fail.
    func keep(_ received: Received, datastack: String) {
        let payload = received.payload
        let key = key(payload.rootID, datastack, payload.version, payload.format)
        let bytes = CacheEntry.encode(key, content: received.content, fetched: Date().timeIntervalSince1970)
        guard bytes.count <= limit else { return }
        do {
            try Paths.makeFolder("\(folder.path)/\(key.folder)")
            // Not flushed to the disk: what a power cut leaves behind is recognised when it is read.
            try AtomicFile.write(bytes, to: path(key), flushing: false)
            makeRoom(for: bytes.count)
        } catch {
            report("the skeleton of root id \(payload.rootID) is not kept: \(error)")
        }
    }

    private func makeRoom(for bytes: Int) {
        let total = size.withLock { size in
            let known = (size ?? folder.files().reduce(-bytes) { $0 + $1.size }) + bytes
            size = known
            return known
        }
        guard total > limit else { return }
        let left = folder.shrink(to: limit / 10 * 9)
        size.withLock { $0 = left }
    }

    /// Whether each skeleton is kept, in whichever form.
    func existence(of ids: [RootID], datastack: String, version: SkeletonVersion) -> [RootID: Bool] {
        var existence: [RootID: Bool] = [:]
        guard ServiceClient.isDatastackName(datastack) else { return existence }
        for id in ids {
            existence[id] = OutputFormat.allCases.contains {
                Paths.isFile(path(key(id, datastack, version, $0)))
            }
        }
        return existence
    }
}
