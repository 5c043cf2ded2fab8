import SkeletonModel

/// Neuroglancer's legacy meshes: a manifest `<id>:0` that names fragment files beside it.
struct NeuroglancerMesh {
    /// The manifest.
    let path: String
    private var vertices: [Point3] = []
    private var faces: [TriangleMesh.Face] = []

    init(manifest path: String) { self.path = path }

    /// All fragments in one mesh, connected where they have the very same positions.
    mutating func read(_ manifest: [UInt8]) throws(SkeletonizationError) -> TriangleMesh {
        for name in try fragments(manifest) {
            if Task.isCancelled { throw .cancelled }
            let fragmentPath = InputFile.sibling(of: path, name)
            try append(InputFile.readUnzipped(fragmentPath), path: fragmentPath)
        }
        return try TriangleMesh(vertices: vertices, faces: faces, path: path).mergingEqualVertices()
    }

    private func fragments(_ manifest: [UInt8]) throws(SkeletonizationError) -> [String] {
        func fail(_ problem: String) -> SkeletonizationError {
            .badMesh(path: path, place: nil, fault: .badManifest(problem))
        }
        guard let object = (try? JSONValue.parse(manifest))?.objectValue, let list = object["fragments"]?.arrayValue
        else { throw fail("not a mesh manifest (expected {\"fragments\":[\"NAME\", …]})") }
        let names = list.compactMap(\.stringValue)
        guard names.count == list.count else { throw fail("fragment names must be text") }
        guard !names.isEmpty else { throw fail("the manifest names no fragments") }
        for name in names {
            let leavesFolder = name.split(separator: "/", omittingEmptySubsequences: false).contains { $0 == ".." }
            guard !name.isEmpty, !name.hasPrefix("/"), !leavesFolder, !name.contains("\0") else {
                throw fail("fragment '\(name)' is not the name of a file beside the manifest")
            }
        }
        return names
    }

    /// `uint32` number of vertices, their positions as `float32`, and corners as `uint32` to the end, all little-endian.
    private mutating func append(_ bytes: [UInt8], path: String) throws(SkeletonizationError) {
        func fail(_ fault: MeshFault, _ place: InputPlace? = nil) -> SkeletonizationError {
            .badMesh(path: path, place: place, fault: fault)
        }
        var numbers = PLYNumbers(bytes: bytes, position: 0, isBigEndian: false)
        guard numbers.holds(1, .uint32) else { throw fail(.endsEarly(element: "vertex", count: 1)) }
        let (count, first) = (Int(numbers.next(.uint32)), vertices.count)
        guard numbers.holds(3 * count, .float) else { throw fail(.endsEarly(element: "vertex", count: count)) }
        guard first + count < Int32.max else { throw fail(.tooManyVertices(first + count)) }
        let faceBytes = bytes.count - 4 - 12 * count
        guard faceBytes % 12 == 0 else { throw fail(.trailingBytes(faceBytes)) }
        vertices.reserveCapacity(first + count)
        for index in 0..<count {
            let (x, y) = (numbers.next(.float), numbers.next(.float))
            let vertex = Point3(x, y, numbers.next(.float))
            if let fault = MeshFault(in: vertex) { throw fail(fault, .element("vertex", index)) }
            vertices.append(vertex)
        }
        for index in 0..<(faceBytes / 12) {
            let corners = (numbers.next(.uint32), numbers.next(.uint32), numbers.next(.uint32))
            let largest = max(corners.0, corners.1, corners.2)
            guard Int(largest) < count else {
                let fault = MeshFault.vertexOutOfRange(index: Int64(largest), vertexCount: count)
                throw fail(fault, .element("face", index))
            }
            faces.append(
                .init(Int32(first) + Int32(corners.0), Int32(first) + Int32(corners.1), Int32(first) + Int32(corners.2))
            )
        }
    }
}
