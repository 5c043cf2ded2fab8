/// What is wrong with a label volume or one of its files.
public enum VolumeFault: Error, Hashable, CustomStringConvertible {
    case notNumpy(String)
    case badHeader(String)
    case unsupported(String)
    case sizeDisagrees(expected: Int, found: Int)
    case missingVoxelSize
    case badShape([Int])
    case chunkMissing(String)
    case labelOutOfRange(label: String, x: Int, y: Int, z: Int)
    case labelTooLarge(UInt64, x: Int, y: Int, z: Int)
    case tooManyChunks(axis: Int, count: Int)
    case tooManyComponents(count: Int, limit: Int)
    case noLabels

    /// The sentence, to stand behind the name of the file.
    public var description: String {
        switch self {
        case .notNumpy(let problem): "not a numpy file that holds labels (\(problem))"
        case .badHeader(let problem): problem
        case .unsupported(let what): "\(what) is not supported"
        case .sizeDisagrees(let expected, let found):
            "the header asks for \(expected) bytes of voxels, the file has \(found)"
        case .missingVoxelSize: "the voxel size is not known (give voxel_size, or voxel_nm in a header file)"
        case .badShape(let shape):
            "a label volume needs 3 dimensions of 1 to 2^40 voxels (got \(shape.map(String.init).joined(separator: " × ")))"
        case .chunkMissing(let name):
            "chunk file '\(name)' is missing (fill_missing takes missing chunks for background)"
        case .labelOutOfRange(let label, let x, let y, let z):
            "label \(label) at voxel \(x), \(y), \(z) is outside 0 to 9223372036854775807"
        case .labelTooLarge(let label, let x, let y, let z):
            "label \(label) at voxel \(x), \(y), \(z) does not fit into 32 bits"
        case .tooManyChunks(let axis, let count):
            "\(count) chunks along axis \(axis) are more than can be numbered; use larger chunks"
        case .tooManyComponents(let count, let limit):
            "\(count) components in one chunk are more than can be numbered (\(limit)); use smaller chunks"
        case .noLabels: "no voxel has a label"
        }
    }
}
