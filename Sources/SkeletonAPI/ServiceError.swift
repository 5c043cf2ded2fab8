public import SkeletonModel

/// What can go wrong between a caller and a skeleton service.
public enum ServiceError: UserFacingError, Equatable {
    /// The id is on the refusal list.
    case refused(RootID)
    /// The datastack has no neuron of this id.
    case invalid(RootID, datastack: String)
    /// The id is of another layer of the chunked graph than neurons are.
    case wrongLayer(RootID)
    /// The service knows no datastack of this name.
    case unknownDatastack(String, known: [String])
    /// The name cannot be one of a datastack.
    case badDatastackName(String)
    /// There is no such skeleton version.
    case unknownVersion(Int)
    /// There is no such output format, or this request cannot answer in it.
    case unknownFormat(String)
    /// A prefix of root ids that is not made of digits.
    case badPrefix(String)
    /// A limit below zero.
    case badLimit(Int)
    /// More ids than the service takes in one request.
    case tooManyIDs(count: Int, limit: Int)
    /// The skeleton could not be made.
    case generationFailed(RootID, reason: String, retryable: Bool)
    /// The skeleton was not there in time. It stays queued.
    case timedOut(RootID, seconds: Double)
    /// Data for this id were imported before, and they differ.
    case conflict(RootID, datastack: String, path: String, existing: String)
    /// What the file holds cannot be imported.
    case badImport(path: String, problem: String)
    /// An answer or a file does not hold the skeleton it should.
    case damaged(what: String, problem: String)
    /// A file or folder of the service cannot be read or written.
    case storage(path: String, problem: String)
    /// Somebody else is using what we need, and did not finish in time.
    case busy(path: String)
    /// A request to a server had no usable answer.
    case request(RequestFailure)
    /// The service was closed while, or before, it was asked.
    case closed
    /// The caller gave up waiting.
    case cancelled

    /// The sentence people read.
    public var description: String {
        switch self {
        case .refused(let id): "root id \(id) is on the service's refusal list"
        case .invalid(let id, let datastack): "datastack '\(datastack)' has no neuron with root id \(id)"
        case .wrongLayer(let id):
            "\(id) is not a root id but an id of another layer of the chunked graph (a supervoxel or level-2 id?)"
        case .unknownDatastack(let name, let known): Self.unknownDatastack(name, known)
        case .badDatastackName(let name):
            "'\(name)' cannot name a datastack (letters, digits, '_', '-' and '.' can; the first is no '.' or '-')"
        case .unknownVersion(let number):
            "unknown skeleton version: \(number) (valid: \(Self.list(SkeletonVersion.all.map(\.description))))"
        case .unknownFormat(let name):
            "unknown output format: '\(name)' (valid: \(Self.list(OutputFormat.allCases.map(\.rawValue))))"
        case .badPrefix(let prefix): "a prefix of root ids has 1 to 19 digits and nothing else (got '\(prefix)')"
        case .badLimit(let limit): "a limit is 0 (no limit) or more (got \(limit))"
        case .tooManyIDs(let count, let limit):
            "too many root ids in one request: \(count) (at most \(limit))"
        case .generationFailed(let id, let reason, _): "the skeleton of root id \(id) cannot be made: \(reason)"
        case .timedOut(let id, let seconds):
            "the skeleton of root id \(id) was not ready after \(Self.text(seconds)) s; it stays in the queue"
        case .conflict(let id, let datastack, let path, let existing):
            "\(path): root id \(id) is already in datastack '\(datastack)' with other data (\(existing))"
        case .badImport(let path, let problem): "\(path): \(problem)"
        case .damaged(let what, let problem): "\(what) is damaged: \(problem)"
        case .storage(let path, let problem): "\(path): \(problem)"
        case .busy(let path): "\(path): in use by another process; try again when it has finished"
        case .request(let failure): failure.message
        case .closed: "the service is closed"
        case .cancelled: "cancelled"
        }
    }

    /// The word scripts compare.
    public var code: String {
        switch self {
        case .refused: "refused"
        case .invalid: "invalid"
        case .wrongLayer: "wrong_layer"
        case .unknownDatastack: "unknown_datastack"
        case .badDatastackName: "bad_datastack_name"
        case .unknownVersion: "unknown_version"
        case .unknownFormat: "unknown_format"
        case .badPrefix: "bad_prefix"
        case .badLimit: "bad_limit"
        case .tooManyIDs: "too_many_ids"
        case .generationFailed: "generation_failed"
        case .timedOut: "timed_out"
        case .conflict: "conflict"
        case .badImport: "bad_import"
        case .damaged: "damaged"
        case .storage: "storage"
        case .busy: "busy"
        case .request(let failure): failure.kind.rawValue
        case .closed: "closed"
        case .cancelled: "cancelled"
        }
    }

    /// The root id, datastack, path or reason that the sentence names.
    public var details: [String: JSONValue] {
        switch self {
        case .refused(let id), .wrongLayer(let id): ["root_id": .integer(id.value)]
        case .invalid(let id, let datastack): ["root_id": .integer(id.value), "datastack": .string(datastack)]
        case .unknownDatastack(let name, _), .badDatastackName(let name): ["datastack": .string(name)]
        case .unknownVersion(let number): ["skeleton_version": .integer(Int64(number))]
        case .unknownFormat(let name): ["output_format": .string(name)]
        case .tooManyIDs(let count, let limit): ["count": .integer(Int64(count)), "limit": .integer(Int64(limit))]
        case .generationFailed(let id, let reason, let retryable):
            ["root_id": .integer(id.value), "reason": .string(reason), "retryable": .boolean(retryable)]
        case .timedOut(let id, let seconds): ["root_id": .integer(id.value), "seconds": .number(seconds)]
        case .conflict(let id, let datastack, let path, _):
            ["root_id": .integer(id.value), "datastack": .string(datastack), "path": .string(path)]
        case .badImport(let path, _), .storage(let path, _), .busy(let path): ["path": .string(path)]
        case .request(let failure): failure.details
        case .badPrefix, .badLimit, .damaged, .closed, .cancelled: [:]
        }
    }

    private static func unknownDatastack(_ name: String, _ known: [String]) -> String {
        known.isEmpty
            ? "unknown datastack '\(name)' (there is none yet: import a neuron first)"
            : "unknown datastack '\(name)' (known: \(list(known)))"
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }

    private static func text(_ seconds: Double) -> String {
        seconds == seconds.rounded() && seconds.magnitude < 1e15 ? String(Int64(seconds)) : String(seconds)
    }
}
