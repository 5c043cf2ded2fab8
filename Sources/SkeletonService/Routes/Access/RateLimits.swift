import Synchronization

/// How many requests of a kind each user may make in some time.
public struct RateLimit: Sendable, Hashable {
    /// The kinds of requests that can be limited, by the reference's names.
    public enum Category: String, CaseIterable, Sendable {
        case queryCache = "query_cache"
        case skeletonExists = "skeleton_exists"
        case getRefusalList = "get_refusal_list"
        case getSkeletonsBulk = "get_skeletons_bulk"
        case getSkeletonsBulkAsync = "get_skeletons_bulk_async"
        case getCachedSkeletonsBulk = "get_cached_skeletons_bulk"
        case getSkeletonTokenBulk = "get_skeleton_token_bulk"
        case getSkeletonThatExists = "get_skeleton_that_exists"
        case getSkeletonThatDoesNotExist = "get_skeleton_that_doesnt_exist"
        case getSkeletonViaMessageThatExists = "get_skeleton_via_msg_that_exists"
        case getSkeletonViaMessageThatDoesNotExist = "get_skeleton_via_msg_that_doesnt_exist"
    }

    /// A span of time that a limit counts in.
    public enum Span: String, CaseIterable, Sendable {
        case second
        case minute
        case hour
        case day

        var seconds: Int {
            switch self {
            case .second: 1
            case .minute: 60
            case .hour: 3600
            case .day: 86400
            }
        }
    }

    let category: Category
    let count: Int
    let span: Span

    /// A limit as it is typed: `get_skeletons_bulk=60/min`.
    ///
    /// - Throws: `RoutesError.badLimit`, whose sentence shows the form and lists the categories.
    public init(_ text: String) throws(RoutesError) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        let rate = parts.count == 2 ? parts[1].split(separator: "/", omittingEmptySubsequences: false) : []
        guard rate.count == 2, let category = Category(rawValue: String(parts[0])), let count = Int(rate[0]), count > 0,
            let span = Span.allCases.first(where: { $0.rawValue == rate[1] || $0.rawValue.prefix(3) == rate[1] })
        else { throw .badLimit(text) }
        (self.category, self.count, self.span) = (category, count, span)
    }

    /// What the reference's library says of a limit that was reached.
    var text: String { "\(count) per 1 \(span.rawValue)" }
}

/// Counts the requests of each user.
final class RateLimits: Sendable {
    private struct Key: Hashable {
        let user: String
        let category: RateLimit.Category
    }

    private struct Window {
        let end: ContinuousClock.Instant
        var count: Int
    }

    private let limits: [RateLimit.Category: RateLimit]
    private let windows = Mutex<[Key: Window]>([:])

    init(_ limits: [RateLimit]) {
        self.limits = Dictionary(limits.map { ($0.category, $0) }) { $1 }
    }

    /// A limit that was reached, and when it may be tried again.
    struct Reached: Sendable {
        let limit: RateLimit
        let retryAfterSeconds: Int
    }

    /// Counts a request; tells when it is one too many.
    func count(_ category: RateLimit.Category, of user: User, now: ContinuousClock.Instant = .now) -> Reached? {
        guard let limit = limits[category] else { return nil }
        return windows.withLock { windows in
            let key = Key(user: user.name, category: category)
            var window = windows[key] ?? Window(end: now, count: 0)
            if window.end <= now {
                window = Window(end: now + .seconds(limit.span.seconds), count: 0)
                // Users come and go: those whose time has passed need not be remembered.
                if windows.count > 10_000 { windows = windows.filter { $0.value.end > now } }
            }
            window.count += 1
            windows[key] = window
            guard window.count > limit.count else { return nil }
            let rest = window.end - now
            let seconds = Int(rest.components.seconds) + (rest.components.attoseconds > 0 ? 1 : 0)
            return Reached(limit: limit, retryAfterSeconds: max(1, seconds))
        }
    }
}
