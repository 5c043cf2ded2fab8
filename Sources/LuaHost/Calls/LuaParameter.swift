/// What documentation says about one parameter, or about one field of an options table.
public struct LuaParameter: Sendable, Hashable {
    /// The name.
    public let name: String
    /// What it is, in one sentence.
    public let summary: String
    /// The type as the Lua language server writes it; nil for a parameter, whose type stands in the signature.
    public let type: String?
    /// What holds when it is left out, as people read it; nil for what must not be left out.
    public let fallback: String?

    /// A parameter.
    ///
    /// - `fallback`: What holds when it is left out: `"1"`, `"nil: the whole table"`.
    public init(_ name: String, _ summary: String, default fallback: String? = nil) {
        (self.name, self.summary, type, self.fallback) = (name, summary, nil, fallback)
    }

    /// A field of an options table; one without a default must be given.
    public init(_ name: String, _ type: String, _ summary: String, default fallback: String? = nil) {
        (self.name, self.summary, self.type, self.fallback) = (name, summary, type, fallback)
    }
}

extension LuaFunction {
    /// The same function with a sentence about some of its parameters.
    ///
    /// Names that mean the same everywhere, such as `path`, need none: see the glossary of the program.
    public func parameters(_ parameters: LuaParameter...) -> LuaFunction {
        var function = self
        function.parameters += parameters
        return function
    }

    /// The same function with the fields of its options table.
    public func options(_ options: LuaParameter...) -> LuaFunction {
        self.options(options)
    }

    /// The same function with the fields of its options table.
    public func options(_ options: [LuaParameter]) -> LuaFunction {
        var function = self
        function.options += options
        return function
    }
}
