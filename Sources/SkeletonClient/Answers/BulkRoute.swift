import SkeletonAPI
import SkeletonModel
import Synchronization

/// What all requests of one bulk call have in common.
struct BulkRoute: Sendable {
    let datastack: Datastack
    let version: SkeletonVersion
    /// What the caller wants.
    let format: OutputFormat
    /// The word for it in addresses.
    let form: String
    let generateMissing: Bool

    /// Bulk answers come as SWC or as the dictionary only; other forms are made of the latter.
    init(
        _ datastack: Datastack,
        _ version: SkeletonVersion,
        _ format: OutputFormat,
        dictionaryForm: String = "flatdict",
        generateMissing: Bool
    ) {
        (self.datastack, self.format, self.generateMissing) = (datastack, format, generateMissing)
        // The file of the cache has what only the newest version carries.
        self.version = format == .h5 ? .newest : version
        form = format == .swc ? "swccompressed" : dictionaryForm
    }

    /// The skeleton of an answer's bytes, and what of it to keep.
    func received(_ bytes: [UInt8], of id: RootID) throws(BadAnswer) -> Received {
        let wireFormat: OutputFormat = format == .swc ? .swc : .dict
        let received = try Received(bytes, of: id, version: version, format: wireFormat)
        return wireFormat == format ? received : try received.converted(to: format)
    }
}

/// What a bulk answer says of one id, with the skeleton in the form that the caller wants.
enum BulkFinding<Value: Sendable>: Sendable {
    case skeleton(Value)
    /// Anything but a skeleton.
    case other(BulkEntry.Outcome)
}

/// What is made of a skeleton that came; a field because a bare typed-throws closure as a generic argument crashes the
/// compiler.
struct BulkWish<Value: Sendable>: Sendable {
    let value: @Sendable (SkeletonPayload) throws(ServiceError) -> Value
}

extension ServiceClient {
    /// What a bulk answer says of each id that it names, decoded while it arrives.
    ///
    /// One damaged skeleton spoils neither the others nor the memory of what was wrong with it.
    func received<Value>(
        _ call: ServiceCall,
        _ route: BulkRoute,
        _ wish: BulkWish<Value>
    ) async throws(ServiceError) -> [RootID: BulkFinding<Value>] {
        try await session.value(
            of: call,
            AnswerReader { [self] in
                let stream = BulkStream { [self] id, value in finding(id, value, route, wish) }
                return AnswerReader.Reading(sink: stream) { [self] (answer) throws(BadAnswer) in
                    // It came in an encoding, and is whole.
                    if answer.streamedSize == nil { unsafe answer.body.withUnsafeBytes { unsafe stream.take($0) } }
                    let (found, size) = try stream.finish()
                    answerSize.note(size)
                    return found
                }
            }
        )
    }

    private func finding<Value>(
        _ id: RootID,
        _ value: BulkAnswer.Value,
        _ route: BulkRoute,
        _ wish: BulkWish<Value>
    ) -> BulkFinding<Value> {
        switch value {
        case .word("async"): return .other(.queued)
        case .word("invalid_rid"): return .other(.invalid)
        case .word("invalid_layer_rid"): return .other(.wrongLayer)
        case .word(let word):
            return .other(.failed(reason: "the service answered '\(word.prefix(60))', a word of unknown meaning"))
        case .bytes(let bytes):
            do {
                let received = try route.received(bytes, of: id)
                let value = try wish.value(received.payload)
                cache?.keep(received, datastack: route.datastack.name)
                return .skeleton(value)
            } catch let error as BadAnswer {
                return .other(.failed(reason: error.problem))
            } catch {
                return .other(.failed(reason: "\(error)"))
            }
        }
    }
}

/// Decodes the skeletons of a bulk answer as they arrive.
private final class BulkStream<Finding: Sendable>: BodySink {
    private struct State: Sendable {
        var answer = BulkAnswer()
        var found: [RootID: Finding] = [:]
    }

    // Only one task uses it, one piece after the other.
    private let state = Mutex(State())
    private let finding: @Sendable (RootID, BulkAnswer.Value) -> Finding

    init(_ finding: @escaping @Sendable (RootID, BulkAnswer.Value) -> Finding) {
        self.finding = finding
    }

    func take(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            for (id, value) in unsafe state.answer.take(bytes) { state.found[id] = finding(id, value) }
        }
    }

    func finish() throws(BadAnswer) -> ([RootID: Finding], BulkAnswer) {
        let result: Result<State, BadAnswer> = state.withLock { state in
            do throws(BadAnswer) {
                for (id, value) in try state.answer.finish() { state.found[id] = finding(id, value) }
                return .success(state)
            } catch {
                return .failure(error)
            }
        }
        let state = try result.get()
        return (state.found, state.answer)
    }
}
