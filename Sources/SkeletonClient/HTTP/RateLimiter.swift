import SkeletonAPI
import Synchronization

/// Keeps each category of requests below the rate that the server has shown to allow.
///
/// Nothing is known at first and nothing is held back. A refusal (429) that names its limit fixes the rate; one that
/// does not halves it, and every success after that raises it again a little.
final class RateLimiter: Sendable {
    private struct Category {
        /// The least time between two requests.
        var interval = Duration.zero
        /// Whether the server itself named the interval.
        var isStated = false
        var next = Duration.zero
    }

    /// An interval shorter than this is not worth keeping.
    private static let shortest = Duration.milliseconds(5)
    /// What is assumed after a refusal that says nothing.
    private static let firstGuess = Duration.milliseconds(100)
    private static let longest = Duration.seconds(30)

    private let time: TimeSource
    private let categories = Mutex<[String: Category]>([:])

    init(_ time: TimeSource) { self.time = time }

    /// Waits until a request of the category may be sent.
    func wait(_ name: String) async throws(ServiceError) {
        let now = time.now()
        let pause = categories.withLock { categories in
            var category = categories[name] ?? Category()
            let start = max(now, category.next)
            category.next = start + category.interval
            categories[name] = category
            return start - now
        }
        guard pause > .zero else { return }
        do { try await time.sleep(pause) } catch { throw .cancelled }
    }

    /// The server has answered a request.
    func noteSuccess(_ name: String) {
        categories.withLock { categories in
            guard var category = categories[name], !category.isStated, category.interval > .zero else { return }
            category.interval = category.interval * 0.95
            if category.interval < Self.shortest { category.interval = .zero }
            categories[name] = category
        }
    }

    /// The server has refused a request.
    ///
    /// - Parameters:
    ///   - text: What it said, which may name the limit: `3 per 1 minute`.
    ///   - retryAfter: How long to send nothing of this category.
    func noteRefusal(_ name: String, text: String, retryAfter: Duration?) {
        let now = time.now()
        categories.withLock { categories in
            var category = categories[name] ?? Category()
            if let stated = Self.interval(in: text) {
                category.interval = stated
                category.isStated = true
            } else if !category.isStated {
                category.interval = min(Self.longest, max(Self.firstGuess, category.interval * 2))
            }
            category.next = max(category.next, now + max(category.interval, retryAfter ?? .zero))
            categories[name] = category
        }
    }

    /// The interval that a category has learned.
    func interval(_ name: String) -> Duration { categories.withLock { $0[name]?.interval ?? .zero } }

    /// Reads flask-limiter's words: `COUNT per [N] second|minute|hour|day`.
    static func interval(in text: String) -> Duration? {
        let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
        guard let per = words.firstIndex(of: "per"), per > 0, let count = Double(words[per - 1]), count > 0 else {
            return nil
        }
        var rest = words[(per + 1)...]
        let many = rest.first.flatMap { Double($0) }
        if many != nil { rest = rest.dropFirst() }
        let units = ["second": 1.0, "minute": 60, "hour": 3600, "day": 86400]
        guard let unit = rest.first.flatMap({ word in units.first { word.hasPrefix($0.key) }?.value }) else {
            return nil
        }
        return .seconds((many ?? 1) * unit / count)
    }
}
