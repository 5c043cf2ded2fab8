internal import CLua
internal import CLuaShim

extension LuaEngine {
    /// Calls the body as one run, for which time and instructions count; runs within runs count as their outermost.
    func counted<R>(_ body: () throws(LuaError) -> R) throws(LuaError) -> R {
        guard let host else { throw .closedEngine }
        guard kl_begin_run(host) else { throw LuaError(code: "error", "the system gives no timer for the time limit") }
        defer { kl_end_run(host) }
        return try body()
    }

    /// Does several things as one run: time and instructions count for all of them together.
    ///
    /// What the body throws is given on as it is, but once a limit is passed the error is that of the limit: a system
    /// call that the limit cut short gives another.
    public func asOneRun<R>(_ body: () throws -> R) throws -> R {
        var result: Result<R, any Error>?
        try counted { () throws(LuaError) in
            result = Result { try body() }
            if case .failure? = result, let passedLimit { throw passedLimit }
        }
        guard let result else { throw LuaError.closedEngine }
        return try result.get()
    }

    /// The error of the limit that the run under way has passed.
    var passedLimit: LuaError? {
        guard let host else { return nil }
        return .limit(kl_over(host))
    }

    /// Throws `memory` unless so many more bytes may be held outside Lua.
    ///
    /// Work whose result grows with a number that a script gives asks before it allocates.
    public func checkRoom(for bytes: Int) throws(LuaError) {
        let lua = try stackPointer()
        guard bytes >= 0, kl_has_room(lua, bytes) else { throw .memory }
    }

    /// Puts our `require` in place, and under `project` the checks of the library's own file functions.
    func installReplacements(moduleTree: String?) throws(LuaError) {
        let lua = try enter()
        try installRequire(lua)
        if access.profile == .full, let moduleTree { try addModuleTree(moduleTree) }
        guard access.profile == .project else { return }
        let guardian = LuaFunction("check_file", "(path: string, writes: boolean)", "Asks for a file.") {
            (call) throws(LuaError) -> LuaValue in
            _ = try call.path(1, "path", for: call.boolean(2, "writes") ? .writing : .reading)
            return .nil
        }
        try push(.function(guardian), lua)
        let status = kl_guard_files(lua)
        guard status == LUA_OK else { throw popError(lua, status) }
        try addFileSearcher(lua)
    }

    private func addModuleTree(_ tree: String) throws(LuaError) {
        let source = """
            local tree = ...
            local function add(name, variable, places)
              local own = package[name]
              local is_set = os.getenv(variable .. "_5_4") or os.getenv(variable)
              package[name] = is_set and own .. ";" .. places or places .. ";" .. own
            end
            local lua, native = tree .. "/share/lua/5.4/", tree .. "/lib/lua/5.4/"
            add("path", "LUA_PATH", lua .. "?.lua;" .. lua .. "?/init.lua")
            add("cpath", "LUA_CPATH", native .. "?.so")
            """
        _ = try call(compile(Array(source.utf8), name: "=modules"), [.text(tree)])
    }

    private func installRequire(_ lua: OpaquePointer) throws(LuaError) {
        let wait = LuaFunction("wait_for_module", "(name: string)", "Waits while a task loads a module.") {
            (call) throws(LuaError) -> LuaWait in
            let name = LuaString(bytes: try call.bytes(1, "name"))
            return LuaWait("module \(name)", .module(name))
        }
        let tell = LuaFunction("module_loaded", "(name: string)", "Wakes who waits for a module.") {
            (call) throws(LuaError) -> LuaValue in
            call.engine.scheduler.moduleLoaded(LuaString(bytes: try call.bytes(1, "name")))
            return .nil
        }
        var program = try LuaProgram(self)
        try program.append(wait, isMethod: false)
        try program.append(tell, isMethod: false)
        try push(program.take(results: 2), lua)
        let status = kl_install_require(lua)
        guard status == LUA_OK else { throw popError(lua, status) }
    }

    /// Modules of files that the script may read, by `package.path`.
    private func addFileSearcher(_ lua: OpaquePointer) throws(LuaError) {
        let searcher = LuaFunction("searcher", "(name: string): function|string", "Finds a module's file.") {
            (call) throws(LuaError) -> [LuaValue] in
            try call.engine.findModuleFile(call.string(1, "name"))
        }
        try push(.function(searcher), lua)
        let status = kl_add_searcher(lua)
        guard status == LUA_OK else { throw popError(lua, status) }
    }

    private func findModuleFile(_ name: String) throws(LuaError) -> [LuaValue] {
        guard case .reference(let package) = try global("package"),
            let templates = try member("path", of: .reference(package))?.text
        else { throw LuaError(code: "error", "'package.path' must be a string") }
        let file = name.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "/")
        var tried: [String] = []
        for template in templates.split(separator: ";") {
            let path = template.split(separator: "?", omittingEmptySubsequences: false).joined(separator: file)
            do throws(LuaError) { try access.checkFile(path, for: .reading) } catch {
                tried.append(error.message)
                continue
            }
            guard let bytes = LuaPath.bytes(of: path) else {
                tried.append("no file '\(path)'")
                continue
            }
            return [.reference(try compile(bytes, name: "@\(path)")), .text(path)]
        }
        return [.text(tried.joined(separator: "\n\t"))]
    }
}

extension LuaError {
    /// The error of a limit by its number in C.
    static func limit(_ kind: Int32) -> LuaError? {
        var error: LuaError
        switch kind {
        case KL_DEADLINE: error = LuaError(code: "deadline", "the script took longer than it was allowed")
        case KL_BUDGET: error = LuaError(code: "budget", "the script needed more instructions than it was allowed")
        default: return nil
        }
        error.kind = .limit(kind)
        return error
    }
}
