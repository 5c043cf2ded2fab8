import HTTPTypes
import Metrics
import NIOCore
import Synchronization

/// What the server counts about itself.
final class ServiceMetrics: Sendable {
    private struct Kind: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private struct Counters {
        let requests: Counter
        let bytes: Counter
        let time: Metrics.Timer
    }

    private let registry = PrometheusRegistry()
    private let counters = Mutex<[Kind: Counters]>([:])
    private let reused: Counter
    private let encoded: Counter

    init() {
        reused = Counter(label: "karst_answers_reused_total", factory: registry)
        encoded = Counter(label: "karst_answers_encoded_total", factory: registry)
    }

    /// Counts a skeleton that was sent as it had been sent before.
    func countReuse() { reused.increment() }

    /// Counts a skeleton that had to be put into its form.
    func countEncoding() { encoded.increment() }

    /// Counts a request and its answer.
    func count(
        route: String,
        method: HTTPRequest.Method,
        status: HTTPResponse.Status,
        since start: ContinuousClock.Instant,
        bytes: ByteBuffer
    ) {
        let counters = counters(Kind(route: route, method: method.metricName, status: status.code))
        counters.requests.increment()
        counters.bytes.increment(by: bytes.readableBytes)
        let time = (ContinuousClock.now - start).components
        counters.time.recordNanoseconds(time.seconds * 1_000_000_000 + time.attoseconds / 1_000_000_000)
    }

    private func counters(_ kind: Kind) -> Counters {
        counters.withLock { counters in
            if let known = counters[kind] { return known }
            let dimensions = [("route", kind.route), ("method", kind.method), ("status", String(kind.status))]
            let new = Counters(
                requests: Counter(label: "karst_requests_total", dimensions: dimensions, factory: registry),
                bytes: Counter(label: "karst_response_bytes_total", dimensions: dimensions, factory: registry),
                time: Timer(label: "karst_request_seconds", dimensions: [("route", kind.route)], factory: registry)
            )
            counters[kind] = new
            return new
        }
    }

    /// Sets a number that is measured when somebody looks.
    func set(_ name: String, _ value: Double) {
        Gauge(label: name, factory: registry).record(value)
    }

    /// All of it, in Prometheus's text form.
    var text: String { registry.text() }
}

extension HTTPRequest.Method {
    /// The method, or one word for all that nobody uses: a client must not be able to make endless metrics.
    fileprivate var metricName: String {
        let known: [HTTPRequest.Method] = [.get, .head, .post, .options, .put, .delete, .patch]
        return known.contains(self) ? rawValue : "other"
    }
}
