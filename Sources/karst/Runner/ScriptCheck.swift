import LuaHost

/// `karst --check`: whether scripts are Lua, without running anything of them.
struct ScriptCheck {
    let options: RunnerOptions
    /// The scripts, byte for byte; `-` is standard input.
    let scripts: [[UInt8]]

    /// Says what is wrong with each, and gives the exit status: the worst of them.
    func run() -> Int32 {
        do {
            let lua = try LuaEngine()
            defer { lua.close() }
            let texts = options.actions.map { action in check(action, lua) }
            return (texts + scripts.map { check($0, lua) }).max() ?? ExitStatus.success
        } catch {
            Console.reportError(error.message)
            return ExitStatus.failure
        }
    }

    private func check(_ action: RunnerOptions.Action, _ lua: LuaEngine) -> Int32 {
        switch action {
        case .execute(let text): compile(Array(text.utf8), "=(command line)", lua)
        case .show(let text): compile(Array("return \(text)".utf8), "=(command line)", lua)
        case .require, .warningsOn: ExitStatus.success
        }
    }

    private func check(_ path: [UInt8], _ lua: LuaEngine) -> Int32 {
        do {
            if path == Array("-".utf8) { return compile(try ScriptSource.readStandardInput(), "=stdin", lua) }
            return compile(try ScriptSource.read(path), "@" + String(decoding: path, as: UTF8.self), lua)
        } catch {
            Console.reportError(error.description)
            return ExitStatus.usage
        }
    }

    private func compile(_ source: [UInt8], _ name: String, _ lua: LuaEngine) -> Int32 {
        do {
            _ = try lua.compile(source, name: name)
            return ExitStatus.success
        } catch {
            Console.reportError(error.message)
            return ExitStatus.failure
        }
    }
}
