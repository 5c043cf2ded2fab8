import LuaHost

/// The part of a session that is Lua, `karst.session`.
struct SessionLibrary {
    /// By which tracebacks leave it out.
    static let place = "karst/session.lua:"

    private static let source = """
        local commands, methods = ..., {}
        local session = require("karst.session").open { commands = commands }
        for name, method in pairs(getmetatable(session).__index) do
          if type(method) == "function" then
            methods[#methods + 1] = name
            methods[#methods + 1] = function(...) return method(session, ...) end
          end
        end
        return session.fields, table.unpack(methods)
        """

    /// The table in which entries find their variables.
    let environment: LuaReference?
    private let engine: LuaEngine
    private let methods: [String: LuaReference]

    init(_ engine: LuaEngine) throws(LuaError) {
        self.engine = engine
        let chunk = try engine.compile(Array(Self.source.utf8), name: "=karst/session.lua")
        let values = try engine.call(chunk, [.table(PromptCommand.completions)])
        environment = values.first?.reference
        var methods: [String: LuaReference] = [:]
        for index in stride(from: 1, to: values.count - 1, by: 2) {
            if let name = values[index].text { methods[name] = values[index + 1].reference }
        }
        self.methods = methods
    }

    /// Calls a method here and now: for what neither waits nor runs code of the user.
    @discardableResult
    func call(_ method: String, _ arguments: LuaValue...) throws(LuaError) -> [LuaValue] {
        try engine.call(try function(method), arguments)
    }

    /// The texts that a method gives, called here and now; none when it fails.
    func texts(_ method: String, _ arguments: LuaValue...) -> [String] {
        let values = (try? engine.call(function(method), arguments)) ?? []
        return values.compactMap(\.text)
    }

    /// Runs a method as a task.
    func run(_ method: String, _ arguments: [LuaValue]) throws(LuaError) {
        _ = try engine.run(try function(method), arguments, awaitingTasks: false)
    }

    private func function(_ method: String) throws(LuaError) -> LuaReference {
        guard let function = methods[method] else {
            throw LuaError(code: "error", "the session has no '\(method)'")
        }
        return function
    }
}
