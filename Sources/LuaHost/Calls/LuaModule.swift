/// A Lua module written in Swift: a table of functions and constants, and the types that its functions return.
public struct LuaModule: Sendable {
    /// The name within the namespace, such as `swc`.
    public let name: String
    /// One sentence.
    public let summary: String
    /// The functions, in the order of the documentation.
    public let functions: [LuaFunction]
    /// The types whose objects the functions return.
    public let types: [LuaType]
    private let makeConstants: @Sendable () -> [(String, LuaValue)]

    /// A module.
    public init(
        name: String,
        summary: String,
        functions: [LuaFunction],
        types: [LuaType] = [],
        constants: @autoclosure @escaping @Sendable () -> [(String, LuaValue)] = []
    ) {
        self.name = name
        self.summary = summary
        self.functions = functions
        self.types = types
        makeConstants = constants
    }

    /// The constants.
    public var constants: [(String, LuaValue)] { makeConstants() }
}

/// The text of a Lua file, with the name that tracebacks show.
public struct LuaSource: Sendable {
    /// The text.
    public let bytes: [UInt8]
    /// The chunk name as Lua has it: `=karst/poll.lua`.
    ///
    /// Errors name the script that called a file named so, and not the file.
    public let chunkName: String

    /// A source.
    public init(bytes: [UInt8], chunkName: String) {
        self.bytes = bytes
        self.chunkName = chunkName
    }
}
