/// A file format of skeletons: how it is recognised, read and written.
public struct SkeletonFormat: Sendable {
    /// The word by which people ask for it.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// Endings of file names, without the dot, that mean this format when writing; each also with `.gz` behind.
    public let extensions: [String]
    /// Whether bytes (out of gzip) are of this format.
    public let recognises: @Sendable ([UInt8]) -> Bool
    /// A skeleton from bytes out of gzip.
    public let read: @Sendable ([UInt8]) throws(SkeletonError) -> Skeleton
    /// The bytes of a skeleton, not in gzip.
    public let write: @Sendable (Skeleton) throws(SkeletonError) -> [UInt8]

    /// All formats, in the order in which content is tried.
    public static let all: [SkeletonFormat] = [
        .cacheHDF5, .nodeLines, .flatDict, .precomputed, .csv, .swc, .serviceSWC,
    ]

    /// The format of a name, nil when there is none.
    public static func named(_ name: String) -> SkeletonFormat? {
        all.first { $0.name == name }
    }

    /// The format that a file name asks for: that of its ending, before a `.gz`.
    public static func forWriting(to path: String) throws(SkeletonError) -> (format: SkeletonFormat, isGzip: Bool) {
        let file = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        let isGzip = file.hasSuffix(".gz")
        let stem = isGzip ? String(file.dropLast(3)) : file
        if let format = all.first(where: { $0.extensions.contains { stem.hasSuffix("." + $0) } }) {
            return (format, isGzip)
        }
        let known = all.flatMap(\.extensions).map { "." + $0 }.joined(separator: ", ")
        throw .unknownFormat("\(path): the ending of the name tells no skeleton format (\(known), each also with .gz)")
    }

    /// Reads a skeleton of whatever format, plain or in gzip.
    ///
    /// The content decides; the path only names the file in errors.
    public static func read(_ bytes: [UInt8], path: String? = nil) throws(SkeletonError) -> Skeleton {
        do throws(SkeletonError) {
            let content = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes) : bytes
            if let format = all.first(where: { $0.recognises(content) }) { return try format.read(content) }
            throw .unknownFormat("the content is of no known skeleton format")
        } catch {
            guard let path else { throw error }
            throw .inFile(path, error)
        }
    }

    /// Reads a skeleton file of whatever format.
    ///
    /// One that is named by an id beside an `info` of precomputed skeletons is read as that says.
    public static func readFile(_ path: String) throws(SkeletonError) -> Skeleton {
        let bytes: [UInt8]
        do { bytes = try AtomicFile.read(path) } catch { throw .file(error) }
        if let (folder, id) = PrecomputedFolder.containing(path) {
            do throws(SkeletonError) { return try folder.skeleton(bytes, id: id) } catch { throw .inFile(path, error) }
        }
        return try read(bytes, path: path)
    }

    /// The bytes of a skeleton file in the format that its name asks for.
    public static func bytes(of skeleton: Skeleton, path: String) throws(SkeletonError) -> [UInt8] {
        let (format, isGzip) = try forWriting(to: path)
        let bytes = try format.write(skeleton)
        return isGzip ? Gzip.compress(bytes) : bytes
    }

    /// Writes a skeleton file in the format that its name asks for, whole or not at all.
    public static func writeFile(_ skeleton: Skeleton, to path: String) throws(SkeletonError) {
        let bytes = try bytes(of: skeleton, path: path)
        do { try AtomicFile.write(bytes, to: path) } catch { throw .file(error) }
    }
}

extension Skeleton {
    /// The arrays in nanometres for a format that knows no other unit.
    func arraysInNanometres(for format: String) throws(SkeletonError) -> SkeletonArrays {
        if unit == .unknown { throw .unknownUnit("\(format) is in nanometres") }
        return arrays()
    }
}
