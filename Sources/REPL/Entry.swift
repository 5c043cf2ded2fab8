import LuaHost

/// What was typed so far, and what it is.
enum Entry {
    /// It can be run.
    case complete(Compiled)
    /// It only needs to go on.
    case incomplete
    /// It is no Lua.
    case wrong(LuaError)

    /// An entry that can be run.
    struct Compiled {
        let function: LuaReference
        /// An expression's results are shown even when nil.
        var isExpression = false
        /// The locals that it declares for the entries after it.
        var locals: [String] = []
        /// Whether it declares locals that will be gone with it.
        var losesLocals = false
    }

    /// Reads an entry: an expression if it can be one, else statements.
    ///
    /// A leading `=` is accepted as Lua 5.1 did.
    static func read(_ text: String, chunk: String, _ engine: LuaEngine) -> Entry {
        let blank = text.drop { $0.isWhitespace }
        if blank.first == "=" { return expression(String(blank.dropFirst()), chunk, engine) }
        switch expression(text, chunk, engine) {
        case .wrong: return statements(text, chunk, engine)
        case .incomplete:
            // `f(` and `{` go on as expressions; `x =` only as a statement.
            let statement = statements(text, chunk, engine)
            if case .complete = statement { return statement }
            return .incomplete
        case let expression: return expression
        }
    }

    private static func expression(_ text: String, _ chunk: String, _ engine: LuaEngine) -> Entry {
        compile("return " + text, chunk, engine) { Compiled(function: $0, isExpression: true) }
    }

    private static func statements(_ text: String, _ chunk: String, _ engine: LuaEngine) -> Entry {
        do {
            if let locals = try EntryLocals(text) {
                let entry = compile(locals.text, chunk, engine) { Compiled(function: $0, locals: locals.names) }
                // What is wrong is said of the text as it was typed.
                guard case .wrong = entry else { return entry }
            }
        } catch {
            if case .incomplete = compile(text, chunk, engine, { Compiled(function: $0) }) { return .incomplete }
            return .wrong(error)
        }
        return compile(text, chunk, engine) { Compiled(function: $0, losesLocals: EntryLocals.areDeclared(in: text)) }
    }

    private static func compile(
        _ text: String,
        _ chunk: String,
        _ engine: LuaEngine,
        _ entry: (LuaReference) -> Compiled
    ) -> Entry {
        do {
            return .complete(entry(try engine.compile(Array(text.utf8), name: chunk)))
        } catch {
            return error.details["incomplete"] == true && canGoOn(text, error) ? .incomplete : .wrong(error)
        }
    }

    /// A text in quotes cannot go on in the next line, unless the line's end is escaped.
    private static func canGoOn(_ text: String, _ error: LuaError) -> Bool {
        !error.message.contains("unfinished string near") || text.hasSuffix("\\") || text.hasSuffix("\\z")
    }
}
