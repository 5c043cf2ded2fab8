/// A detail of an error that a script may want to read apart from the sentence.
public enum LuaDetail: Hashable, Sendable {
    /// A text.
    case string(String)
    /// An integer, such as a line number or a root id.
    case integer(Int64)
    /// A float.
    case number(Double)
    /// A flag.
    case boolean(Bool)
}

extension LuaDetail: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A float.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A flag.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
}

/// An error on its way into or out of Lua.
///
/// In Lua it is an object with the fields `code`, `message`, `where` and each detail, and `tostring` gives the message.
/// An error that came out of Lua and goes back in is the same value again.
public struct LuaError: Error, Sendable, CustomStringConvertible {
    enum Kind: Sendable, Equatable {
        case ordinary, interrupt, exit
        case limit(Int32)
    }

    /// The word that scripts compare, such as `not_found`.
    ///
    /// Errors of Lua itself have `error`, `syntax` or `memory`.
    public var code: String

    /// The sentence for people.
    public var message: String

    /// What a script may want to read apart from the sentence.
    public var details: [String: LuaDetail]

    /// The script's position, such as `fetch.lua:12`, when known.
    public var `where`: String?

    /// The stack traceback, when known.
    public var traceback: String?

    /// The very value that was raised in Lua, when it was.
    public var original: LuaReference?

    var kind = Kind.ordinary

    /// An error with a code and a sentence.
    public init(code: String, _ message: String, details: [String: LuaDetail] = [:]) {
        self.code = code
        self.message = message
        self.details = details
    }

    /// An argument that cannot be used; the index counts from 1.
    ///
    /// `badArgument(1, "text", "string expected, got number")` reads
    /// `bad argument #1 'text' (string expected, got number)`.
    public static func badArgument(_ index: Int, _ name: String, _ problem: String) -> LuaError {
        LuaError(
            code: "bad_argument",
            "bad argument #\(index) '\(name)' (\(problem))",
            details: ["argument": .string(name)]
        )
    }

    /// Whether the error is the interrupt of a Ctrl-C, which nothing should swallow.
    public var isInterrupt: Bool { kind == .interrupt }

    /// Whether the error is `os.exit` on its way out; `details` has the `status`.
    public var isExit: Bool { kind == .exit }

    /// Whether the error is that of a passed limit, `deadline` or `budget`, which a script cannot catch.
    public var isLimit: Bool { if case .limit = kind { true } else { false } }

    /// The message.
    public var description: String { message }

    static let memory = LuaError(code: "memory", "not enough memory")
    static let closedEngine = LuaError(code: "closed", "the engine is closed")
    static let interrupted: LuaError = {
        var error = LuaError(code: "interrupt", "interrupted")
        error.kind = .interrupt
        return error
    }()
    static func exit(_ status: Int32) -> LuaError {
        var error = LuaError(code: "exit", "exit \(status)", details: ["status": .integer(Int64(status))])
        error.kind = .exit
        return error
    }
}
