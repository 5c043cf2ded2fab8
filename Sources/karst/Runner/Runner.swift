import Bindings
import CMemory
import Glibc
import Karst
import LuaHost
import REPL
import SkeletonModel

/// Runs options, script and prompt in one engine, as `lua` does.
final class Runner {
    private let options: RunnerOptions
    private let words: [[UInt8]]

    /// - Parameter words: The whole command line, byte for byte.
    init(_ options: RunnerOptions, _ words: [[UInt8]]) {
        self.options = options
        self.words = words
    }

    /// Runs everything and gives the exit status, unless a signal ends the process.
    func run() -> Int32 {
        karst_keep_freed_memory()
        karst_share_freed_memory()
        options.colour.apply()
        if options.showsVersion { Console.write(Version.line + "\n") }
        if options.checksOnly {
            return Output.finish(ScriptCheck(options: options, scripts: Array(words[options.scriptIndex...])).run())
        }
        if options.ignoresEnvironment { forgetEnvironment() }
        do throws(FileError) {
            return EngineSession.run(
                options.limits.engineOptions,
                interactive: opensPromptAtOnce,
                trace: try trace
            ) { runAll($0) }
        } catch {
            Console.reportError(error.description)
            return ExitStatus.failure
        }
    }

    /// Where exchanges with servers are told, if anywhere.
    private var trace: (@Sendable (String) -> Void)? {
        get throws(FileError) {
            guard options.tracesHTTP else { return nil }
            guard let path = options.traceFile else { return { Console.report($0) } }
            return ClientHooks.appending(to: try AppendFile(path))
        }
    }

    private func runAll(_ lua: LuaEngine) -> Int32 {
        do {
            let status = try lua.asOneRun { try runCommandLine(lua) }
            if let status, !options.isInteractive { return taskStatus(status, lua) }
        } catch let problem as ScriptProblem {
            Console.reportError(problem.description)
            if !options.isInteractive { return ExitStatus.usage }
        } catch let error as LuaError {
            let leadsToPrompt = options.isInteractive && error.isInterrupt && Signals.received == 0
            if !leadsToPrompt, let status = ErrorReport.status(of: error) { return status }
            ErrorReport(error, lua, script: scriptPath).write()
            if !options.isInteractive { return ExitStatus.failure }
        } catch {
            Console.reportError("\(error)")
            return ExitStatus.failure
        }
        return taskStatus(openPrompt(lua), lua)
    }

    /// Everything that was asked for before the prompt; nil when there was nothing.
    private func runCommandLine(_ lua: LuaEngine) throws -> Int32? {
        try setArguments(lua)
        if !options.ignoresEnvironment { try runInitialChunk(lua) }
        for action in options.actions { try perform(action, lua) }
        return try runScript(lua)
    }

    /// A task that failed without anybody joining it makes an otherwise good end a failure.
    private func taskStatus(_ status: Int32, _ lua: LuaEngine) -> Int32 {
        status == ExitStatus.success && lua.failedTaskCount > 0 ? ExitStatus.failure : status
    }

    // MARK: The environment

    private func forgetEnvironment() {
        for name in ["LUA_PATH", "LUA_CPATH", "LUA_PATH_5_4", "LUA_CPATH_5_4"] { unsafe unsetenv(name) }
    }

    /// `arg`: the script at 0, its arguments after it, the options and the program before it.
    private func setArguments(_ lua: LuaEngine) throws(LuaError) {
        // Without a script, `lua` counts from the program's own name.
        let zero = options.script == nil ? 0 : options.scriptIndex
        let entries = words.indices.map { index in
            (key: LuaValue.integer(Int64(index - zero)), value: LuaValue.string(LuaString(bytes: words[index])))
        }
        try lua.setGlobal("arg", .table(LuaTable(list: [], entries: entries)))
    }

    /// What the main chunk has as `...`: the list part of `arg`, which options may have changed.
    private func scriptArguments(_ lua: LuaEngine) throws(LuaError) -> [LuaValue] {
        guard case .reference(let reference) = try lua.global("arg"), reference.typeName == "table" else {
            throw LuaError(code: "error", "'arg' is not a table")
        }
        return try lua.table(of: reference).list
    }

    private func runInitialChunk(_ lua: LuaEngine) throws {
        for name in ["LUA_INIT_5_4", "LUA_INIT"] {
            guard let value = unsafe getenv(name) else { continue }
            let bytes = unsafe Array(UnsafeRawBufferPointer(start: value, count: strlen(value)))
            if bytes.first == UInt8(ascii: "@") {
                let path = Array(bytes.dropFirst())
                _ = try lua.run(try lua.compile(try ScriptSource.read(path), name: chunkName(path)))
            } else {
                _ = try lua.run(try lua.compile(bytes, name: "=" + name))
            }
            return
        }
    }

    // MARK: What is run

    private func perform(_ action: RunnerOptions.Action, _ lua: LuaEngine) throws(LuaError) {
        switch action {
        case .warningsOn: lua.setWarnings(true)
        case .execute(let text):
            _ = try lua.run(try lua.compile(Array(text.utf8), name: "=(command line)"))
        case .show(let text):
            let values = try lua.run(try compileExpression(text, lua))
            try ResultPrinter(asJSON: options.printsJSON).write(values, lua)
        case .require(let module, let global):
            guard case .reference(let require) = try lua.global("require") else {
                throw LuaError(code: "error", "'require' is not a function")
            }
            try lua.setGlobal(global, try lua.run(require, [.text(module)]).first ?? .nil)
        }
    }

    private func compileExpression(_ text: String, _ lua: LuaEngine) throws(LuaError) -> LuaReference {
        do {
            return try lua.compile(Array("return \(text)".utf8), name: "=(command line)")
        } catch {
            throw LuaError(code: error.code, error.message + " ('-p' takes an expression, '-e' statements)")
        }
    }

    /// The status that the main chunk's result asks for; nil when there is no script to run but a prompt to open.
    private func runScript(_ lua: LuaEngine) throws -> Int32? {
        switch options.script {
        case .file(let name):
            let path = words[options.scriptIndex]
            return try runChunk(try ScriptSource.read(path), chunkName(path), lua, name)
        case .standardInput:
            return try runChunk(try ScriptSource.readStandardInput(), "=stdin", lua, "stdin")
        case nil:
            if options.executes || options.showsVersion || options.isInteractive { return ExitStatus.success }
            if isatty(STDIN_FILENO) != 0 { return nil }
            return try runChunk(try ScriptSource.readStandardInput(), "=stdin", lua, "stdin")
        }
    }

    private func runChunk(_ source: [UInt8], _ chunk: String, _ lua: LuaEngine, _ name: String) throws -> Int32 {
        let main = try lua.compile(source, name: chunk)
        let results = try lua.run(main, try scriptArguments(lua))
        return try RunnerStatus.of(results.first, name)
    }

    private func chunkName(_ path: [UInt8]) -> String {
        "@" + String(decoding: path, as: UTF8.self)
    }

    private var scriptPath: String {
        if case .file(let path)? = options.script { path } else { "" }
    }

    // MARK: The prompt

    private var opensPromptAtOnce: Bool {
        options.isInteractive || options.script == nil && !options.executes && isatty(STDIN_FILENO) != 0
    }

    private func openPrompt(_ lua: LuaEngine) -> Int32 {
        if options.readsStartupFile, let status = runStartupFile(lua) { return status }
        var prompt = Prompt.Options()
        prompt.banner = options.showsVersion ? nil : Version.line
        prompt.shouldStop = { Signals.received != 0 }
        return Prompt(lua, prompt).run()
    }

    /// The prompt comes whatever is wrong with the file, unless that ends the program.
    private func runStartupFile(_ lua: LuaEngine) -> Int32? {
        do {
            try StartupFile.run(lua)
        } catch let error as LuaError {
            if error.isExit, let status = ErrorReport.status(of: error) { return status }
            ErrorReport(error, lua, script: StartupFile.path ?? "").write()
            if Signals.received != 0 { return RunnerStatus.interrupted }
        } catch {
            Console.reportError("\(error)")
        }
        return nil
    }
}
