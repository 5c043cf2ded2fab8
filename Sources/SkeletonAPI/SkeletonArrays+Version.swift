public import SkeletonModel

extension SkeletonArrays {
    /// The stored skeleton as a version's answers carry it.
    ///
    /// - Level-2 ids are version 4's alone; radius and compartment stay, as at the reference, even in version 1.
    /// - `meta` gets the `skeleton_version`, which the stored file has not.
    /// - A datastack without synapses has no compartments at the reference, whose SWC and precomputed answers then
    ///   fail. Here every vertex is 3 ("everything else"), and a root at a known soma 1.
    public func served(as version: SkeletonVersion) -> SkeletonArrays {
        var arrays = self
        if version.resolved != .newest { arrays.level2IDs = nil }
        if arrays.compartment == nil { arrays.compartment = defaultCompartments }
        arrays.meta["skeleton_version"] = .integer(Int64(version.resolved.rawValue))
        return arrays
    }

    private var defaultCompartments: [Int32] {
        var compartments = [Int32](repeating: 3, count: vertices.count)
        if let root, compartments.indices.contains(root), hasKnownSoma { compartments[root] = 1 }
        return compartments
    }

    private var hasKnownSoma: Bool {
        switch meta["soma_pt_x"] {
        case .number, .integer: true
        default: false
        }
    }
}
