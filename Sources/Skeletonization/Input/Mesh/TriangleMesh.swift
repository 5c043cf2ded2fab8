public import SkeletonModel

/// The surface of a neuron: points in nanometres, and triangles between them.
///
/// No manifold is asked for: open borders, mixed winding, repeated faces and faces with equal corners are harmless, for
/// only the edges count, each once.
public struct TriangleMesh: Sendable, Equatable {
    /// A triangle, by the positions of its corners.
    public struct Face: Sendable, Hashable {
        /// The first corner.
        public var a: Int32
        /// The second corner.
        public var b: Int32
        /// The third corner.
        public var c: Int32

        /// The triangle between three positions.
        public init(_ a: Int32, _ b: Int32, _ c: Int32) { (self.a, self.b, self.c) = (a, b, c) }
    }

    /// Positions in nm.
    public let vertices: [Point3]
    /// The triangles.
    public let faces: [Face]

    /// Checks that all positions are finite, and that all corners exist.
    public init(vertices: [Point3], faces: [Face]) throws(SkeletonizationError) {
        try self.init(vertices: vertices, faces: faces, path: nil)
    }

    /// `path` is the file that errors name; `place` says where in it a vertex or a face stands.
    init(
        vertices: [Point3],
        faces: [Face],
        path: String?,
        facePlace: (Int) -> InputPlace = { .element("face", $0) }
    ) throws(SkeletonizationError) {
        (self.vertices, self.faces) = (vertices, faces)
        guard !vertices.isEmpty else { throw .badMesh(path: path, place: nil, fault: .noVertices) }
        guard vertices.count < Int(Int32.max) else {
            throw .badMesh(path: path, place: nil, fault: .tooManyVertices(vertices.count))
        }
        // Each may bring three edges, and each edge counts twice in a graph.
        guard faces.count <= (1 << 30) / 3 else {
            throw .badMesh(path: path, place: nil, fault: .tooManyFaces(faces.count))
        }
        for (index, vertex) in vertices.enumerated() {
            guard let fault = MeshFault(in: vertex) else { continue }
            throw .badMesh(path: path, place: .element("vertex", index), fault: fault)
        }
        for (index, face) in faces.enumerated() {
            let corners = (UInt32(bitPattern: face.a), UInt32(bitPattern: face.b), UInt32(bitPattern: face.c))
            // A negative corner is a very large one here.
            let largest = max(corners.0, corners.1, corners.2)
            guard largest >= vertices.count else { continue }
            let fault = MeshFault.vertexOutOfRange(
                index: Int64(Int32(bitPattern: largest)),
                vertexCount: vertices.count
            )
            throw .badMesh(path: path, place: facePlace(index), fault: fault)
        }
    }

    /// The same mesh with one vertex where several had exactly the same position, in the order of the first ones.
    ///
    /// Meshes that were cut into pieces, or written triangle by triangle, are connected only after this.
    public func mergingEqualVertices() -> TriangleMesh {
        var places = [PositionBits: Int32](minimumCapacity: vertices.count)
        var kept: [Point3] = []
        let newIndex = vertices.map { vertex in
            let key = PositionBits(vertex)
            if let place = places[key] { return place }
            let place = Int32(kept.count)
            places[key] = place
            kept.append(vertex)
            return place
        }
        let merged = faces.map { Face(newIndex[Int($0.a)], newIndex[Int($0.b)], newIndex[Int($0.c)]) }
        return TriangleMesh(checkedVertices: kept, faces: merged)
    }

    private init(checkedVertices: [Point3], faces: [Face]) {
        (vertices, self.faces) = (checkedVertices, faces)
    }
}

/// A position to the last bit: zero and minus zero are two.
private struct PositionBits: Hashable {
    let x, y, z: UInt64

    init(_ point: Point3) {
        (x, y, z) = (point.x.bitPattern, point.y.bitPattern, point.z.bitPattern)
    }
}

extension MeshFault {
    /// What is wrong with a position, nil when nothing is.
    init?(in point: Point3) {
        if abs(point.x) <= 1e15, abs(point.y) <= 1e15, abs(point.z) <= 1e15 { return nil }
        let isFinite = point.x.isFinite && point.y.isFinite && point.z.isFinite
        self = isFinite ? .coordinateOutOfRange : .notFinite
    }
}

extension TriangleMesh {
    /// All edges of the triangles, each once, the lower vertex first, in ascending order; none from a vertex to itself.
    func edges() throws(SkeletonizationError) -> [Level2Graph.Edge] {
        // The upper ends of each vertex's edges side by side, which are then few enough to sort in place.
        let starts = FastArray<Int32>(repeating: 0, count: vertices.count + 1)
        forEachSide { low, _ in starts[low + 1] += 1 }
        try CancellationPoll.checkNow()
        for vertex in vertices.indices { starts[vertex + 1] += starts[vertex] }
        let uppers = FastArray<Int32>(repeating: 0, count: Int(starts[vertices.count]))
        let next = FastArray<Int32>(repeating: 0, count: vertices.count)
        for vertex in vertices.indices { next[vertex] = starts[vertex] }
        try CancellationPoll.checkNow()
        forEachSide { low, high in
            uppers[next[low]] = high
            next[low] += 1
        }
        try CancellationPoll.checkNow()
        var edges: [Level2Graph.Edge] = []
        edges.reserveCapacity(uppers.count / 2 + uppers.count / 16)
        var cancellation = CancellationPoll()
        for low in 0..<Int32(vertices.count) {
            try cancellation.check()
            let range = Int(starts[low])..<Int(starts[low + 1])
            uppers.sort(range)
            for position in range where position == range.lowerBound || uppers[position] != uppers[position - 1] {
                edges.append(Level2Graph.Edge(low, uppers[position]))
            }
        }
        return edges
    }

    @inline(__always)
    private func forEachSide(_ body: (_ low: Int32, _ high: Int32) -> Void) {
        for face in faces {
            if face.a != face.b { body(min(face.a, face.b), max(face.a, face.b)) }
            if face.b != face.c { body(min(face.b, face.c), max(face.b, face.c)) }
            if face.c != face.a { body(min(face.c, face.a), max(face.c, face.a)) }
        }
    }
}

extension FastArray<Int32> {
    /// Sorts a stretch in place.
    func sort(_ range: Range<Int>) {
        guard range.count <= 64 else {
            var values = range.map { self[$0] }
            values.sort()
            for (offset, value) in values.enumerated() { self[range.lowerBound + offset] = value }
            return
        }
        for index in range.dropFirst() {
            let value = self[index]
            var hole = index
            while hole > range.lowerBound, self[hole - 1] > value {
                self[hole] = self[hole - 1]
                hole -= 1
            }
            self[hole] = value
        }
    }
}
