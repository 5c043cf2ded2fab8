import FoundationEssentials
import SkeletonAPI
import SkeletonModel

/// Where damaged files are kept, each beside a text that says when and why.
struct Quarantine: Sendable {
    let folder: DataFolder

    /// Moves a file here.
    ///
    /// Nothing happens when it is gone already.
    func setAside(_ path: String, datastack: String, problem: String) throws(ServiceError) {
        let name = path.split(separator: "/").last.map(String.init) ?? "unnamed"
        let seconds = Date().timeIntervalSince1970
        let target = "\(folder.quarantine(datastack))/\(Int64(seconds * 1000))-\(UUID().uuidString.prefix(8))-\(name)"
        try folder.make(folder.quarantine(datastack))
        guard try Files.move(path, to: target) else { return }
        let reason = "\(path)\nset aside at \(seconds) (seconds since 1970): \(problem)\n"
        try Disk.write(Array(reason.utf8), to: target + ".reason.txt")
    }
}
