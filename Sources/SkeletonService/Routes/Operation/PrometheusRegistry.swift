import Metrics
import Synchronization

/// Keeps metrics, and writes them down in the text form that Prometheus reads.
final class PrometheusRegistry: MetricsFactory, Sendable {
    /// What is kept under one name.
    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    struct Series: Hashable, Sendable {
        let name: String
        let labels: [String]
    }

    private let series = Mutex<[Series: (kind: Kind, value: any PrometheusValue)]>([:])

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        value(label, dimensions, .counter) { PrometheusNumber() }
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate
            ? value(label, dimensions, .histogram) { PrometheusHistogram(scale: 1) } as any RecorderHandler
            : value(label, dimensions, .gauge) { PrometheusNumber() }
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        // Timers count nanoseconds, Prometheus seconds.
        value(label, dimensions, .histogram) { PrometheusHistogram(scale: 1e-9) }
    }

    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}

    /// The one value of a name and its labels.
    private func value<Value: PrometheusValue>(
        _ name: String,
        _ dimensions: [(String, String)],
        _ kind: Kind,
        _ make: () -> Value
    ) -> Value {
        let key = Series(
            name: Self.name(name),
            labels: dimensions.map { "\(Self.name($0.0))=\"\(Self.quoted($0.1))\"" }
        )
        return series.withLock { series in
            if let known = series[key]?.value as? Value { return known }
            let value = make()
            series[key] = (kind, value)
            return value
        }
    }

    /// Everything there is, by name.
    func text() -> String {
        let all = series.withLock { $0 }
        var text = ""
        var lastName = ""
        for (key, entry) in all.sorted(by: {
            ($0.key.name, $0.key.labels.description) < ($1.key.name, $1.key.labels.description)
        }) {
            if key.name != lastName { text += "# TYPE \(key.name) \(entry.kind.rawValue)\n" }
            lastName = key.name
            for line in entry.value.lines { text += Self.line(key, line) }
        }
        return text
    }

    private static func line(_ key: Series, _ line: PrometheusLine) -> String {
        let labels = (key.labels + (line.label.map { [$0] } ?? [])).joined(separator: ",")
        return "\(key.name)\(line.suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(line.value)\n"
    }

    /// Only letters, digits and `_` can stand in a name.
    private static func name(_ text: String) -> String {
        String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
    }

    private static func quoted(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

/// One line of a metric, without its name.
struct PrometheusLine: Sendable {
    var suffix = ""
    var label: String?
    let value: String
}

/// What a metric holds.
protocol PrometheusValue: AnyObject, Sendable {
    var lines: [PrometheusLine] { get }
}

/// A number that goes up, or is set.
final class PrometheusNumber: PrometheusValue, CounterHandler, RecorderHandler {
    private let value = Mutex(0.0)

    func increment(by amount: Int64) { value.withLock { $0 += Double(amount) } }
    func reset() { value.withLock { $0 = 0 } }
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) { self.value.withLock { $0 = value } }

    var lines: [PrometheusLine] { [PrometheusLine(value: value.withLock { $0.prometheusText })] }
}

/// How many values were at most so large.
final class PrometheusHistogram: PrometheusValue, RecorderHandler, TimerHandler {
    private struct State {
        var counts = [Int](repeating: 0, count: PrometheusHistogram.bounds.count)
        var count = 0
        var sum = 0.0
    }

    /// From a tenth of a millisecond, which a request that is answered from memory takes, to the longest wait.
    static let bounds = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300]

    private let scale: Double
    private let state = Mutex(State())

    init(scale: Double) { self.scale = scale }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let value = value * scale
        state.withLock { state in
            state.count += 1
            state.sum += value
            if let index = Self.bounds.firstIndex(where: { value <= $0 }) { state.counts[index] += 1 }
        }
    }

    var lines: [PrometheusLine] {
        let state = state.withLock { $0 }
        var total = 0
        var lines: [PrometheusLine] = []
        for (bound, count) in zip(Self.bounds, state.counts) {
            total += count
            lines.append(PrometheusLine(suffix: "_bucket", label: "le=\"\(bound.prometheusText)\"", value: "\(total)"))
        }
        lines.append(PrometheusLine(suffix: "_bucket", label: "le=\"+Inf\"", value: "\(state.count)"))
        lines.append(PrometheusLine(suffix: "_sum", value: state.sum.prometheusText))
        lines.append(PrometheusLine(suffix: "_count", value: "\(state.count)"))
        return lines
    }
}

extension Double {
    fileprivate var prometheusText: String {
        self == rounded() && magnitude < 1e15 ? String(Int64(self)) : String(self)
    }
}
