import SkeletonAPI
import SkeletonModel
import Testing

struct ServiceErrorTests {
    private static let id = RootID(864_691_128_455_136_232) ?? RootID.lowest

    @Test(arguments: [
        (ServiceError.refused(id), "refused", "root id 864691128455136232 is on the service's refusal list"),
        (
            .invalid(id, datastack: "demo"), "invalid",
            "datastack 'demo' has no neuron with root id 864691128455136232"
        ),
        (
            .wrongLayer(id), "wrong_layer",
            "864691128455136232 is not a root id but an id of another layer of the chunked graph "
                + "(a supervoxel or level-2 id?)"
        ),
        (
            .unknownDatastack("demmo", known: ["demo", "local"]), "unknown_datastack",
            "unknown datastack 'demmo' (known: demo, local)"
        ),
        (
            .unknownDatastack("demo", known: []), "unknown_datastack",
            "unknown datastack 'demo' (there is none yet: import a neuron first)"
        ),
        (.badPrefix("12a"), "bad_prefix", "a prefix of root ids has 1 to 19 digits and nothing else (got '12a')"),
        (.badLimit(-1), "bad_limit", "a limit is 0 (no limit) or more (got -1)"),
        (.tooManyIDs(count: 501, limit: 500), "too_many_ids", "too many root ids in one request: 501 (at most 500)"),
        (
            .generationFailed(id, reason: "no disk", retryable: true), "generation_failed",
            "the skeleton of root id 864691128455136232 cannot be made: no disk"
        ),
        (
            .timedOut(id, seconds: 600), "timed_out",
            "the skeleton of root id 864691128455136232 was not ready after 600 s; it stays in the queue"
        ),
        (
            .conflict(id, datastack: "demo", path: "b.l2.jsonl", existing: "imported from a.l2.jsonl"), "conflict",
            "b.l2.jsonl: root id 864691128455136232 is already in datastack 'demo' with other data "
                + "(imported from a.l2.jsonl)"
        ),
        (.storage(path: "/data", problem: "permission denied"), "storage", "/data: permission denied"),
        (.closed, "closed", "the service is closed"),
    ])
    func sentencesNameWhatIsAtFault(_ error: ServiceError, _ code: String, _ sentence: String) {
        #expect(error.description == sentence)
        #expect(error.code == code)
    }

    @Test func detailsHoldTheIDExactly() {
        #expect(ServiceError.refused(Self.id).details == ["root_id": .integer(864_691_128_455_136_232)])
    }
}

extension RootID {
    fileprivate static let lowest: RootID = {
        guard let id = RootID(1) else { preconditionFailure("1 is a root id") }
        return id
    }()
}
