import LuaHost

/// Commands that run something, or look after what runs.
extension PromptCommand {
    static let time = PromptCommand(
        "time",
        usage: "code",
        argument: .lua,
        summary: "how long it takes, by running it many times; what takes over half a second runs once"
    ) { session, text throws(LuaError) in
        let code = try required(text, "what to measure, such as ':time sk:measure()'")
        try session.run("time", [try session.compile(code, allowingStatements: true)])
        return .next
    }

    static let load = PromptCommand(
        "load",
        usage: "file",
        argument: .file,
        summary: "runs a file of Lua"
    ) { session, path throws(LuaError) in
        try session.run("load", [.text(try required(path, "which file"))])
        return .next
    }

    static let reload = PromptCommand(
        "reload",
        usage: "module",
        argument: .module,
        summary: "loads a module again after it was changed"
    ) { session, name throws(LuaError) in
        try session.run("reload", [.text(try required(name, "which module, as 'require' has it"))])
        return .next
    }

    static let tasks = PromptCommand("tasks", summary: "the tasks that are under way") { session, _ in
        let tasks = session.engine.tasks
        if tasks.isEmpty { session.screen.write("no task is under way\n") }
        for task in tasks {
            let wait = task.waitsFor.map { " for \($0), \(Int(task.seconds)) s" } ?? ""
            session.screen.write("  \(task.number)  \(task.status)\(wait)\n")
        }
        return .next
    }

    static let cancel = PromptCommand(
        "cancel",
        usage: "number|all",
        summary: "cancels a task, by its number in ':tasks'"
    ) { session, which throws(LuaError) in
        if which == "all" {
            session.engine.cancelTasks()
            return .next
        }
        guard let number = Int(try required(which, "which task, as ':tasks' lists them, or 'all'")) else {
            throw LuaError(code: "bad_argument", "a task's number or 'all' expected, got '\(which)'")
        }
        guard session.engine.cancelTask(number) else {
            throw LuaError(code: "not_found", "there is no task \(number) under way")
        }
        return .next
    }

    static let quit = PromptCommand("quit", "q", "exit", usage: "[status]", summary: "ends the session") { _, status in
        .end(Int32(status) ?? 0)
    }
}
