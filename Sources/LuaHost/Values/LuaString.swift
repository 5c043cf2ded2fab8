/// The bytes of a Lua string.
///
/// Lua strings are byte strings with a length; they may hold zero bytes and bytes that are not UTF-8.
public struct LuaString: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The bytes as Lua has them.
    public var bytes: [UInt8]

    /// The UTF-8 bytes of a text.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Any bytes.
    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The UTF-8 bytes of a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The text, or nil when the bytes are not UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }

    /// The text, with replacement characters where the bytes are not UTF-8.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
