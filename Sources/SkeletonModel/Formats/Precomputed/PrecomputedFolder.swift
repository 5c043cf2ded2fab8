import FoundationEssentials

/// A folder of skeletons that Neuroglancer, cloud-volume and navis open: the file `info`, and one file for each id.
public struct PrecomputedFolder: Sendable {
    /// Where it is.
    public let path: String
    /// What its `info` says.
    public let info: Precomputed.Info

    /// Opens a folder that is there.
    public init(opening path: String) throws(SkeletonError) {
        self.path = path
        do { info = try Precomputed.Info(Self.bytes("\(path)/info")) } catch {
            throw Self.located(error, "\(path)/info")
        }
    }

    /// Makes a folder with an `info` for radius and compartment, or opens one whose `info` says the same.
    public init(creating path: String) throws(SkeletonError) {
        do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
            throw .file(FileError(path: path, error))
        }
        (self.path, info) = (path, .standard)
        guard FileManager.default.fileExists(atPath: "\(path)/info") else {
            try Self.write(info.text(), to: "\(path)/info")
            return
        }
        guard try PrecomputedFolder(opening: path).info == info else {
            throw .badOption("\(path) holds skeletons with other attributes; choose another folder")
        }
    }

    /// Writes a skeleton under an id, in place of one that is there.
    ///
    /// Edges lead from parent to child: Neuroglancer and cloud-volume ignore the direction, navis needs this one.
    public func write(_ skeleton: Skeleton, id: RootID) throws(SkeletonError) {
        var arrays = try skeleton.arraysInNanometres(for: "precomputed")
        arrays.edges = arrays.edges.map(\.reversed)
        try Self.write(Precomputed.encode(arrays, version: 4), to: "\(path)/\(id)")
    }

    /// The ids of its skeletons, in ascending order.
    public func ids() throws(SkeletonError) -> [RootID] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).compactMap { Self.id(ofFile: $0) }.sorted()
        } catch { throw .file(FileError(path: path, error)) }
    }

    /// The skeleton of an id, in nanometres.
    public func skeleton(_ id: RootID) throws(SkeletonError) -> Skeleton {
        let file = "\(path)/\(id)"
        let bytes = try Self.bytes(file)
        do throws(SkeletonError) { return try skeleton(bytes, id: id) } catch { throw .inFile(file, error) }
    }

    /// The skeleton that bytes from a file of this folder hold.
    func skeleton(_ bytes: [UInt8], id: RootID) throws(SkeletonError) -> Skeleton {
        let content = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes) : bytes
        var skeleton = try Precomputed.skeleton(content, info)
        skeleton.rootID = id
        return skeleton
    }

    /// The folder and the id of a file named by an id beside an `info` about skeletons, nil for any other file.
    static func containing(_ file: String) -> (folder: PrecomputedFolder, id: RootID)? {
        let name = file.split(separator: "/").last.map(String.init) ?? ""
        let folder = file.contains("/") ? String(file.dropLast(name.count + 1)) : "."
        guard let id = id(ofFile: name), FileManager.default.fileExists(atPath: "\(folder)/info"),
            let found = try? PrecomputedFolder(opening: folder)
        else { return nil }
        return (found, id)
    }

    private static func id(ofFile name: String) -> RootID? {
        name.utf8.allSatisfy { (0x30...0x39).contains($0) } ? RootID(name) : nil
    }

    private static func bytes(_ file: String) throws(SkeletonError) -> [UInt8] {
        do { return try AtomicFile.read(file) } catch { throw .file(error) }
    }

    private static func write(_ bytes: [UInt8], to file: String) throws(SkeletonError) {
        do { try AtomicFile.write(bytes, to: file) } catch { throw .file(error) }
    }

    private static func located(_ error: SkeletonError, _ file: String) -> SkeletonError {
        if case .file = error { error } else { .inFile(file, error) }
    }
}

extension SkeletonArrays.Edge {
    /// The same edge the other way around.
    var reversed: SkeletonArrays.Edge { .init(child: parent, parent: child) }
}
