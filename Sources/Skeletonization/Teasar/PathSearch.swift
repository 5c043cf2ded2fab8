import SkeletonModel

/// TEASAR on a graph: from the farthest vertex not yet near a path, again and again, to the paths found so far.
struct PathSearch: ~Copyable {
    private let graph: WeightedGraph
    private let components: Components
    private let options: SkeletonizationOptions
    private var search: DistanceSearch
    /// For each vertex its rank among the vertices on paths, −1 off them.
    private let pathRank: FastArray<Int32>
    private var visitedCount: Int32 = 0
    private var neighbourhoods: PathNeighbourhoods
    private var paths = TeasarPaths()

    init(
        points: [Point3],
        edges: [Level2Graph.Edge],
        options: SkeletonizationOptions
    ) throws(SkeletonizationError) {
        let count = points.count
        let graph = try WeightedGraph(vertices: points, edges: edges)
        components = try graph.components()
        self.graph = graph
        search = DistanceSearch(vertexCount: count)
        pathRank = FastArray(repeating: -1, count: count)
        neighbourhoods = PathNeighbourhoods(vertexCount: count, within: options.invalidationDistance)
        self.options = options
    }

    /// All paths of all components above the threshold.
    ///
    /// A component of one vertex, or of zero total length, has none.
    mutating func run() throws(SkeletonizationError) -> (paths: TeasarPaths, components: Components) {
        for component in 0..<components.count {
            let members = components[component]
            guard members.count > max(options.componentThreshold, 1) else { continue }
            let settled = try settle(members)
            guard settled.largestDistance > 0 else { continue }
            try findPaths(from: settled.start, targets: settled.farthestFirst)
        }
        paths.nearestPathVertex = neighbourhoods.nearestPathVertices()
        return (paths, components)
    }

    /// A component by distance from the vertex that its path search starts at.
    private mutating func settle(_ members: ArraySlice<Int32>) throws(SkeletonizationError) -> SettledVertices {
        let lowest = members[members.startIndex]
        if let root = options.rootIndex, members.contains(Int32(root)) {
            return try search.settleAll(from: Int32(root), in: graph)
        }
        // The reference takes unreachable vertices for infinitely far ones, and so stops at the lowest vertex of each
        // component as soon as there are several.
        guard components.count == 1 || options.rootSearch == .perComponent else {
            return try search.settleAll(from: lowest, in: graph)
        }
        return try search.settleAllFromFarEnd(lowest, in: graph)
    }

    private mutating func findPaths(from root: Int32, targets: [Int32]) throws(SkeletonizationError) {
        paths.roots.append(root)
        visit(root)
        for target in targets where target != root && !neighbourhoods.contains(target) {
            let path = try path(from: target)
            for vertex in path { visit(vertex) }
            paths.vertices += path
            paths.starts.append(paths.vertices.count)
            try neighbourhoods.add(path.sorted(), in: graph)
        }
    }

    /// The shortest path from a target to the vertices visited so far, tip first; records its length.
    private mutating func path(from target: Int32) throws(SkeletonizationError) -> [Int32] {
        let branch = try search.nearestMarked(from: target, marks: pathRank, in: graph)
        paths.lengths.append(search.distance(of: branch))
        var path = [branch]
        var vertex = branch
        while vertex != target {
            vertex = search.predecessor(of: vertex)
            // Only zero-length edges lead past one visited vertex to another; the path ends at the first.
            if pathRank[vertex] >= 0 { path.removeAll(keepingCapacity: true) }
            path.append(vertex)
        }
        path.reverse()
        return path
    }

    @inline(__always)
    private mutating func visit(_ vertex: Int32) {
        guard pathRank[vertex] < 0 else { return }
        pathRank[vertex] = visitedCount
        visitedCount += 1
    }
}

extension DistanceSearch {
    /// Walks between far ends, from the lowest vertex on, for as long as the distance grows; settles everything from
    /// the end that the largest distance was measured from.
    mutating func settleAllFromFarEnd(
        _ lowest: Int32,
        in graph: borrowing WeightedGraph
    ) throws(SkeletonizationError) -> SettledVertices {
        var best = try settleAll(from: lowest, in: graph)
        while best.largestDistance > 0 {
            let next = try settleAll(from: best.farthest, in: graph)
            guard next.largestDistance > best.largestDistance else { break }
            best = next
        }
        return best
    }
}
