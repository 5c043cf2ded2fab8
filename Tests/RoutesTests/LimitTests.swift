import SkeletonAPI
import SkeletonModel
import SkeletonService
import Testing

@testable import Routes

/// How often, how much and how long.
struct LimitTests {
    private static let base = "/skeletoncache/api/v1/demo_stack"

    @Test(arguments: ["60/min", "60/minute", "1/second", "1/sec", "3/hour", "9/day"])
    func aRateIsReadAsItIsTyped(_ rate: String) throws {
        #expect(throws: Never.self) { try RateLimit("query_cache=\(rate)") }
    }

    @Test(arguments: [
        "", "query_cache", "query_cache=", "query_cache=0/min", "query_cache=x/min", "nothing=1/min",
        "query_cache=1/week",
    ])
    func anotherFormIsRefused(_ text: String) {
        let error = #expect(throws: RoutesError.self) { try RateLimit(text) }
        #expect(
            error?.description.hasPrefix(
                "a limit has the form CATEGORY=COUNT/second, /minute, /hour or /day (got '\(text)'"
            ) == true
        )
    }

    @Test func aUserMayAskSoOftenInEachSpan() throws {
        let limits = RateLimits([try RateLimit("query_cache=2/min")])
        let (ann, bob, start) = (User(name: "Ann"), User(name: "Bob"), ContinuousClock.now)
        func count(_ user: User, _ category: RateLimit.Category = .queryCache, after seconds: Double) -> Int? {
            limits.count(category, of: user, now: start + .seconds(seconds))?.retryAfterSeconds
        }
        #expect(count(ann, after: 0) == nil)
        #expect(count(ann, after: 1) == nil)
        #expect(count(ann, after: 20.5) == 40)
        #expect(count(ann, after: 59.9) == 1)
        #expect(count(bob, after: 59.9) == nil)
        #expect(count(ann, .skeletonExists, after: 59.9) == nil)
        #expect(count(ann, after: 60) == nil)
    }

    @Test(arguments: [
        ("get_skeleton_that_exists=1/hour", "/async/get_skeleton/4/864691135000000001/swc", "get_skeleton_async()"),
        ("get_skeleton_that_exists=1/hour", "/precomputed/skeleton/4/864691135000000001/swc", "get_skeleton()"),
    ])
    func aSingleSkeletonHasAnAnswerOfItsOwn(_ limit: String, _ path: String, _ function: String) async throws {
        try await Self.with {
            $0.limits = [try RateLimit(limit)]
        } _: { (replay: Replay) async throws in
            #expect(try await replay.get(Self.base + path).status == 200)
            let second = try await replay.get(Self.base + path)
            #expect(second.status == 429)
            #expect(second.text == "{\"\(function) RateLimitExceeded\":\"429 Too Many Requests: 1 per 1 hour\"}\n")
            let retry = second.header("Retry-After").flatMap { Int($0) } ?? 0
            #expect((1...3600).contains(retry))
        }
    }

    @Test(arguments: [
        ("query_cache", "GET", "/precomputed/skeleton/query_cache/4/8/0"),
        ("skeleton_exists", "POST", "/precomputed/skeleton/exists"),
        ("get_refusal_list", "GET", "/precomputed/skeleton/get_refusal_list"),
        ("get_skeletons_bulk", "GET", "/bulk/get_skeletons/4/flatdict/0/1"),
        ("get_skeletons_bulk_async", "POST", "/bulk/gen_skeletons"),
        ("get_cached_skeletons_bulk", "POST", "/bulk/get_cached_skeletons/4/flatdict"),
        ("get_skeleton_token_bulk", "POST", "/bulk/get_skeleton_token/4"),
    ])
    func everyCategoryIsCounted(_ category: String, _ method: String, _ path: String) async throws {
        try await Self.with {
            $0.limits = [try RateLimit("\(category)=1/hour")]
        } _: { (replay: Replay) async throws in
            let body = Array(#"{"root_ids": [], "skeleton_version": 4}"#.utf8)
            let json = ["Content-Type": "application/json"]
            let first = try await replay.send(method, Self.base + path, headers: json, body: body)
            #expect(first.status == 200)
            let second = try await replay.send(method, Self.base + path, headers: json, body: body)
            #expect(second.status == 429)
            #expect(second.text == "{\"message\":\"1 per 1 hour\"}\n")
        }
    }

    @Test func aBodyThatIsTooLargeIsNotRead() async throws {
        try await Self.with {
            $0.largestBody = 1000
        } _: { (replay: Replay) async throws in
            let ids = (1...2000).map { "\($0)" }.joined(separator: ",")
            let received = try await replay.post(Self.base + "/precomputed/skeleton/exists", "{\"root_ids\": [\(ids)]}")
            #expect(received.status == 413)
            #expect(received.text.contains("larger than the 1000 bytes"))
        }
    }

    @Test func anAddressHasAnEndToo() async throws {
        try await Self.with { _ in
        } _: { (replay: Replay) async throws in
            let ids = (0..<200).map { "\(864_691_135_000_000_000 + $0)" }.joined(separator: ",")
            let long = try await replay.get(Self.base + "/bulk/get_skeletons/4/flatdict/0/" + ids)
            #expect(long.status == 200)
            let tooLong = try await replay.get("/" + String(repeating: "a", count: 1 << 18))
            #expect(tooLong.status == 414)
        }
    }

    @Test func aSkeletonThatIsNotMadeInTimeStaysQueued() async throws {
        let standIn = try await StandInService.shared()
        var options = ServeOptions()
        options.longestWait = .milliseconds(50)
        let id = StandInService.id(32)
        try await Replay.on(standIn.service, options) { (replay: Replay) async throws in
            let received = try await replay.get(Self.base + "/async/get_skeleton/4/\(id)/flatdict")
            #expect(received.status == 504)
            #expect(
                received.text
                    == "{\"Error\":\"the skeleton of root id \(id) was not ready after 0.05 s; it stays in the queue\"}\n"
            )
        }
        #expect(try await standIn.service.status(of: [id], datastack: "demo_stack")[id]?.word == .queued)
    }

    @Test func whoWaitsIsToldThatTheServerEnds() async throws {
        let standIn = try await StandInService()
        let routes = ServiceRoutes(standIn.service, options: ServeOptions(), logger: .silent)
        try await Replay.on(routes) { (replay: Replay) async throws in
            async let answer = replay.get(Self.base + "/async/get_skeleton/4/\(StandInService.id(32))/flatdict")
            routes.stopping.begin()
            let received = try await answer
            #expect(received.status == 503)
            #expect(received.header("Retry-After") == "1")
        }
        await standIn.service.close()
    }

    @Test func aReadOnlyServerMakesNothing() async throws {
        let standIn = try await StandInService()
        var options = ServeOptions()
        options.isReadOnly = true
        let (there, missing, refused) = (StandInService.id(1), StandInService.id(32), StandInService.id(777))
        try await Replay.on(standIn.service, options) { (replay: Replay) async throws in
            #expect(try await replay.get(Self.base + "/async/get_skeleton/4/\(there)/swc").status == 200)
            let absent = try await replay.get(Self.base + "/async/get_skeleton/4/\(missing)/swc")
            #expect(absent.status == 403)
            #expect(absent.text.contains("root id \(missing) has no skeleton here, and this server makes none"))
            #expect(try await replay.get(Self.base + "/async/get_skeleton/4/\(refused)/swc").status == 400)
            #expect(try await replay.get(Self.base + "/bulk/get_skeletons/4/swc/true/\(missing)").text == "{}\n")
            let body = "{\"root_ids\": [\(missing)], \"skeleton_version\": 4, \"generate_missing\": true}"
            #expect(try await replay.post(Self.base + "/bulk/gen_skeletons", body).status == 403)
            #expect(try await replay.post(Self.base + "/bulk/get_cached_skeletons/4/swc", body).text == "{}\n")
        }
        #expect(try await standIn.service.status(of: [missing], datastack: "demo_stack")[missing]?.word == .notFound)
        await standIn.service.close()
    }

    private static func with(
        _ change: (inout ServeOptions) throws -> Void,
        _ body: @escaping @Sendable (Replay) async throws -> Void
    ) async throws {
        let standIn = try await StandInService.shared()
        var options = ServeOptions()
        try change(&options)
        try await Replay.on(standIn.service, options, body)
    }
}
