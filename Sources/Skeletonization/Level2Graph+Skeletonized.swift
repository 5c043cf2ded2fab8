public import SkeletonModel

extension Level2Graph {
    /// The skeleton as the service's version 4 has it: geometry, radius, compartments, level-2 ids, metadata.
    ///
    /// Exact to the reference except where the reference fails or contradicts itself: a graph of one node gives one
    /// vertex (the reference: two equal ones, or one without radius), parts without any length count as one node, and
    /// a radius is never infinite. Needs every coordinate. Looks about every thousand steps whether its task was
    /// cancelled.
    /// - Parameters:
    ///   - options: how to make it; the service's choice by default.
    ///   - datastack: the name that the metadata gives.
    ///   - timestamp: when it was made, in seconds since 1970, for the metadata.
    public func skeletonized(
        _ options: SkeletonizationOptions = SkeletonizationOptions(),
        datastack: String,
        timestamp: Double
    ) throws(SkeletonizationError) -> SkeletonArrays {
        let geometry = try SkeletonGeometry(self, points: try knownCoordinates(), options: options)
        try CancellationPoll.checkNow()
        let segments = Segments(geometry.forest)
        var arrays = arrays(of: geometry, options, datastack, timestamp)
        arrays.radius = segmentRadii(geometry.draft, geometry.forest, segments, nodes: nodes)
        arrays.compartment = compartments(of: geometry, segments, strict: options.strictSoma)
        arrays.level2IDs = nodes.map(\.id)
        return arrays
    }

    /// The skeleton as the service's version 1 makes it: geometry and metadata only.
    ///
    /// Missing coordinates are filled in from neighbours, which version 4 refuses to do.
    public func skeletonizedGeometry(
        _ options: SkeletonizationOptions = SkeletonizationOptions(),
        datastack: String,
        timestamp: Double
    ) throws(SkeletonizationError) -> SkeletonArrays {
        let geometry = try SkeletonGeometry(self, points: try filledCoordinates(), options: options)
        return arrays(of: geometry, options, datastack, timestamp)
    }

    /// How many synapses lie on level-2 ids that are not nodes of the graph; compartments leave them out of account.
    public var straySynapseCount: Int {
        (preSynapses + postSynapses).count { nodes.position(ofID: $0.level2ID) == nil }
    }

    private func arrays(
        of geometry: SkeletonGeometry,
        _ options: SkeletonizationOptions,
        _ datastack: String,
        _ timestamp: Double
    ) -> SkeletonArrays {
        SkeletonArrays(
            vertices: geometry.draft.vertices,
            edges: geometry.draft.edges,
            root: Int(geometry.draft.root),
            meshToSkeletonMap: geometry.draft.meshToSkeletonMap,
            meta: metadata(options, datastack: datastack, timestamp: timestamp)
        )
    }

    private func compartments(of geometry: SkeletonGeometry, _ segments: Segments, strict: Bool) -> [Int32]? {
        guard hasSynapseTable else { return nil }
        let split = axonSplit(of: geometry, segments)
        return compartmentCodes(split, root: geometry.draft.root, hasSoma: geometry.hasSoma, strict: strict)
    }

    func axonSplit(of geometry: SkeletonGeometry, _ segments: Segments) -> AxonSplit {
        AxonSplit(
            geometry.draft,
            geometry.forest,
            segments,
            outputs: skeletonVertices(of: preSynapses, in: geometry.draft),
            inputs: skeletonVertices(of: postSynapses, in: geometry.draft)
        )
    }

    /// The skeleton vertex of each synapse with another neuron, −1 off the skeleton.
    private func skeletonVertices(of synapses: [Synapse], in draft: SkeletonDraft) -> [Int32] {
        synapses.compactMap { synapse in
            guard synapse.partner != rootID, let node = nodes.position(ofID: synapse.level2ID) else { return nil }
            return draft.meshToSkeletonMap[node]
        }
    }
}
