internal import CLuaShim

/// The bytes of a Lua string.
///
/// Lua strings are byte strings with a length; they may hold zero bytes and bytes that are not UTF-8.
public struct LuaString: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// A text stays one, so that handing it to Lua takes no array.
    private enum Storage: Sendable {
        case text(String)
        case bytes([UInt8])
    }

    private var storage: Storage

    /// The UTF-8 bytes of a text.
    public init(_ text: String) {
        storage = .text(text)
    }

    /// Any bytes.
    public init(bytes: [UInt8]) {
        storage = .bytes(bytes)
    }

    /// The UTF-8 bytes of a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }

    /// The bytes as Lua has them.
    public var bytes: [UInt8] {
        get {
            switch storage {
            case .text(let text): Array(text.utf8)
            case .bytes(let bytes): bytes
            }
        }
        set { storage = .bytes(newValue) }
    }

    /// The text, or nil when the bytes are not UTF-8.
    public var text: String? {
        switch storage {
        case .text(let text): text
        case .bytes(let bytes): bytes.withUnsafeBytes { Self.text(of: $0) }
        }
    }

    /// The text, with replacement characters where the bytes are not UTF-8.
    public var description: String {
        switch storage {
        case .text(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Equality of the bytes: texts that Unicode holds for the same may differ.
    public static func == (a: LuaString, b: LuaString) -> Bool {
        a.withBytes { a in
            b.withBytes { b in a.count == b.count && kl_same_bytes(a.baseAddress, b.baseAddress, a.count) }
        }
    }

    /// The bytes go into the hash, however they are stored.
    public func hash(into hasher: inout Hasher) {
        withBytes { hasher.combine(bytes: $0) }
        hasher.combine(0xFF as UInt8)
    }

    /// The text, or nil when the bytes are not UTF-8.
    ///
    /// What decodes to itself is UTF-8. `String(validating:as:)` looks up types at run time, which takes longer than this.
    static func text(of bytes: UnsafeRawBufferPointer) -> String? {
        var text = String(decoding: bytes, as: UTF8.self)
        let isSame = text.withUTF8 { decoded in
            decoded.count == bytes.count && kl_same_bytes(decoded.baseAddress, bytes.baseAddress, bytes.count)
        }
        return isSame ? text : nil
    }

    /// Lends the bytes for the duration of `body`.
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        switch storage {
        case .bytes(let bytes): return bytes.withUnsafeBytes(body)
        case .text(var text): return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
        }
    }
}
