import SkeletonModel

/// An undirected graph with the straight lengths of its edges, as lists of arcs by vertex.
struct WeightedGraph: ~Copyable {
    /// One direction of an edge.
    ///
    /// The length is single precision, as the reference's: sums of such lengths are exact in
    /// double precision, so distances do not depend on the order in which they were added up.
    struct Arc: BitwiseCopyable {
        var length: Float
        var target: Int32
    }

    let count: Int
    /// Where the arcs of each vertex start; one more entry than there are vertices.
    let offsets: FastArray<Int32>
    let arcs: FastArray<Arc>

    /// `edges` must be unique, without loops and in ascending order; then the arcs of a vertex ascend too.
    init(vertices: [Point3], edges: [Level2Graph.Edge]) throws(SkeletonizationError) {
        let count = vertices.count
        let offsets = FastArray<Int32>(repeating: 0, count: count + 1)
        let arcs = FastArray(repeating: Arc(length: 0, target: 0), count: 2 * edges.count)
        var cancellation = CancellationPoll()
        for edge in edges {
            try cancellation.check()
            offsets[edge.a + 1] += 1
            offsets[edge.b + 1] += 1
        }
        for vertex in 0..<count { offsets[vertex + 1] += offsets[vertex] }
        let next = FastArray<Int32>(repeating: 0, count: count)
        for vertex in 0..<count { next[vertex] = offsets[vertex] }
        for edge in edges {
            try cancellation.check()
            let length = Float(vertices[Int(edge.a)].distance(to: vertices[Int(edge.b)]))
            arcs[next[edge.a]] = Arc(length: length, target: edge.b)
            arcs[next[edge.b]] = Arc(length: length, target: edge.a)
            next[edge.a] += 1
            next[edge.b] += 1
        }
        self.count = count
        self.offsets = offsets
        self.arcs = arcs
    }

    @inline(__always)
    func arcRange(of vertex: Int32) -> Range<Int> {
        Int(offsets[vertex])..<Int(offsets[vertex + 1])
    }

    /// The connected components in the order of their lowest vertices, each in ascending order.
    func components() throws(SkeletonizationError) -> Components {
        var cancellation = CancellationPoll()
        let label = FastArray<Int32>(repeating: -1, count: count)
        var sizes: [Int] = []
        var stack: [Int32] = []
        for seed in 0..<Int32(count) where label[seed] < 0 {
            var size = 0
            label[seed] = Int32(sizes.count)
            stack.append(seed)
            while let vertex = stack.popLast() {
                size += 1
                try cancellation.check()
                for arc in arcRange(of: vertex) where label[arcs[arc].target] < 0 {
                    label[arcs[arc].target] = Int32(sizes.count)
                    stack.append(arcs[arc].target)
                }
            }
            sizes.append(size)
        }
        return Components(label: label, sizes: sizes)
    }
}

/// The vertices of a graph by connected component.
struct Components: Sendable {
    /// All vertices, component after component, ascending in each.
    private(set) var vertices: [Int32]
    /// Where each component starts in `vertices`, and the end.
    private(set) var starts: [Int]

    var count: Int { starts.count - 1 }

    fileprivate init(label: borrowing FastArray<Int32>, sizes: [Int]) {
        starts = [0]
        for size in sizes { starts.append(starts[starts.count - 1] + size) }
        vertices = [Int32](repeating: 0, count: label.count)
        var next = starts
        for vertex in 0..<label.count {
            let component = Int(label[vertex])
            vertices[next[component]] = Int32(vertex)
            next[component] += 1
        }
    }

    /// The vertices of one component, ascending.
    subscript(component: Int) -> ArraySlice<Int32> {
        vertices[starts[component]..<starts[component + 1]]
    }
}
