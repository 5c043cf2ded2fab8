public import SkeletonAPI
public import SkeletonModel

extension EmbeddedService: GraphServing {
    /// The datastacks that something is known of.
    public func datastackNames() async throws(ServiceError) -> [String] { try await datastacks() }

    /// What there is to say of a datastack without servers.
    public func datastackInfo(_ datastack: String) async throws(ServiceError) -> JSONObject {
        try await checkDatastack(datastack)
        return ["name": .string(datastack), "local_server": .string("embedded"), "data": .string(path)]
    }

    /// Whether each id is one of a neuron here: there is no graph that would hold others, and no time.
    public func validNodes(
        _ ids: [RootID],
        datastack: String,
        start: Double?,
        end: Double?
    ) async throws(ServiceError) -> [RootID: Bool] {
        try await checkDatastack(datastack)
        let survey = try await Survey(ids, datastack: datastack, in: self)
        let refused = survey.unique.filter { survey.standing(of: $0) == .refused }
        let known = try await neurons.known(refused, datastack: datastack)
        var valid: [RootID: Bool] = [:]
        for id in survey.unique {
            switch survey.standing(of: id) {
            case .cached, .missing: valid[id] = true
            case .refused: valid[id] = known[id] != nil
            case .invalid, .wrongLayer: valid[id] = false
            }
        }
        return valid
    }

    /// Whether each id is a neuron's that nothing has superseded.
    public func latestRoots(
        _ ids: [RootID],
        datastack: String,
        timestamp: Double?
    ) async throws(ServiceError) -> [RootID: Bool] {
        try await checkDatastack(datastack)
        let survey = try await Survey(ids, datastack: datastack, in: self)
        var latest: [RootID: Bool] = [:]
        for id in survey.unique {
            let standing = survey.standing(of: id)
            latest[id] = standing != .invalid && standing != .wrongLayer && survey.successor(of: id) == nil
        }
        return latest
    }

    /// The neuron's known successor, else itself.
    public func suggestedLatestRoots(
        _ id: RootID,
        datastack: String,
        timestamp: Double?,
        stopLayer: Int?
    ) async throws(ServiceError) -> [SuggestedRoot] {
        try await checkDatastack(datastack)
        let survey = try await Survey([id], datastack: datastack, in: self)
        switch survey.standing(of: id) {
        case .invalid: throw .invalid(id, datastack: datastack)
        case .wrongLayer: throw .wrongLayer(id)
        default: return [SuggestedRoot(survey.successor(of: id) ?? id, fraction: 1)]
        }
    }
}
