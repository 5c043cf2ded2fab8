/// What is wrong with a triangle mesh or a line of its file.
public enum MeshFault: Error, Hashable, CustomStringConvertible {
    case noVertices
    case tooManyVertices(Int)
    case tooManyFaces(Int)
    case notFinite
    case coordinateOutOfRange
    case vertexOutOfRange(index: Int64, vertexCount: Int)
    case shortFace(vertexCount: Int)
    case badNumber(String)
    case missingNumbers(expected: Int, found: Int)
    case shortLine(element: String)
    case badHeader(String)
    case unsupported(String)
    case endsEarly(element: String, count: Int)
    case trailingBytes(Int)
    case badManifest(String)

    /// The sentence, to stand behind the name of the file.
    public var description: String {
        switch self {
        case .noVertices: "no vertices"
        case .tooManyVertices(let count): "\(count) vertices are more than can be numbered"
        case .tooManyFaces(let count): "\(count) faces are more than can be numbered"
        case .notFinite: "coordinates must be finite numbers"
        case .coordinateOutOfRange: "coordinates must lie within 1e15 nm of the origin"
        case .vertexOutOfRange(let index, let count):
            "vertex \(index) does not exist (the mesh has \(count) \(count == 1 ? "vertex" : "vertices"))"
        case .shortFace(let count): "a face needs 3 vertices or more (got \(count))"
        case .badNumber(let text): "not a number: '\(text)'"
        case .missingNumbers(let expected, let found): "expected \(expected) numbers (got \(found))"
        case .shortLine(let element): "too few numbers for element '\(element)'"
        case .badHeader(let problem): problem
        case .unsupported(let what): "\(what) is not supported"
        case .endsEarly(let element, let count): "the file ends before its \(count) \(element) elements are complete"
        case .trailingBytes(let count):
            "\(count) bytes after the vertices are not a whole number of triangles (12 bytes each)"
        case .badManifest(let problem): problem
        }
    }
}
