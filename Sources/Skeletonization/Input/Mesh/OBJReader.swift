import SkeletonModel

/// Wavefront OBJ: `v x y z` and `f a b c …`; everything else is passed over.
///
/// Corners count from 1, or from the end when negative, and may be `a/b/c`. Polygons become fans of triangles.
struct OBJReader {
    private var scanner: LineScanner
    private let path: String
    private var vertices: [Point3] = []
    private var faces: [TriangleMesh.Face] = []
    /// The largest corner that was not there yet, and where; some programs write faces first.
    private var farthest: (index: Int64, line: Int)?
    private var corners: [Int32] = []

    init(_ bytes: [UInt8], path: String) {
        scanner = LineScanner(bytes)
        self.path = path
    }

    mutating func read() throws(SkeletonizationError) -> TriangleMesh {
        while scanner.nextLine() {
            do throws(MeshFault) {
                try readLine()
            } catch {
                throw .badMesh(path: path, place: .line(scanner.line), fault: error)
            }
            if scanner.line & 1023 == 0, Task.isCancelled { throw .cancelled }
        }
        if let farthest, farthest.index >= vertices.count {
            let fault = MeshFault.vertexOutOfRange(index: farthest.index + 1, vertexCount: vertices.count)
            throw .badMesh(path: path, place: .line(farthest.line), fault: fault)
        }
        return try TriangleMesh(vertices: vertices, faces: faces, path: path)
    }

    private mutating func readLine() throws(MeshFault) {
        guard let keyword = scanner.word() else { return }
        if scanner.isWord(keyword, "v") { try readVertex() } else if scanner.isWord(keyword, "f") { try readFace() }
    }

    private mutating func readVertex() throws(MeshFault) {
        let x = try scanner.number(0, of: 3)
        let y = try scanner.number(1, of: 3)
        let vertex = Point3(x, y, try scanner.number(2, of: 3))
        if let fault = MeshFault(in: vertex) { throw fault }
        vertices.append(vertex)
    }

    private mutating func readFace() throws(MeshFault) {
        corners.removeAll(keepingCapacity: true)
        while let word = scanner.word() { corners.append(try corner(word)) }
        guard corners.count >= 3 else { throw .shortFace(vertexCount: corners.count) }
        for index in 2..<corners.count { faces.append(.init(corners[0], corners[index - 1], corners[index])) }
    }

    private mutating func corner(_ word: Range<Int>) throws(MeshFault) -> Int32 {
        let slash = word.first { scanner.bytes[$0] == UInt8(ascii: "/") } ?? word.upperBound
        let given = try scanner.integer(word.lowerBound..<slash)
        let index = given < 0 ? Int64(vertices.count) &+ given : given - 1
        guard given != 0, index >= 0, index < Int32.max else {
            throw .vertexOutOfRange(index: given, vertexCount: vertices.count)
        }
        if index >= vertices.count, index > farthest?.index ?? -1 { farthest = (index, scanner.line) }
        return Int32(index)
    }
}
