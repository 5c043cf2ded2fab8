import FoundationEssentials
import Synchronization

/// The short-lived tokens with which stored files can be downloaded without asking the service for each.
final class DirectTokens: Sendable {
    /// How long a token is good for; caveclient asks for another five minutes before the end.
    static let lifetime: TimeInterval = 3600

    private struct Grant {
        let datastack: String
        let user: User
        let expiry: Date
    }

    private let grants = Mutex<[String: Grant]>([:])

    /// A new token for the files of a datastack, and when it ends.
    func issue(datastack: String, user: User, now: Date = .now) -> (token: String, expiry: Date) {
        let token = Self.randomText()
        let expiry = now + Self.lifetime
        grants.withLock { grants in
            grants = grants.filter { $0.value.expiry > now }
            grants[token] = Grant(datastack: datastack, user: user, expiry: expiry)
        }
        return (token, expiry)
    }

    /// Whether a token opens the files of a datastack now.
    func opens(_ token: String, datastack: String, now: Date = .now) -> Bool {
        grants.withLock { grants in
            guard let grant = grants[token] else { return false }
            return grant.expiry > now && grant.datastack == datastack
        }
    }

    private static func randomText() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
