import SkeletonAPI
import SkeletonModel

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

extension ServiceClient {
    /// What a bulk answer says of each id that it names.
    ///
    /// One damaged skeleton spoils neither the others nor the memory of what was wrong with it.
    func received(
        _ call: ServiceCall,
        _ route: BulkRoute
    ) async throws(ServiceError) -> [RootID: BulkEntry.Outcome] {
        let answer = try await session.value(
            of: call,
            AnswerReader { (answer) throws(BadAnswer) in try BulkAnswer(answer.body) }
        )
        answerSize.note(answer)
        return await outcomes(answer, route)
    }

    @concurrent
    private func outcomes(_ answer: BulkAnswer, _ route: BulkRoute) async -> [RootID: BulkEntry.Outcome] {
        var outcomes: [RootID: BulkEntry.Outcome] = [:]
        for (index, id) in answer.ids.enumerated() {
            switch answer.value(index) {
            case .word("async"): outcomes[id] = .queued
            case .word("invalid_rid"): outcomes[id] = .invalid
            case .word("invalid_layer_rid"): outcomes[id] = .wrongLayer
            case .word(let word):
                outcomes[id] = .failed(reason: "the service answered '\(word.prefix(60))', a word of unknown meaning")
            case .bytes(let bytes):
                do throws(BadAnswer) {
                    let received = try route.received(bytes, of: id)
                    cache?.keep(received, datastack: route.datastack.name)
                    outcomes[id] = .skeleton(received.payload)
                } catch {
                    outcomes[id] = .failed(reason: error.problem)
                }
            }
        }
        return outcomes
    }
}
