import SkeletonModel

/// A rooted skeleton without attributes, and the paths it was made of.
struct SkeletonGeometry: Sendable {
    private(set) var draft: SkeletonDraft
    let forest: RootedForest
    /// Whether a soma point shaped or rooted the skeleton.
    let hasSoma: Bool
    let paths: TeasarPaths

    /// What is known beside the points and edges of the graph.
    struct Origin {
        /// Nil for a mesh that no root id is known of.
        let rootID: RootID?
        let somaPoint: Point3?
        /// How much each node counts when only one component can be kept.
        let size: (Int) -> Double
    }

    /// `points` are the coordinates of the graph's nodes, none missing.
    init(_ graph: Level2Graph, points: [Point3], options: SkeletonizationOptions) throws(SkeletonizationError) {
        let origin = Origin(rootID: graph.rootID, somaPoint: graph.somaPoint) { graph.nodes[$0].sizeNM3 ?? 0 }
        try self.init(origin, points: points, edges: graph.edges, options: options)
    }

    /// `edges` must be unique, without loops and in ascending order.
    init(
        _ origin: Origin,
        points: [Point3],
        edges: @autoclosure () throws(SkeletonizationError) -> [Level2Graph.Edge],
        options: SkeletonizationOptions
    ) throws(SkeletonizationError) {
        try options.checked(nodeCount: points.count)
        var search = try PathSearch(points: points, edges: edges(), options: options)
        let found = try search.run()
        paths = found.paths
        if found.paths.count == 0 {
            draft = try Self.singleVertex(of: origin, found.components, points, options)
            hasSoma = false
        } else {
            draft = SkeletonDraft(paths: found.paths, points: points)
            hasSoma = origin.somaPoint != nil && options.rootIndex == nil
            try Self.root(&draft, origin.somaPoint, options)
        }
        try CancellationPoll.checkNow()
        forest = RootedForest(vertexCount: draft.vertices.count, edges: draft.edges, root: draft.root)
        draft.orientEdges(along: forest)
    }

    /// What is left of a graph without any length: its largest component as one vertex.
    private static func singleVertex(
        of origin: Origin,
        _ components: Components,
        _ points: [Point3],
        _ options: SkeletonizationOptions
    ) throws(SkeletonizationError) -> SkeletonDraft {
        var (largest, largestSize) = (-1, -Double.infinity)
        for component in 0..<components.count where components[component].count > options.componentThreshold {
            let size = components[component].reduce(0) { $0 + origin.size(Int($1)) }
            if size > largestSize { (largest, largestSize) = (component, size) }
        }
        guard largest >= 0 else {
            throw .nothingAboveThreshold(rootID: origin.rootID, threshold: options.componentThreshold)
        }
        let members = Array(components[largest])
        return SkeletonDraft(single: members[0], members: members, points: points)
    }

    private static func root(
        _ draft: inout SkeletonDraft,
        _ soma: Point3?,
        _ options: SkeletonizationOptions
    ) throws(SkeletonizationError) {
        if options.smooth { try draft.smooth() }
        if let rootIndex = options.rootIndex {
            guard let vertex = draft.meshIndex.firstIndex(of: Int32(rootIndex)) else {
                throw .rootIndexWithoutSkeleton(index: rootIndex)
            }
            draft.root = Int32(vertex)
            if options.collapseSoma {
                draft.contractZeroLengthEdges()
                let centre = draft.vertices[Int(draft.root)]
                draft.collapseSoma(at: centre, radius: options.collapseRadius, keeping: draft.root)
            }
        } else if let soma {
            if options.collapseSoma {
                draft.contractZeroLengthEdges()
                draft.collapseSoma(at: soma, radius: options.collapseRadius)
            } else {
                draft.root = draft.nearestVertex(to: soma)
            }
        } else {
            draft.root = draft.farEnd(options.rootSearch)
        }
        draft.contractZeroLengthEdges()
    }
}

extension SkeletonDraft {
    /// A far tip; the reference gives vertex 0 when there are several components.
    func farEnd(_ rootSearch: SkeletonizationOptions.RootSearch) -> Int32 {
        let isConnected = edges.count == vertices.count - 1
        guard isConnected || rootSearch == .perComponent else { return 0 }
        var walk = TreeWalk(Adjacency(vertexCount: vertices.count, edges: edges))
        return walk.farEnd(from: 0) { a, b in
            Double(Float(vertices[Int(a)].distance(to: vertices[Int(b)])))
        }
    }

    /// Turns each edge so that it leads from child to parent; their order stays.
    mutating func orientEdges(along forest: RootedForest) {
        for index in edges.indices where forest.parents[Int(edges[index].child)] != edges[index].parent {
            edges[index] = .init(child: edges[index].parent, parent: edges[index].child)
        }
    }
}
