import SkeletonAPI
import SkeletonModel
import Synchronization
import TestSupport

@testable import SkeletonClient

/// A transport without a network: a function answers.
final class TestTransport: HTTPTransport {
    typealias Answer = @Sendable (HTTPRequest) -> Result<HTTPAnswer, TransportFault>

    private struct State {
        var requests: [HTTPRequest] = []
        var underWay = 0
        var mostUnderWay = 0
    }

    private let state = Mutex(State())
    let answer: Answer
    private let yields: Bool

    /// - Parameter yields: Whether each answer takes a while, so that others can be asked for meanwhile.
    init(yields: Bool = false, _ answer: @escaping Answer) {
        (self.answer, self.yields) = (answer, yields)
    }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    var mostAtOnce: Int { state.withLock { $0.mostUnderWay } }

    func answer(to request: HTTPRequest, within limits: TimeLimits) async throws(TransportFault) -> HTTPAnswer {
        state.withLock { state in
            state.requests.append(request)
            state.underWay += 1
            state.mostUnderWay = max(state.mostUnderWay, state.underWay)
        }
        defer { state.withLock { $0.underWay -= 1 } }
        if yields { for _ in 0..<20 { await Task.yield() } }
        return try answer(request).get()
    }
}

/// A clock that stands still until somebody sleeps.
final class VirtualTime: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock(\.self) }

    var source: TimeSource {
        TimeSource(
            now: { self.now },
            sleep: { duration in
                try Task.checkCancellation()
                self.time.withLock { $0 += duration }
                await Task.yield()
            }
        )
    }
}

extension ServiceClient {
    /// A client whose environment has nothing of the tester's.
    static func forTests(
        _ transport: any HTTPTransport,
        time: VirtualTime = VirtualTime(),
        home: TemporaryFolder? = nil,
        _ change: (inout Options) -> Void = { _ in }
    ) throws -> ServiceClient {
        var options = Options()
        options.environment = ["HOME": home?.path ?? "/nonexistent"]
        options.serverAddress = Recording.server
        options.token = Recording.token
        options.bucketServer = Recording.server
        options.retry.random = { 0.5 }
        change(&options)
        return try ServiceClient(datastack: "demo_stack", options, transport: transport, time: time.source)
    }
}

extension HTTPAnswer {
    init(_ status: Int, json text: String, headers: [(name: String, value: String)] = []) {
        self.init(status: status, headers: [("Content-Type", "application/json")] + headers, body: Array(text.utf8))
    }
}

extension RootID {
    /// An id of the recordings' layer.
    static func test(_ number: Int64) -> RootID {
        guard let id = RootID(864_691_135_000_000_000 + number) else { preconditionFailure("not an id: \(number)") }
        return id
    }
}
