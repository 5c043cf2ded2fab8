import SkeletonModel

extension Level2Graph {
    /// What the service says about how a skeleton was made, in its key order; the version is added when it is sent.
    ///
    /// A graph of one node is not skeletonized at all, and the reference then has null for every setting.
    func metadata(_ options: SkeletonizationOptions, datastack: String, timestamp: Double) -> JSONObject {
        let used = options.settings(somaPoint: somaPoint)
        let settings = nodes.count == 1 ? used.mapValues { _ in .null } : used
        var meta: JSONObject = ["root_id": .integer(rootID.value)]
        for member in settings.members { meta[member.key] = member.value }
        meta["timestamp"] = .number(timestamp)
        meta["skeleton_type"] = .string("pcg_skel")
        meta["meta"] = .object(["datastack": .string(datastack), "space": .string("l2cache")])
        return meta
    }
}

extension SkeletonizationOptions {
    /// The settings as the reference's metadata names them.
    func settings(somaPoint: Point3?) -> JSONObject {
        [
            "soma_pt_x": somaPoint.map { .number($0.x) } ?? .null,
            "soma_pt_y": somaPoint.map { .number($0.y) } ?? .null,
            "soma_pt_z": somaPoint.map { .number($0.z) } ?? .null,
            "soma_radius": .shortest(collapseRadius),
            "collapse_soma": .boolean(collapseSoma),
            "collapse_function": .string("sphere"),
            "invalidation_d": .shortest(invalidationDistance),
            "smooth_vertices": .boolean(smooth),
            "compute_radius": .boolean(false),
            "shape_function": .string("single"),
            "smooth_iterations": .integer(12),
            "smooth_neighborhood": .integer(2),
            "smooth_r": .number(0.1),
            "cc_vertex_thresh": .integer(Int64(componentThreshold)),
            "remove_zero_length_edges": .boolean(true),
            "collapse_params": .object([:]),
        ]
    }
}

extension JSONObject {
    fileprivate func mapValues(_ transform: (JSONValue) -> JSONValue) -> JSONObject {
        var result = self
        for member in members { result[member.key] = transform(member.value) }
        return result
    }
}

extension JSONValue {
    /// A whole number as an integer, as the service has its settings; null for what JSON cannot say.
    static func shortest(_ value: Double) -> JSONValue {
        guard value.isFinite else { return .null }
        guard let whole = Int64(exactly: value), abs(value) < 9e15 else { return .number(value) }
        return .integer(whole)
    }
}
