/// The paths that TEASAR finds, and which path vertex each vertex of the graph belongs to.
struct TeasarPaths: Sendable, Equatable {
    /// The vertices of all paths, path after path, each from its tip to the vertex where it meets an earlier path.
    var vertices: [Int32] = []
    /// Where each path starts in `vertices`, and the end.
    var starts: [Int] = [0]
    /// The length of each path.
    var lengths: [Double] = []
    /// The start vertex of each component that has paths.
    var roots: [Int32] = []
    /// For each vertex of the graph the nearest path vertex, −1 for none.
    var nearestPathVertex: [Int32] = []

    var count: Int { lengths.count }

    /// One path, tip first.
    subscript(path: Int) -> ArraySlice<Int32> { vertices[starts[path]..<starts[path + 1]] }
}
