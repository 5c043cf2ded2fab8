import LuaHost

/// What was typed so far, and what it is.
enum Entry {
    /// It can be run. The function returns the results; an expression's are shown even when nil.
    case complete(LuaReference, isExpression: Bool)
    /// It only needs to go on.
    case incomplete
    /// It is no Lua.
    case wrong(LuaError)

    /// Reads an entry: an expression if it can be one, else statements.
    ///
    /// A leading `=` is accepted as Lua 5.1 did.
    static func read(_ text: String, chunk: String, _ engine: LuaEngine) -> Entry {
        let blank = text.drop { $0.isWhitespace }
        if blank.first == "=" { return compile("return " + blank.dropFirst(), chunk, engine, isExpression: true) }
        switch compile("return " + text, chunk, engine, isExpression: true) {
        case .wrong: return compile(text, chunk, engine, isExpression: false)
        case .incomplete:
            // `f(` and `{` go on as expressions; `x =` only as a statement.
            let statement = compile(text, chunk, engine, isExpression: false)
            if case .complete = statement { return statement }
            return .incomplete
        case let expression: return expression
        }
    }

    private static func compile(_ text: String, _ chunk: String, _ engine: LuaEngine, isExpression: Bool) -> Entry {
        do {
            return .complete(try engine.compile(Array(text.utf8), name: chunk), isExpression: isExpression)
        } catch {
            return error.details["incomplete"] == true ? .incomplete : .wrong(error)
        }
    }
}
