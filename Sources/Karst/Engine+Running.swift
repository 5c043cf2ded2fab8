import Bindings
public import LuaHost

extension Engine {
    /// Runs a script and gives what it returns.
    ///
    /// The call ends when the script and all tasks that it started have ended.
    /// - Parameters:
    ///   - script: The text.
    ///   - name: What tracebacks call the script.
    ///   - arguments: What the script has as `...`.
    /// - Throws: What the script raised and did not catch; a script that is no Lua has the code `syntax`.
    @discardableResult
    public func run(
        _ script: String,
        name: String = "script",
        arguments: [LuaValue] = []
    ) throws(LuaError) -> [LuaValue] {
        try run(bytes: Array(script.utf8), chunkName: "=\(name)", arguments: arguments)
    }

    /// Runs a script file; a first line that begins with `#` is left out.
    @discardableResult
    public func run(contentsOf path: String, arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        let bytes = try ScriptFile.read(path)
        return try run(bytes: bytes, chunkName: "@\(path)", arguments: arguments)
    }

    /// Runs one of the recipes that come with karst.
    @discardableResult
    public func run(recipe name: String, arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        guard let bytes = StandardLibrary.source(of: "recipes/\(name).lua") else {
            let known = StandardLibrary.recipes.joined(separator: ", ")
            throw LuaError(code: "not_found", "there is no recipe '\(name)' (known: \(known))")
        }
        return try run(bytes: bytes, chunkName: "@\(name).lua", arguments: arguments)
    }

    /// Runs a script of any bytes, under the chunk name as Lua has it: `=name`, `@file`.
    package func run(bytes: [UInt8], chunkName: String, arguments: [LuaValue]) throws(LuaError) -> [LuaValue] {
        try run(try lua.compile(bytes, name: chunkName), arguments)
    }

    /// Calls a global function, or a field of a global table such as `karst.swc.read`.
    ///
    /// Fields are read raw: no code of a metatable runs on the way. A name that leads to no function has the code
    /// `not_found`.
    @discardableResult
    public func call(_ name: String, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        var parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...]
        var value = try lua.global(parts.removeFirst())
        for part in parts { value = try lua.member(part, of: value) ?? .nil }
        guard let function = value.reference, function.typeName == "function" else {
            let found = value.isNil ? "" : ", but a \(value.typeName)"
            throw LuaError(code: "not_found", "there is no function '\(name)'\(found)")
        }
        return try run(function, arguments)
    }

    /// The value of a global; a table as a copy.
    public func global(_ name: String) throws(LuaError) -> LuaValue {
        try copied(try lua.global(name))
    }

    private func run(_ function: LuaReference, _ arguments: [LuaValue]) throws(LuaError) -> [LuaValue] {
        defer { lua.flushOutput() }
        var values: [LuaValue] = []
        for value in try lua.run(function, arguments) { values.append(try copied(value)) }
        return values
    }

    /// Plain tables as copies; what has an identity (functions, threads, …) stays a reference.
    private func copied(_ value: LuaValue) throws(LuaError) -> LuaValue {
        guard let reference = value.reference, reference.typeName == "table" else { return value }
        return .table(try lua.table(of: reference))
    }
}
