import FoundationEssentials
public import SkeletonAPI
public import SkeletonModel

extension ServiceClient: GraphServing {
    /// The info service's record of a datastack.
    public func datastackInfo(_ name: String) async throws(ServiceError) -> JSONObject {
        try await datastack(name).record
    }

    /// Whether each id exists in the graph.
    public func validNodes(
        _ ids: [RootID],
        datastack name: String,
        start: Double? = nil,
        end: Double? = nil
    ) async throws(ServiceError) -> [RootID: Bool] {
        try await validNodes(ids, try await datastack(name), start: start, end: end, isSideService: false)
    }

    func validNodes(
        _ ids: [RootID],
        _ datastack: Datastack,
        start: Double?,
        end: Double?,
        isSideService: Bool
    ) async throws(ServiceError) -> [RootID: Bool] {
        let parts = try await inBatches(
            ids.unique,
            of: Self.nodesPerRequest,
            .init { [self] (some) async throws(ServiceError) in
                let since = Self.pythonText(start ?? Self.beginning)
                let until = end.map { "&end_timestamp=\(Self.pythonText($0))" } ?? ""
                var call = try graphCall(datastack, "/valid_nodes?start_timestamp=\(since)\(until)")
                // As it is: a GET with a body.
                call.body = JSONValue.object(["node_ids": .ids(some)]).text()
                call.isSideService = isSideService
                return try await session.value(
                    of: call,
                    .object { (object) throws(BadAnswer) in
                        guard let valid = object["valid_roots"]?.arrayValue else { throw BadAnswer("no 'valid_roots'") }
                        let known = Set(valid.compactMap { $0.integerValue.flatMap { RootID($0) } })
                        return Dictionary(uniqueKeysWithValues: some.map { ($0, known.contains($0)) })
                    }
                )
            }
        )
        return Self.merged(parts)
    }

    /// Whether each id is still a neuron's.
    public func latestRoots(
        _ ids: [RootID],
        datastack name: String,
        timestamp: Double? = nil
    ) async throws(ServiceError) -> [RootID: Bool] {
        try await latestRoots(ids, try await datastack(name), timestamp: timestamp, isSideService: false)
    }

    func latestRoots(
        _ ids: [RootID],
        _ datastack: Datastack,
        timestamp: Double?,
        isSideService: Bool
    ) async throws(ServiceError) -> [RootID: Bool] {
        let parts = try await inBatches(
            ids.unique,
            of: Self.nodesPerRequest,
            .init { [self] (some) async throws(ServiceError) in
                let moment = timestamp.map { "?timestamp=\(Self.pythonText($0))" } ?? ""
                var call = try graphCall(datastack, "/is_latest_roots" + moment)
                call.method = .post
                call.body = JSONValue.object(["node_ids": .ids(some)]).text()
                call.isSideService = isSideService
                return try await session.value(
                    of: call,
                    .object { (object) throws(BadAnswer) in
                        let flags = object["is_latest"]?.arrayValue?.compactMap(\.booleanValue)
                        guard let flags, flags.count == some.count else {
                            throw BadAnswer("'is_latest' does not say true or false of each id")
                        }
                        return Dictionary(uniqueKeysWithValues: zip(some, flags))
                    }
                )
            }
        )
        return Self.merged(parts)
    }

    /// What took the place of ids, asked as caveclient's `get_latest_roots` does: from the oldest id's time until now.
    func lineage(of ids: [RootID], _ datastack: Datastack) async throws(ServiceError) -> Lineage {
        let parts = try await inBatches(
            ids.unique,
            of: Self.nodesPerRequest,
            .init { [self] (some) async throws(ServiceError) in
                let past = try await oldestTime(of: some, datastack).map { "timestamp_past=\(Self.pythonText($0))&" }
                let now = Self.pythonText(Date().timeIntervalSince1970)
                var call = try graphCall(
                    datastack,
                    "/lineage_graph_multiple?\(past ?? "")timestamp_future=\(now)"
                )
                call.method = .post
                call.body = JSONValue.object(["root_ids": .ids(some)]).text()
                call.isSideService = true
                return try await session.value(
                    of: call,
                    .object { (object) throws(BadAnswer) in try Lineage(object) }
                )
            }
        )
        var all = Lineage()
        for part in parts { all.merge(part) }
        return all
    }

    /// When the first of some neurons came to be, so that what was before is not looked up; nil when it is not known.
    private func oldestTime(of ids: [RootID], _ datastack: Datastack) async throws(ServiceError) -> Double? {
        var call = try graphCall(datastack, "/root_timestamps?latest=False")
        call.method = .post
        call.body = JSONValue.object(["node_ids": .ids(ids)]).text()
        call.isSideService = true
        do throws(ServiceError) {
            return try await session.value(
                of: call,
                .object { (object) throws(BadAnswer) in
                    object["timestamp"]?.arrayValue?.compactMap(\.doubleValue).min()
                }
            )
        } catch {
            if case .cancelled = error { throw error }
            return nil
        }
    }

    /// The neurons that hold parts of one, the largest part first.
    public func suggestedLatestRoots(
        _ id: RootID,
        datastack name: String,
        timestamp: Double? = nil,
        stopLayer: Int? = nil
    ) async throws(ServiceError) -> [SuggestedRoot] {
        let datastack = try await datastack(name)
        var layer = stopLayer
        if layer == nil { layer = try await countedLayer(datastack) }
        let leaves = try await session.value(
            of: try graphCall(datastack, "/node/\(id)/leaves?stop_layer=\(layer ?? 2)"),
            .object { (object) throws(BadAnswer) in
                let ids = object["leaf_ids"]?.arrayValue?.map(\.integerValue)
                guard let ids, !ids.contains(nil) else { throw BadAnswer("'leaf_ids' is no list of integers") }
                return ids.compactMap(\.self)
            }
        )
        guard !leaves.isEmpty else { return [] }
        let moment = timestamp ?? Date().timeIntervalSince1970
        var call = try graphCall(datastack, "/roots_binary?timestamp=\(Self.pythonText(moment))")
        call.method = .post
        call.body = LittleEndian.bytes(leaves)
        let roots = try await session.value(
            of: call,
            AnswerReader { (answer) throws(BadAnswer) in
                guard answer.body.count == leaves.count * 8 else {
                    throw BadAnswer("it does not name a root for each part")
                }
                return LittleEndian.integers(answer.body)
            }
        )
        return Self.suggestions(roots)
    }

    /// By how many parts each has; of equal ones the higher id first, as in caveclient.
    private static func suggestions(_ roots: [Int64]) -> [SuggestedRoot] {
        var counts: [RootID: Int] = [:]
        for root in roots { if let id = RootID(root) { counts[id, default: 0] += 1 } }
        return counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key > $1.key }
            .map { SuggestedRoot($0.key, fraction: Double($0.value) / Double(roots.count)) }
    }

    /// Four below the top: coarse enough to be quick, fine enough for a neuron.
    private func countedLayer(_ datastack: Datastack) async throws(ServiceError) -> Int {
        guard case .layers(let count, _) = try await graph(datastack) else { return 2 }
        return max(1, count - 4)
    }

    private func graphCall(_ datastack: Datastack, _ path: String) throws(ServiceError) -> ServiceCall {
        guard let table = datastack.table else {
            throw .request(
                RequestFailure(
                    .http,
                    url: datastack.server.description,
                    message: "datastack '\(datastack.name)' has no chunked graph"
                )
            )
        }
        return try call(
            datastack.server,
            "/segmentation/api/v1/table/\(Percent.encoded(table))\(path)",
            category: "segmentation"
        )
    }

    /// 2000-01-01, before which no graph was.
    private static let beginning = 946_684_800.0

    private static let nodesPerRequest = 1000

    /// Seconds as Python writes a float.
    private static func pythonText(_ seconds: Double) -> String {
        String(decoding: JSONValue.number(seconds).text(), as: UTF8.self)
    }

    private static func merged(_ parts: [[RootID: Bool]]) -> [RootID: Bool] {
        var all: [RootID: Bool] = [:]
        for part in parts { all.merge(part) { $1 } }
        return all
    }
}

/// Integers as numpy sends them.
private enum LittleEndian: Sendable {
    static func bytes(_ integers: [Int64]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(integers.count * 8)
        for integer in integers {
            for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: integer >> shift)) }
        }
        return bytes
    }

    static func integers(_ bytes: [UInt8]) -> [Int64] {
        stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
            var integer: UInt64 = 0
            for byte in bytes[start..<start + 8].reversed() { integer = integer << 8 | UInt64(byte) }
            return Int64(bitPattern: integer)
        }
    }
}
