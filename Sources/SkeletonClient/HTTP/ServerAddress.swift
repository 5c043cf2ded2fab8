import FoundationEssentials

/// Where a server is: scheme, host and port, and perhaps a path below which everything lies.
struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    let isEncrypted: Bool
    /// In lower case; of IPv6 with its brackets.
    let host: String
    /// Nil for the scheme's own.
    let port: Int?
    /// Without a slash at its end; empty as a rule.
    let path: String

    /// Reads `https://host[:port][/path]`; a text without a scheme means https, as for caveclient's token files.
    init?(_ text: some StringProtocol) {
        var rest = String(text)
        var isEncrypted = true
        if let (scheme, after) = rest.split(at: "://") {
            guard ["http", "https"].contains(scheme.lowercased()) else { return nil }
            isEncrypted = scheme.lowercased() == "https"
            rest = String(after)
        }
        rest = String(rest.prefix { $0 != "?" && $0 != "#" })
        let authority = rest.prefix { $0 != "/" }
        guard let (host, port) = Self.parts(authority) else { return nil }
        var path = rest.dropFirst(authority.count)
        while path.hasSuffix("/") { path = path.dropLast() }
        guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        (self.isEncrypted, self.host, self.port, self.path) = (isEncrypted, host, port, String(path))
    }

    private static func parts(_ authority: Substring) -> (String, Int?)? {
        var (host, port) = (authority, Int?.none)
        let afterBrackets = authority.lastIndex(of: "]") ?? authority.startIndex
        if let colon = authority[afterBrackets...].lastIndex(of: ":") {
            host = authority[..<colon]
            guard let number = UInt16(authority[authority.index(after: colon)...]), number > 0 else { return nil }
            port = Int(number)
        }
        let isHost = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._[]:%".utf8.contains(byte)
            }
        }
        return host.isEmpty || !isHost ? nil : (host.lowercased(), port)
    }

    /// Host and, when it is given, port: what caveclient names token files by.
    var netloc: String { host + (port.map { ":\($0)" } ?? "") }

    /// Whether the server is on this machine.
    var isLoopback: Bool { host == "localhost" || host == "[::1]" || host.hasPrefix("127.") }

    /// The address without a slash at its end.
    var description: String { "\(isEncrypted ? "https" : "http")://\(netloc)\(path)" }
}

extension StringProtocol {
    /// The text before and after the first place where `separator` stands.
    func split(at separator: String) -> (SubSequence, SubSequence)? {
        guard let range = firstRange(of: separator) else { return nil }
        return (self[..<range.lowerBound], self[range.upperBound...])
    }
}
