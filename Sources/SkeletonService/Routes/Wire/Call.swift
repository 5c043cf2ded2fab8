import HTTPTypes
import HummingbirdCore
import NIOCore
import SkeletonAPI
import SkeletonModel
import Synchronization

/// A request on its way to an answer.
struct Call: Sendable {
    let request: Request
    let address: Address
    let parameters: [PathPattern.Parameter: String]
    /// Who asks.
    let user: User
    /// How large a body may be, and how long it may take.
    let bodyLimits: BodyLimits
    /// What becomes of the connection.
    let connection = ConnectionUse()

    /// Scheme, host and port under which the client reached us.
    var base: String { "http://" + host }

    /// The host as the client wrote it, or this machine where it wrote something else.
    private var host: String {
        let host = request.head.authority ?? "127.0.0.1"
        let isHost = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "-"),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isHost && !host.isEmpty ? host : "127.0.0.1"
    }

    /// A part of the address; the pattern of the route has seen to it that it is there.
    func text(_ parameter: PathPattern.Parameter) -> String { parameters[parameter] ?? "" }

    /// The datastack in the address.
    var datastack: String { text(.datastack) }

    /// The version in the address.
    func version() throws(ServiceError) -> SkeletonVersion {
        // A number too long for an integer is a version that there is not.
        try SkeletonVersion(Int(text(.version)) ?? .max)
    }

    /// The root id in the address.
    func rootID() throws(Declined) -> RootID {
        guard let id = RootID(text(.id)) else {
            throw Declined(.error(ErrorText.invalid(text(.id)), status: .badRequest))
        }
        return id
    }

    /// A list between commas; what is no root id is nil beside its text.
    func rootIDs() -> [IDText] { text(.ids).split(separator: ",").map { IDText(String($0)) } }

    /// Whether a part of the address says yes.
    var flag: Bool { ["true", "1"].contains(text(.flag).lowercased()) }

    /// Whether an answer may be compressed on the way.
    var acceptsGzip: Bool {
        guard let accepted = request.headers[.acceptEncoding] else { return false }
        return accepted.split(separator: ",").contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let name = parts.first, name.lowercased() == "gzip" || name == "*" else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=") && Double($0.dropFirst(2)) == 0 }
        }
    }
}

/// A root id in a list, as it was written.
struct IDText: Sendable, Hashable {
    let text: String
    let id: RootID?

    private init(text: String, id: RootID?) { (self.text, self.id) = (text, id) }

    init(_ text: String) { self.init(text: text, id: RootID(text)) }

    init(_ value: JSONValue) throws(Declined) {
        switch value {
        case .integer(let value): self.init(text: String(value), id: RootID(value))
        case .string(let text): self.init(text)
        default:
            throw Declined(
                .error("a root id is an integer or its digits in quotes", status: .badRequest),
                isThoughtless: true
            )
        }
    }
}

/// Whether the connection of a request can take another one.
///
/// Looking out for a client that leaves takes what comes next from the connection, and Hummingbird ends it then.
final class ConnectionUse: Sendable {
    private let flag = Mutex(false)

    /// Whether it ends with the answer, which has to say so: the client's next request would get none.
    var isUsedUp: Bool { flag.withLock(\.self) }

    func useUp() { flag.withLock { $0 = true } }
}
