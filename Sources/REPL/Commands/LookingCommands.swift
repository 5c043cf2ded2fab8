import LuaHost

/// Commands that say what something is.
extension PromptCommand {
    static let help = PromptCommand(
        "help",
        "h",
        usage: "[topic]",
        argument: .topic,
        summary: "this page, or the page on a topic: ':help start' for a first session"
    ) { session, topic throws(LuaError) in
        if topic.isEmpty {
            session.screen.write("\(PromptHelp(width: session.screen.width))")
        } else {
            try session.run("help", [.text(topic)])
        }
        return .next
    }

    static let doc = PromptCommand(
        "doc",
        usage: "name",
        argument: .topic,
        summary: "signature, meaning and defaults of a function, method or field; 'name?' does the same"
    ) { session, name throws(LuaError) in
        try session.run("doc", [.text(try required(name, "what you want to read about, such as ':doc swc.read'"))])
        return .next
    }

    static let type = PromptCommand(
        "type",
        usage: "expression",
        argument: .lua,
        summary: "what a value is"
    ) { session, text throws(LuaError) in
        try session.run("type", [try session.compile(try required(text, "of what, such as ':type _'"))])
        return .next
    }

    static let methods = PromptCommand(
        "methods",
        usage: "expression",
        argument: .lua,
        summary: "what can be called on a value"
    ) { session, text throws(LuaError) in
        try session.run("methods", [try session.compile(try required(text, "of what, such as ':methods _'"))])
        return .next
    }

    static let source = PromptCommand(
        "source",
        usage: "function",
        argument: .lua,
        summary: "the text of a function written in Lua; 'name??' does the same"
    ) { session, text throws(LuaError) in
        try session.run("source", [try session.compile(try required(text, "of which function"))])
        return .next
    }

    static let full = PromptCommand("full", summary: "the last result again, without limits") {
        session,
        _ throws(LuaError) in
        try session.run("full")
        return .next
    }

    static let trace = PromptCommand("trace", summary: "the last error again, with all of its traceback") {
        session,
        _ in
        guard let error = session.lastError else {
            session.screen.report("there was no error yet")
            return .next
        }
        session.screen.report(
            [ErrorText.message(of: error), error.traceback].compactMap(\.self).joined(separator: "\n")
        )
        return .next
    }

    static let mem = PromptCommand("mem", summary: "how much memory is in use") { session, _ throws(LuaError) in
        try session.run("collect")
        let engine = session.engine
        session.screen.write(
            """
              in use   \(Self.bytes(engine.memoryInUse))
              peak     \(Self.bytes(engine.peakMemory))
              objects  \(engine.liveObjects)

            """
        )
        return .next
    }

    private static func bytes(_ count: Int) -> String {
        let tenths = count * 10 / 1_048_576
        return "\(tenths / 10).\(tenths % 10) MiB"
    }
}
