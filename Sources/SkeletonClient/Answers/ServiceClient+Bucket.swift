import FoundationEssentials
public import SkeletonAPI
public import SkeletonModel
import Synchronization

/// What the service gives to read its bucket with.
struct BucketToken: Sendable {
    let token: Token
    /// In seconds since 1970; nil for never.
    let expiry: Double?
    let bucket: String
    private let template: String

    /// A token is renewed this long before it ends, as caveclient does.
    private static let margin = 300.0

    init(_ object: JSONObject) throws(BadAnswer) {
        guard let token = object["token"]?.stringValue.flatMap(Token.init),
            let bucket = object["bucket"]?.stringValue, let template = object["path_template"]?.stringValue,
            template.contains("{rid}")
        else { throw BadAnswer("it has no 'token', 'bucket' and 'path_template'") }
        let expiry = object["expiry"]?.stringValue
        self.expiry = expiry.flatMap(HTTPDate.isoSeconds)
        guard expiry == nil || self.expiry != nil else { throw BadAnswer("its 'expiry' is no date") }
        (self.token, self.bucket, self.template) = (token, bucket, template)
    }

    func isGood(at now: Double) -> Bool { expiry.map { now < $0 - Self.margin } ?? true }

    /// The address of a neuron's file, below a server of buckets.
    func path(_ id: RootID) -> String {
        let object = Percent.encoded(template.replacing("{rid}", with: id.description))
        return "/download/storage/v1/b/\(Percent.encoded(bucket))/o/\(object)?alt=media"
    }
}

extension ServiceClient {
    /// The skeletons that are there, read from the service's bucket: many at a time, and past the service itself.
    ///
    /// The token for it comes from the service, and the service's own token never goes to the bucket.
    public func bucketSkeletons(
        _ ids: [RootID],
        datastack name: String
    ) async throws(ServiceError) -> [RootID: SkeletonPayload] {
        var found = keptFiles(ids, datastack: name)
        let wanted = ids.unique.filter { found[$0] == nil }
        guard !wanted.isEmpty else { return found }
        let datastack = try await datastack(name)
        try await check("fetch_skeletons", needs: "0.23.9", datastack, .newest)
        let parts = try await inBatches(
            wanted,
            of: 1,
            overlapping: options.connections,
            .init { [self] (some) async throws(ServiceError) in try await file(some[0], datastack) }
        )
        for case (let id, let payload?) in zip(wanted, parts) { found[id] = payload }
        return found
    }

    private func keptFiles(_ ids: [RootID], datastack: String) -> [RootID: SkeletonPayload] {
        keptSkeletons(ids, datastack: datastack, .newest, .h5).compactMapValues { try? Self.dictionary($0) }
    }

    /// Nil for a neuron without a file.
    private func file(_ id: RootID, _ datastack: Datastack) async throws(ServiceError) -> SkeletonPayload? {
        do throws(ServiceError) {
            return try await file(id, datastack, try await bucketToken(datastack, renewing: nil))
        } catch {
            guard case .request(let failure) = error, failure.kind == .invalidToken else { throw error }
            let token = try await bucketToken(datastack, renewing: bucketTokens.withLock { $0[datastack.name] })
            return try await file(id, datastack, token)
        }
    }

    private func file(
        _ id: RootID,
        _ datastack: Datastack,
        _ token: BucketToken
    ) async throws(ServiceError) -> SkeletonPayload? {
        guard let server = ServerAddress(options.bucketServer) else { throw .badServer(options.bucketServer) }
        try options.check(server)
        let call = ServiceCall(
            url: "\(server)\(token.path(id))",
            token: token.token,
            category: "bucket",
            rootID: id,
            datastack: datastack.name
        )
        do throws(ServiceError) {
            let received = try await session.value(
                of: call,
                AnswerReader { (answer) throws(BadAnswer) in
                    try Received(answer.body, of: id, version: .newest, format: .h5)
                }
            )
            cache?.keep(received, datastack: datastack.name)
            return try Self.dictionary(received.payload)
        } catch {
            guard case .request(let failure) = error, failure.status == 404 else { throw error }
            return nil
        }
    }

    private static func dictionary(_ file: SkeletonPayload) throws(ServiceError) -> SkeletonPayload {
        SkeletonPayload(stored: try file.arrays(), rootID: file.rootID, version: .newest, format: .dict)
    }

    /// The token that is good now.
    ///
    /// - Parameter refused: One that the bucket does not accept any more.
    private func bucketToken(
        _ datastack: Datastack,
        renewing refused: BucketToken?
    ) async throws(ServiceError) -> BucketToken {
        try await datastack.bucketGate.enter()
        defer { datastack.bucketGate.leave() }
        let now = Date().timeIntervalSince1970
        if let known = bucketTokens.withLock({ $0[datastack.name] }), known.isGood(at: now),
            known.token != refused?.token
        {
            return known
        }
        let path = "/bulk/get_skeleton_token/\(SkeletonVersion.newest)"
        var call = try call(datastack, path, category: "get_skeleton_token_bulk")
        call.method = .post
        call.body = Self.body([:])
        let token = try await session.value(of: call, .object { (object) throws(BadAnswer) in try BucketToken(object) })
        bucketTokens.withLock { $0[datastack.name] = token }
        return token
    }
}
