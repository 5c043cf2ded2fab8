import FoundationEssentials
import Glibc
import SkeletonClient

/// Datastacks and root ids that this machine has files of: what completion offers.
struct LocalNames {
    private(set) var datastacks: Set<String> = []
    private(set) var rootIDs: Set<Int64> = []

    /// How many entries of folders are looked at: looking must not take longer than typing.
    private var budget: Int

    /// Looks into the cache of hosted services and the embedded service's own folder.
    init(environment: [String: String], budget: Int = 5000) {
        self.budget = budget
        // server / datastack / version / file
        for server in folders(in: CacheFolder(environment: environment).path) {
            for datastack in folders(in: server) { take(datastack, versions: folders(in: datastack)) }
        }
        guard let data = Self.dataFolder(environment) else { return }
        // graphs / datastack / file
        for datastack in folders(in: data + "/graphs") { take(datastack, versions: [datastack]) }
    }

    private static func dataFolder(_ environment: [String: String]) -> String? {
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/karst" }
        return environment["HOME"].map { $0 + "/.local/share/karst" }
    }

    private mutating func take(_ datastack: String, versions: [String]) {
        datastacks.insert(Self.lastPart(datastack))
        for version in versions {
            for name in names(in: version) {
                if let id = Self.rootID(in: name) { rootIDs.insert(id) }
            }
        }
    }

    /// The first number of a file's name that is long enough for a root id.
    private static func rootID(in name: String) -> Int64? {
        name.split { !("0"..."9").contains($0) }.lazy.filter { $0.count >= 10 }.compactMap { Int64($0) }.first
    }

    private static func lastPart(_ path: String) -> String {
        String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
    }

    private mutating func folders(in folder: String) -> [String] {
        names(in: folder).map { "\(folder)/\($0)" }.filter { path in
            var status = stat()
            return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
    }

    private mutating func names(in folder: String) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while budget > 0, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            budget -= 1
            names.append(name)
        }
        return names
    }
}
