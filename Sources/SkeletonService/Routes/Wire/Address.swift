/// The path and the query of a request, taken apart.
struct Address: Sendable {
    /// The words between the slashes, percent-decoded; double slashes count as one.
    let path: [String]
    /// The path as it was sent, for logs: the query may hold a token.
    let pathText: String
    /// The text behind the question mark.
    let query: String

    /// Nil when something in it cannot be decoded.
    init?(_ target: String) {
        let bytes = target.utf8
        let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
        pathText = String(target[..<end])
        query = end == bytes.endIndex ? "" : String(target[bytes.index(after: end)...])
        var path: [String] = []
        for word in pathText.utf8.split(separator: UInt8(ascii: "/")) {
            guard let text = Self.decoded(word) else { return nil }
            path.append(text)
        }
        self.path = path
    }

    /// The first value of a name in the query.
    func queryValue(_ name: String) -> String? {
        for pair in query.split(separator: "&") where pair.hasPrefix(name + "=") {
            return Self.decoded(pair.utf8.dropFirst(name.utf8.count + 1))
        }
        return nil
    }

    /// The address without one name of its query.
    func removing(_ name: String) -> String {
        let rest = query.split(separator: "&").filter { !$0.hasPrefix(name + "=") }
        return rest.isEmpty ? pathText : "\(pathText)?\(rest.joined(separator: "&"))"
    }

    /// The text that percent signs stand for; nil where they stand for none.
    private static func decoded(_ text: Substring.UTF8View) -> String? {
        guard text.contains(UInt8(ascii: "%")) else { return String(validating: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(value), let low = rest.popFirst().flatMap(value) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// A text as it may stand in an address's query, slashes as they are.
    static func encoded(_ text: String) -> String {
        let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/".utf8)
        return text.utf8.map { byte in
            if plain.contains(byte) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.utf8.count < 2 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }
}
