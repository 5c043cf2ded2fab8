import SkeletonModel

/// Whole input files, with errors of this module.
enum InputFile {
    /// All bytes, unpacked when they are gzip.
    static func readUnzipped(_ path: String) throws(SkeletonizationError) -> [UInt8] {
        let bytes: [UInt8]
        do {
            bytes = try AtomicFile.read(path)
        } catch {
            throw .file(error)
        }
        return try unzipped(bytes, path: path)
    }

    /// The content of gzip data; anything else as it is.
    static func unzipped(_ bytes: [UInt8], path: String) throws(SkeletonizationError) -> [UInt8] {
        guard Gzip.isGzip(bytes) else { return bytes }
        do {
            return try Gzip.decompress(bytes)
        } catch {
            throw .unknownInput(path: path, problem: "not a readable gzip file (\(error))")
        }
    }

    /// A name in the folder that a file lies in.
    static func sibling(of path: String, _ name: String) -> String {
        path.lastIndex(of: "/").map { "\(path[...$0])\(name)" } ?? name
    }

    /// The folder that a file lies in.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    /// The last part of a path, a slash at its end left out.
    static func name(of path: String) -> String {
        String(path.split(separator: "/").last ?? "")
    }
}
