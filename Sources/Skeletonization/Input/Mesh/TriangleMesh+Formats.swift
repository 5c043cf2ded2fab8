extension TriangleMesh {
    /// The mesh in a Wavefront OBJ file.
    ///
    /// Corners count from 1, or backwards when negative; polygons become fans of triangles. Vertices with equal
    /// positions stay apart: see ``mergingEqualVertices()``.
    /// - Parameters:
    ///   - bytes: the content of the file.
    ///   - path: the name that errors give, with the line; the file is not opened.
    public static func obj(_ bytes: [UInt8], path: String) throws(SkeletonizationError) -> TriangleMesh {
        var reader = OBJReader(bytes, path: path)
        return try reader.read()
    }

    /// The mesh in a PLY file, text or binary of either byte order.
    ///
    /// - Parameters:
    ///   - bytes: the content of the file.
    ///   - path: the name that errors give, with the line or element; the file is not opened.
    public static func ply(_ bytes: [UInt8], path: String) throws(SkeletonizationError) -> TriangleMesh {
        var reader = PLYReader(bytes, path: path)
        return try reader.read()
    }

    /// The mesh of a Neuroglancer manifest (`<id>:0`), whose fragments lie in the same folder, gzipped or not.
    ///
    /// Vertices with the very same position are merged, or the fragments would not be connected.
    public static func neuroglancer(manifest path: String) throws(SkeletonizationError) -> TriangleMesh {
        var reader = NeuroglancerMesh(manifest: path)
        return try reader.read(InputFile.readUnzipped(path))
    }
}
