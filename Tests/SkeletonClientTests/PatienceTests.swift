import SkeletonAPI
import SkeletonModel
import Synchronization
import Testing

@testable import SkeletonClient

/// How often and how long things are tried, on a clock that stands still between sleeps.
struct PatienceTests {
    /// A client of a service that answers existence with these, one after the other, and the last one for ever.
    private static func client(
        _ answers: [HTTPAnswer],
        time: VirtualTime,
        _ change: (inout ServiceClient.Options) -> Void = { _ in }
    ) throws -> (ServiceClient, TestTransport) {
        let rest = Mutex(answers)
        let service = DemoService { path in
            guard path.hasSuffix("/exists") else { return nil }
            return rest.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
        let transport = service.transport
        return (try ServiceClient.forTests(transport, time: time, change), transport)
    }

    private static let good = HTTPAnswer(200, json: "true\n")

    private func ask(_ client: ServiceClient) async throws -> Bool? {
        try await client.existence(of: [.test(1)], datastack: "demo_stack", version: .newest)[.test(1)]
    }

    private func failure(_ client: ServiceClient) async -> RequestFailure? {
        do {
            _ = try await ask(client)
        } catch ServiceError.request(let failure) {
            return failure
        } catch {}
        return nil
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504])
    func whatMayPassIsTriedAgain(_ status: Int) async throws {
        let time = VirtualTime()
        let bad = HTTPAnswer(status, json: "{\"message\": \"not now\"}")
        let (client, transport) = try Self.client([bad, bad, Self.good], time: time)
        let there = try await ask(client)
        #expect(there == true)
        #expect(transport.requests.count { $0.url.contains("/exists") } == 3)
        #expect(time.now > .zero)
    }

    @Test func anOverloadOfMinutesIsSatOut() async throws {
        let time = VirtualTime()
        let service = DemoService { path in
            path.hasSuffix("/exists") && time.now < .seconds(200) ? .init(503, json: "{\"message\": \"x\"}") : nil
        }
        let client = try ServiceClient.forTests(service.transport, time: time)
        let there = try await ask(client)
        #expect(there == false)
        #expect(time.now >= .seconds(200))
    }

    @Test func patienceEnds() async throws {
        let time = VirtualTime()
        let (client, transport) = try Self.client([.init(503, json: "{\"message\": \"down\"}")], time: time)
        let failure = try #require(await failure(client))
        #expect(failure.kind == .unavailable)
        #expect(failure.status == 503)
        #expect(failure.message == "127.0.0.1:9: the server is not available (status 503): down")
        #expect(time.now > .seconds(250) && time.now <= .seconds(300))
        #expect(transport.requests.count < 60, "pauses grow")
    }

    @Test func aServerThatNamesATimeIsTakenAtItsWord() async throws {
        let time = VirtualTime()
        let busy = HTTPAnswer(429, json: "{\"message\": \"slow down\"}", headers: [("Retry-After", "40")])
        let (client, _) = try Self.client([busy, Self.good], time: time)
        let there = try await ask(client)
        #expect(there == true)
        #expect(time.now >= .seconds(40) && time.now < .seconds(42))
    }

    @Test func aTimeBeyondOurPatienceIsToldAtOnce() async throws {
        let time = VirtualTime()
        let busy = HTTPAnswer(429, json: "{\"message\": \"slow down\"}", headers: [("retry-after", "3600")])
        let (client, _) = try Self.client([busy], time: time)
        let failure = try #require(await failure(client))
        #expect(failure.kind == .rateLimited)
        #expect(failure.retryAfter == 3600)
        #expect(time.now < .seconds(1))
    }

    @Test func aDateIsATimeByTheServersOwnClock() async throws {
        let time = VirtualTime()
        let busy = HTTPAnswer(
            503,
            json: "{}",
            headers: [("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:50:07 GMT")]
        )
        let (client, _) = try Self.client([busy, Self.good], time: time)
        let there = try await ask(client)
        #expect(there == true)
        #expect(time.now >= .seconds(30) && time.now < .seconds(32))
    }

    @Test func theStatedRateIsKeptFromThenOn() async throws {
        let time = VirtualTime()
        let busy = HTTPAnswer(429, json: "{\"message\": \"30 per 1 minute\"}")
        let (client, _) = try Self.client([busy, Self.good], time: time)
        for _ in 0..<6 { _ = try await ask(client) }
        // One every two seconds: the refused one, its repetition, and five more.
        #expect(time.now >= .seconds(12))
        #expect(client.session.limiter.interval("skeleton_exists") == .seconds(2))
        #expect(client.session.limiter.interval("version") == .zero, "other categories are not held back")
    }

    @Test func aRefusalWithoutWordsSlowsDownAndSuccessesSpeedUp() async throws {
        let time = VirtualTime()
        let (client, _) = try Self.client([.init(429, json: "{}"), Self.good], time: time)
        _ = try await ask(client)
        let first = client.session.limiter.interval("skeleton_exists")
        #expect(first > .zero)
        for _ in 0..<10 { _ = try await ask(client) }
        #expect(client.session.limiter.interval("skeleton_exists") < first)
    }

    @Test(arguments: [400, 401, 403, 404, 405, 415])
    func whatIsFinalIsNotRepeated(_ status: Int) async throws {
        let (client, transport) = try Self.client([.init(status, json: "{\"message\": \"no\"}")], time: VirtualTime())
        let failure = try #require(await failure(client))
        #expect(failure.status == status)
        #expect(!failure.isPassing)
        #expect(transport.requests.count { $0.url.contains("/exists") } == 1)
    }

    @Test func aBrokenConnectionIsTriedLongerWhereTheServerIsKnown() async throws {
        let time = VirtualTime()
        let unknown = TestTransport { _ in .failure(.connection("connection refused")) }
        let client = try ServiceClient.forTests(unknown, time: time)
        let failure = try #require(await failure(client))
        #expect(failure.kind == .connection)
        #expect(failure.message == "no answer from 127.0.0.1:9: connection refused")
        #expect(unknown.requests.count == 3)
        #expect(time.now < .seconds(5))

        let service = DemoService()
        let known = TestTransport { request in
            request.url.contains("/exists") && time.now < .seconds(100)
                ? .failure(.connection("connection reset")) : .success(service.answer(request))
        }
        let there = try await ask(try ServiceClient.forTests(known, time: time))
        #expect(there == false)
        #expect(time.now >= .seconds(100))
    }

    @Test func aCancelledCallEndsAndSaysSo() async throws {
        let time = VirtualTime()
        let (client, _) = try Self.client([.init(503, json: "{}")], time: time)
        let task = Task { () async -> ServiceError? in
            do throws(ServiceError) {
                _ = try await client.existence(of: [.test(1)], datastack: "demo_stack", version: .newest)
                return nil
            } catch { return error }
        }
        task.cancel()
        let error = await task.value
        #expect(error == .cancelled)
    }

    @Test func generationMayTakeMinutes() async throws {
        let time = VirtualTime()
        let service = DemoService { path in
            guard path.contains("/async/get_skeleton/") else { return nil }
            // A server in front gives up on each request; the skeleton is there after six minutes.
            return time.now < .seconds(360)
                ? .init(504, json: "{\"message\": \"gateway timeout\"}")
                : HTTPAnswer(status: 200, body: Gzip.compress(DemoService.flatDict(.test(5))))
        }
        let client = try ServiceClient.forTests(service.transport, time: time)
        let answer = try await client.skeleton(.test(5), datastack: "demo_stack", version: .newest, format: .dict)
        let cell = try answer.skeleton()
        #expect(cell.nodeCount == 2)
    }

    @Test(
        arguments: [
            ("3 per 1 minute", 20.0), ("429 Too Many Requests: 1 per 1 minute", 60), ("10/second", nil),
            ("60 per hour", 60), ("5 per 2 seconds", 0.4), ("slow down", nil), ("per minute", nil),
            ("0 per minute", nil),
        ] as [(String, Double?)]
    )
    func ratesAreReadAsTheServiceWritesThem(_ text: String, _ seconds: Double?) {
        #expect(RateLimiter.interval(in: text)?.inSeconds == seconds)
    }
}
