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

    /// Compiles texts under one name.
    fileprivate struct Compiler {
        let engine: LuaEngine
        let chunk: String
        let environment: LuaReference?
    }

    /// Reads an entry: an expression if it can be one, else statements.
    ///
    /// A leading `=` is accepted as Lua 5.1 did.
    ///
    /// - Parameters:
    ///   - text: What was typed.
    ///   - chunk: The name under which errors speak of it.
    ///   - engine: What compiles it.
    ///   - environment: The table in which it finds its variables, if not the engine's globals.
    static func read(
        _ text: String,
        chunk: String,
        _ engine: LuaEngine,
        environment: LuaReference? = nil
    ) -> Entry {
        let compiler = Compiler(engine: engine, chunk: chunk, environment: environment)
        let blank = text.drop { $0.isWhitespace }
        if blank.first == "=" { return compiler.expression(String(blank.dropFirst())) }
        switch compiler.expression(text) {
        case .wrong: return compiler.statements(text)
        case .incomplete:
            // `f(` and `{` go on as expressions; `x =` only as a statement.
            let statement = compiler.statements(text)
            if case .complete = statement { return statement }
            return .incomplete
        case let expression: return expression
        }
    }
}

extension Entry.Compiler {
    func expression(_ text: String) -> Entry {
        compile("return " + text) { Entry.Compiled(function: $0, isExpression: true) }
    }

    func statements(_ text: String) -> Entry {
        do {
            if let locals = try EntryLocals(text) {
                let entry = compile(locals.text) { Entry.Compiled(function: $0, locals: locals.names) }
                // What is wrong is said of the text as it was typed.
                guard case .wrong = entry else { return entry }
            }
        } catch {
            if case .incomplete = compile(text, { Entry.Compiled(function: $0) }) { return .incomplete }
            return .wrong(error)
        }
        return compile(text) { Entry.Compiled(function: $0, losesLocals: EntryLocals.areDeclared(in: text)) }
    }

    private func compile(_ text: String, _ entry: (LuaReference) -> Entry.Compiled) -> Entry {
        do {
            return .complete(entry(try engine.compile(Array(text.utf8), name: chunk, environment: environment)))
        } catch {
            return error.details["incomplete"] == true && canGoOn(text, error) ? .incomplete : .wrong(error)
        }
    }

    /// A text in quotes cannot go on in the next line, unless the line's end is escaped.
    private func canGoOn(_ text: String, _ error: LuaError) -> Bool {
        !error.message.contains("unfinished string near") || text.hasSuffix("\\") || text.hasSuffix("\\z")
    }
}
