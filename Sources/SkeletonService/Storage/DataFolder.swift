import FoundationEssentials
import SkeletonAPI
import SkeletonModel

/// Where everything lies inside a service's data folder.
///
/// ```
/// karst.sqlite                          imported neurons, refusals, jobs
/// graphs/DATASTACK/ID.l2.jsonl.gz       what skeletons are made of
/// skeletons/DATASTACK/4/skeleton__v4__rid-ID__….h5.gz    the cache, in the reference's layout
/// quarantine/DATASTACK/…                damaged entries that were set aside, each with its reason
/// ```
struct DataFolder: Sendable {
    /// The folder's absolute path.
    let path: String

    /// The SQLite file.
    var database: String { path + "/karst.sqlite" }

    /// The file whose lock is held while the database is opened or brought up to date.
    var openingLock: String { path + "/opening.lock" }

    /// The file whose lock is held while an import goes on.
    var importLock: String { path + "/import.lock" }

    /// The folder of a datastack's level-2 graphs.
    func graphs(_ datastack: String) -> String { "\(path)/graphs/\(datastack)" }

    /// The file of a neuron's level-2 graph.
    func graph(_ id: RootID, _ datastack: String) -> String { "\(graphs(datastack))/\(id).l2.jsonl.gz" }

    /// The folder that holds one folder per datastack with finished skeletons.
    var skeletons: String { path + "/skeletons" }

    /// The folder of a datastack's finished skeletons of a version.
    func skeletons(_ datastack: String, _ version: SkeletonVersion = .newest) -> String {
        "\(skeletons)/\(datastack)/\(version)"
    }

    /// The file of a finished skeleton.
    func skeleton(_ id: RootID, _ datastack: String) -> String {
        "\(skeletons(datastack))/\(CacheFileName(rootID: id, datastack: datastack))"
    }

    /// The folder of what was set aside.
    func quarantine(_ datastack: String) -> String { "\(path)/quarantine/\(datastack)" }

    /// The folder that is used when none is named: `karst` in the XDG data folder.
    static var standard: String {
        let environment = ProcessInfo.processInfo.environment
        // The XDG specification: a relative path is to be ignored.
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/karst" }
        // FoundationEssentials asks the user database only, where the shell and other tools believe the environment.
        let home = environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path
        return home + "/.local/share/karst"
    }

    /// Makes the folder if it is not there, and finds out its absolute path.
    static func open(_ path: String) throws(ServiceError) -> DataFolder {
        guard !path.isEmpty else { throw .storage(path: "''", problem: "cannot name a data folder") }
        try Files.makeFolder(path)
        return DataFolder(path: try Files.absolutePath(path))
    }

    /// Makes a folder inside this one, which must be there.
    ///
    /// A data folder that has gone, with its disk perhaps, is not made anew: what came in there would be lost to it.
    func make(_ folder: String) throws(ServiceError) {
        try checkPresence()
        try Files.makeFolder(folder)
    }

    /// Makes the folder that a file inside this one is to lie in.
    func make(folderOf file: String) throws(ServiceError) {
        guard let slash = file.lastIndex(of: "/") else { return }
        try make(String(file[..<slash]))
    }

    /// Throws when the folder has gone.
    func checkPresence() throws(ServiceError) {
        guard Files.isFolder(path) else { throw gone }
    }

    /// What is said of a data folder that is not there any more, or not the one that was opened.
    var gone: ServiceError {
        .storage(path: path, problem: "the data folder has gone or another one has taken its place")
    }

    /// Whether a text can name a datastack, and so a folder: it cannot lead out of the folder it is in.
    static func isDatastackName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 128 else { return false }
        let others = UInt8(ascii: "-")...UInt8(ascii: ".")
        return (isWordByte(first)) && name.utf8.allSatisfy { isWordByte($0) || others.contains($0) }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
