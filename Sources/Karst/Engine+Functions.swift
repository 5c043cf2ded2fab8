import Bindings
public import LuaHost
import SkeletonModel

extension Engine {
    /// A typed closure in a field: as a bare generic argument it would crash the compiler (6.3.1).
    private struct Operation: Sendable {
        let run: @Sendable (Arguments) async throws -> PlainValue
    }

    /// Gives scripts an async function.
    ///
    /// Scripts call it as any other: the call waits, and other tasks of the script run meanwhile. It runs off the engine's
    /// thread, as many times at once as scripts call it, and is cancelled when the Lua task is.
    ///
    /// ```swift
    /// try engine.register("tool.lookup", "(id: integer): string", "The name of a cell.") { arguments in
    ///     .text(try await database.name(of: try arguments.integer(1, "id")))
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - name: A global, or with dots a field of global tables, which are made where they are not there.
    ///   - signature: Parameters and result as the Lua language server writes them, for completion and help.
    ///   - summary: One sentence.
    ///   - function: What it throws becomes a Lua error: a `LuaError` as it is, an error of karst with its code, any other
    ///     with the code `error` and its description.
    public func register(
        _ name: String,
        _ signature: String,
        _ summary: String,
        _ function: @escaping @Sendable (Arguments) async throws -> PlainValue
    ) throws(LuaError) {
        let operation = Operation(run: function)
        try register(
            LuaFunction(Self.lastPart(of: name), signature, summary) { (call) throws(LuaError) -> LuaWait in
                let (arguments, engine) = (try Arguments(call), call.engine)
                return LuaWait(
                    name,
                    { await Self.result(of: operation, arguments) },
                    then: { (value) throws(LuaError) in value.luaValue(in: engine) }
                )
            },
            as: name
        )
    }

    /// Gives scripts a function of any kind.
    public func register(_ function: LuaFunction, as name: String) throws(LuaError) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty }), !parts.isEmpty else {
            throw LuaError(code: "bad_argument", "'\(name)' is no name of a function")
        }
        let place = try lua.compile(Array(Self.placing.utf8), name: "=karst")
        _ = try lua.call(place, [.table(LuaTable(list: parts.map { .text(String($0)) })), .function(function)])
    }

    private static func lastPart(of name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }

    private static func result(of operation: Operation, _ arguments: Arguments) async -> Result<PlainValue, LuaError> {
        do {
            return .success(try await operation.run(arguments))
        } catch let error as LuaError {
            return .failure(error)
        } catch let error as any UserFacingError {
            return .failure(LuaError(error))
        } catch is CancellationError {
            return .failure(LuaError(code: "cancelled", "cancelled"))
        } catch {
            return .failure(LuaError(code: "error", "\(error)"))
        }
    }

    private static let placing = """
        local parts, value = ...
        local place = _G
        for i = 1, #parts - 1 do
          local inner = rawget(place, parts[i])
          if inner == nil then
            inner = {}
            rawset(place, parts[i], inner)
          elseif type(inner) ~= "table" then
            error(("'%s' is a %s and cannot hold functions"):format(table.concat(parts, ".", 1, i), type(inner)), 0)
          end
          place = inner
        end
        rawset(place, parts[#parts], value)
        """
}
