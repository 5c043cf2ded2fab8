/// A function or method that Lua can call.
///
/// Signature and summary feed completion, `:help` and the generated annotations. In a method the receiver is not counted
/// among the arguments and not part of the signature.
public struct LuaFunction: Sendable {
    // Typed-throws closures stay in struct fields: as generic arguments they crash the compiler (6.3.1).
    struct Single: Sendable { let call: @Sendable (borrowing LuaCall) throws(LuaError) -> LuaValue }
    struct Multiple: Sendable { let call: @Sendable (borrowing LuaCall) throws(LuaError) -> [LuaValue] }
    struct Waiting: Sendable { let call: @Sendable (borrowing LuaCall) throws(LuaError) -> LuaWait }

    enum Body: Sendable {
        case single(Single)
        case multiple(Multiple)
        case waiting(Waiting)
        /// `kl_spawn`, which takes its arguments by identity.
        case spawn(takesOptions: Bool)
        /// The start of an iteration over elements, as `ipairs` gives it.
        case elements
        /// Closes the object, as `<close>` does.
        case close
    }

    /// The name in Lua.
    public let name: String
    /// Parameters and result as the Lua language server writes them: `(path: string, options?: table): Skeleton`.
    public let signature: String
    /// One sentence.
    public let summary: String
    /// What there is to say about parameters beyond their names and types.
    public internal(set) var parameters: [LuaParameter] = []
    /// The fields of the options table, when the function takes one.
    public internal(set) var options: [LuaParameter] = []
    let body: Body

    /// A function with one result.
    public init(
        _ name: String,
        _ signature: String,
        _ summary: String,
        _ body: @escaping @Sendable (borrowing LuaCall) throws(LuaError) -> LuaValue
    ) {
        self.init(name, signature, summary, body: .single(Single(call: body)))
    }

    /// A function with any number of results.
    public init(
        _ name: String,
        _ signature: String,
        _ summary: String,
        _ body: @escaping @Sendable (borrowing LuaCall) throws(LuaError) -> [LuaValue]
    ) {
        self.init(name, signature, summary, body: .multiple(Multiple(call: body)))
    }

    /// A function that waits for the host, and lets other tasks run meanwhile.
    public init(
        _ name: String,
        _ signature: String,
        _ summary: String,
        _ body: @escaping @Sendable (borrowing LuaCall) throws(LuaError) -> LuaWait
    ) {
        self.init(name, signature, summary, body: .waiting(Waiting(call: body)))
    }

    init(_ name: String, _ signature: String, _ summary: String, body: Body) {
        self.name = name
        self.signature = signature
        self.summary = summary
        self.body = body
    }

    /// A method that walks the elements of an object with their indices: `for i, v in object:iter() do`.
    public static func elements(_ name: String, _ signature: String, _ summary: String) -> LuaFunction {
        LuaFunction(name, signature, summary, body: .elements)
    }

    /// The method `close` of an object that holds much memory and nothing else.
    public static let close = LuaFunction(
        "close",
        "()",
        "Lets go of the memory now and not when the collector comes; the object cannot be used afterwards.",
        body: .close
    )

    /// Whether the function waits for the host.
    public var waits: Bool {
        if case .waiting = body { true } else { false }
    }
}
