import SkeletonAPI

/// The request log that people switch on to see what goes over the wire; no line ever holds a token.
struct RequestTrace: Sendable {
    private let write: (@Sendable (String) -> Void)?
    private let time: TimeSource

    init(_ time: TimeSource, _ write: (@Sendable (String) -> Void)?) {
        (self.time, self.write) = (time, write)
    }

    /// `+1.204s GET https://… 200 12.3 kB in 0.045 s`.
    func answered(_ call: ServiceCall, _ answer: HTTPAnswer, since start: Duration) {
        line(call, "\(answer.status) \(Self.size(answer.size))", since: start)
    }

    func failed(_ call: ServiceCall, _ problem: String, since start: Duration) {
        line(call, "failed: \(problem)", since: start)
    }

    func pausing(_ call: ServiceCall, _ pause: Duration, attempt: Int) {
        guard let write else { return }
        write("\(stamp()) attempt \(attempt + 1) follows in \(Self.seconds(pause)) s")
    }

    func note(_ text: String) {
        guard let write else { return }
        write("\(stamp()) \(text)")
    }

    private func line(_ call: ServiceCall, _ outcome: String, since start: Duration) {
        guard let write else { return }
        let body = call.body.map { " (\(Self.size($0.count)) sent)" } ?? ""
        let took = Self.seconds(time.now() - start)
        write("\(stamp()) \(call.method.rawValue) \(Self.shortened(call.url))\(body) \(outcome) in \(took) s")
    }

    private func stamp() -> String { "+\(Self.seconds(time.now()))s" }

    private static func seconds(_ duration: Duration) -> String {
        let thousandths = Int64((duration.inSeconds * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
    }

    private static func size(_ count: Int) -> String {
        count < 1000 ? "\(count) B" : "\((Double(count) / 1000).roundedText) kB"
    }

    /// A list of ids makes addresses that nobody reads.
    private static func shortened(_ url: String) -> String {
        url.utf8.count <= 240 ? url : "\(url.prefix(200))… (\(url.utf8.count) characters)"
    }
}
