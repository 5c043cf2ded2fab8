import HTTPTypes
import NIOCore
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// Many skeletons a request.
    static let bulkRoutes: [Route] = [
        .datastack("get_skeletons", .get, "bulk/get_skeletons/{version}/{format}/{flag}/{ids}") {
            try await $0.skeletons($1, $1.version())
        },
        .datastack("get_skeletons", .get, "bulk/get_skeletons/{format}/{flag}/{ids}") {
            try await $0.skeletons($1, .two)
        },
        .datastack("get_cached_skeletons", .post, "bulk/get_cached_skeletons/{version}/{format}") {
            try await $0.cachedSkeletons($1)
        },
        .datastack("gen_skeletons", .post, "bulk/gen_skeletons") { try await $0.generate($1) },
        .datastack("gen_skeletons", .get, "bulk/gen_skeletons/{version}/{ids}") {
            try await $0.generate($1, $1.version())
        },
        .datastack("gen_skeletons", .get, "bulk/gen_skeletons/{ids}") { try await $0.generate($1, .newest) },
    ]

    // MARK: Getting

    private func skeletons(_ call: Call, _ version: SkeletonVersion) async throws -> Answer {
        try countAgainstLimit(.getSkeletonsBulk, call)
        let format = try bulkFormat(call)
        let ids = Array(call.rootIDs().prefix(ServiceConstants.bulkLimit))
        // The reference queues what is missing whatever the flag says.
        let generates = (call.flag || options.isQuirky) && !options.isReadOnly
        let request = BulkRequest(datastack: call.datastack, version: version, format: format, generates: generates)
        let values = try await values(ids.compactMap(\.id), request)
        var answer = BulkText()
        for id in ids {
            guard let rootID = id.id else {
                answer.append(id.text, word: "invalid_rid")
                continue
            }
            switch values[rootID] {
            case .hex(let digits): answer.append(id.text, digits)
            case .word(let word): answer.append(id.text, word: word)
            case nil: break
            }
        }
        return answer.whole
    }

    private func cachedSkeletons(_ call: Call) async throws -> Answer {
        try countAgainstLimit(.getCachedSkeletonsBulk, call)
        let format = try bulkFormat(call)
        let version = try call.version()
        let body = try await call.object()
        let ids = try body.rootIDs()
        guard ids.count <= ServiceConstants.cachedLimit else {
            throw ServiceError.tooManyIDs(count: ids.count, limit: ServiceConstants.cachedLimit)
        }
        let generates = body["generate_missing"]?.booleanValue ?? false && !options.isReadOnly
        let request = BulkRequest(datastack: call.datastack, version: version, format: format, generates: generates)
        let values = try await values(ids.compactMap(\.id), request)
        var answer = BulkText()
        for id in ids {
            if let rootID = id.id, case .hex(let digits) = values[rootID] { answer.append(id.text, digits) }
        }
        return answer.whole
    }

    private func bulkFormat(_ call: Call) throws -> WireFormat {
        let name = call.text(.format)
        if let format = WireFormat(inBulk: name) { return format }
        if options.isQuirky { throw Declined(.internalError) }
        let names = WireFormat.inBulk.map(\.rawValue).joined(separator: ", ")
        throw Declined(.error("unknown output format: '\(name)' (valid: \(names))", status: .badRequest))
    }

    private struct BulkRequest {
        let datastack: String
        let version: SkeletonVersion
        let format: WireFormat
        let generates: Bool

        func key(_ id: RootID) -> AnswerStore.Key {
            AnswerStore.Key(
                datastack: datastack,
                rootID: id,
                version: version.resolved,
                format: format,
                wrapping: .hex
            )
        }
    }

    private enum BulkValue {
        case hex(ByteBuffer)
        case word(String)
    }

    /// How many skeletons are unpacked at a time: each may take a megabyte.
    private static let chunk = 8

    private func values(_ ids: [RootID], _ request: BulkRequest) async throws -> [RootID: BulkValue] {
        let stamps = try await service.stamps(of: ids, datastack: request.datastack)
        var values: [RootID: BulkValue] = [:]
        var others: [RootID] = []
        for id in ids {
            if let stamp = stamps[id], let answer = store.answer(request.key(id), stamp: stamp) {
                metrics.countReuse()
                values[id] = .hex(answer.body)
            } else {
                others.append(id)
            }
        }
        for start in stride(from: 0, to: others.count, by: Self.chunk) {
            let chunk = Array(others[start..<min(start + Self.chunk, others.count)])
            for entry in try await entries(chunk, request) {
                values[entry.rootID] = try value(entry, request, stamps[entry.rootID])
            }
        }
        return values
    }

    private func entries(_ ids: [RootID], _ request: BulkRequest) async throws -> [BulkEntry] {
        try await service.bulkSkeletons(
            ids,
            datastack: request.datastack,
            version: request.version,
            // The stored arrays as they are: the reference's faults show in what is missing from them.
            format: options.isQuirky ? .h5 : .dict,
            generateMissing: request.generates
        )
    }

    private func value(_ entry: BulkEntry, _ request: BulkRequest, _ stamp: SkeletonStamp?) throws -> BulkValue? {
        switch entry.outcome {
        case .skeleton(let payload):
            metrics.countEncoding()
            let key = request.key(entry.rootID)
            let answer = try encoder.hex(payload, key)
            if let stamp { store.keep(answer, key, stamp: stamp) }
            return .hex(answer.body)
        case .queued: return .word("async")
        case .invalid: return .word("invalid_rid")
        case .wrongLayer: return .word("invalid_layer_rid")
        case .refused, .missing, .failed: return nil
        }
    }

    // MARK: Making

    private func generate(_ call: Call) async throws -> Answer {
        try countAgainstLimit(.getSkeletonsBulkAsync, call)
        let body = try await call.object()
        let version = try SkeletonVersion(body.integer("skeleton_version"))
        return try await generate(body.rootIDs().compactMap(\.id), version, call)
    }

    private func generate(_ call: Call, _ version: SkeletonVersion) async throws -> Answer {
        // The reference fails for every id.
        if options.isQuirky { return .internalError }
        try countAgainstLimit(.getSkeletonsBulkAsync, call)
        return try await generate(call.rootIDs().compactMap(\.id), version, call)
    }

    /// Queues what is missing, and answers one number: in how many seconds it should be there.
    private func generate(_ ids: [RootID], _ version: SkeletonVersion, _ call: Call) async throws -> Answer {
        if options.isReadOnly { return .error("this server makes no skeletons", status: .forbidden) }
        let guess = options.isQuirky ? try await referenceEstimate(ids, call.datastack) : nil
        let seconds = try await service.generateSkeletons(ids, datastack: call.datastack, version: version)
        return Answer(guess ?? .number(seconds))
    }

    /// The reference's guess: a minute for each fifteen ids, of which it does not ask whether there are such neurons.
    private func referenceEstimate(_ ids: [RootID], _ datastack: String) async throws -> JSONValue {
        let statuses = try await service.status(of: ids, datastack: datastack)
        let count = statuses.values.count { status in
            switch status.word {
            case .refused, .wrongLayer: false
            default: !status.hasSkeleton
            }
        }
        return .integer(Int64((count + 14) / 15 * 60))
    }
}

/// A bulk answer under construction; its values are too long to be passed around as texts.
private struct BulkText {
    private var body = ByteBuffer()
    private var keys: Set<String> = []

    mutating func append(_ id: String, _ digits: ByteBuffer) {
        guard begin(id) else { return }
        body.writeImmutableBuffer(digits)
        body.writeStaticString("\"")
    }

    mutating func append(_ id: String, word: String) {
        guard begin(id) else { return }
        body.writeString(word + "\"")
    }

    /// False when the id has been answered.
    private mutating func begin(_ id: String) -> Bool {
        guard keys.insert(id).inserted else { return false }
        let name = String(decoding: JSONValue.string(id).text(), as: UTF8.self)
        body.writeString((keys.count > 1 ? "," : "{") + name + ":\"")
        return true
    }

    var whole: Answer {
        var answer = Answer([], type: "application/json")
        answer.body = body
        answer.body.writeString(keys.isEmpty ? "{}\n" : "}\n")
        return answer
    }
}
