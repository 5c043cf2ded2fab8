internal import CLua
internal import CLuaShim

/// A global table whose modules load when they are first used.
struct LuaNamespace {
    let name: String
    let modules: [LuaModule]
    let library: (String) -> LuaSource?
    let libraryNames: [String]
    let table: LuaReference
    var loaded: [String: LuaReference] = [:]
    var loading: Set<String> = []
}

extension LuaEngine {
    /// Installs the global table `name`, whose modules load on first use.
    ///
    /// `require "karst.cave"` gives the same table as `karst.cave`. If `library` has a Lua source of the module's name, it
    /// runs with the full name and the table from Swift (or nil) as `...`, and what it returns is the module: so a Lua
    /// source extends a module from Swift, or is one of its own.
    ///
    /// - `fields`: What the table has besides, such as a version.
    /// - `directory`: What modules there are, published as host objects publish theirs.
    /// - `libraryNames`: The names that `library` knows, for completion.
    public func installNamespace(
        _ name: String,
        modules: [LuaModule],
        fields: [(String, LuaValue)] = [],
        directory: LuaValue = .nil,
        libraryNames: [String] = [],
        library: @escaping (String) -> LuaSource?
    ) throws(LuaError) {
        let lua = try enter()
        let position = namespaces.count
        let held = Unmanaged.passUnretained(self)
        let loader = NamespaceLoader(engine: held, position: position)
        var program = try LuaProgram(self)
        try program.beginTable(fields: 8)
        try program.set("null", .null)
        for (key, value) in fields { try program.set(key, value) }
        try push(program.take(results: 1), lua)
        let table: LuaReference
        do throws(LuaError) {
            table = try LuaStack(lua: lua, engine: self).reference(at: lua_gettop(lua))
            try pushNamespaceMetatable(name, directory, loader, lua)
        } catch {
            kl_pop(lua, 1)
            throw error
        }
        let status = kl_set_metatable(lua)
        guard status == LUA_OK else { throw popError(lua, status) }
        kl_pop(lua, 1)
        try setGlobal(name, .reference(table))
        try addSearcher(name, loader)
        namespaces.append(
            LuaNamespace(name: name, modules: modules, library: library, libraryNames: libraryNames, table: table)
        )
    }

    /// The engine outlives every call from its state.
    private struct NamespaceLoader: @unchecked Sendable {
        let engine: Unmanaged<LuaEngine>
        let position: Int

        func load(_ name: String) throws(LuaError) -> LuaReference? {
            try engine.takeUnretainedValue().loadModule(name, in: position)
        }
    }

    private func pushNamespaceMetatable(
        _ name: String,
        _ directory: LuaValue,
        _ loader: NamespaceLoader,
        _ lua: OpaquePointer
    ) throws(LuaError) {
        let index = LuaFunction("__index", "(table: table, name: string): table?", "Loads a module.") {
            (call) throws(LuaError) -> LuaValue in
            guard case .string(let key) = try call.value(2), let module = key.text else { return .nil }
            return try loader.load(module).map { .reference($0) } ?? .nil
        }
        var program = try LuaProgram(self)
        try program.beginTable(fields: 2)
        try program.set("__name", .text(name))
        try program.set("__index", .function(index))
        try program.set("__dir", directory)
        try push(program.take(results: 1), lua)
    }

    private func addSearcher(_ name: String, _ loader: NamespaceLoader) throws(LuaError) {
        let prefix = name + "."
        let found = LuaFunction("loader", "(name: string): table", "Gives a module.") {
            (call) throws(LuaError) -> LuaValue in
            let module = String(try call.string(1, "name").dropFirst(prefix.count))
            return try loader.load(module).map { .reference($0) } ?? .nil
        }
        let foundReference = try reference(to: .function(found))
        let searcher = LuaFunction("searcher", "(name: string): function|string", "Finds a bundled module.") {
            (call) throws(LuaError) -> [LuaValue] in
            let full = try call.string(1, "name")
            guard full.hasPrefix(prefix) else { return [.nil] }
            let engine = loader.engine.takeUnretainedValue()
            let module = String(full.dropFirst(prefix.count))
            guard engine.hasModule(module, in: loader.position) else {
                return [.text("no bundled module '\(full)'\(engine.suggestion(for: module, in: loader.position))")]
            }
            return [.reference(foundReference), .text(":bundled:")]
        }
        let lua = try enter()
        try push(.function(searcher), lua)
        let status = kl_add_searcher(lua)
        guard status == LUA_OK else { throw popError(lua, status) }
    }

    private func hasModule(_ name: String, in position: Int) -> Bool {
        let namespace = namespaces[position]
        return namespace.modules.contains { $0.name == name } || namespace.library(name) != nil
    }

    private func suggestion(for name: String, in position: Int) -> String {
        let near = namespaces[position].names.filter { $0.hasPrefix(name.prefix(2)) || name.hasPrefix($0) }.sorted()
        return near.isEmpty ? "" : " (there is \(near.joined(separator: ", ")))"
    }

    /// The module's table, which is made on first use; nil when there is none.
    func loadModule(_ name: String, in position: Int) throws(LuaError) -> LuaReference? {
        if let known = namespaces[position].loaded[name] { return known }
        let namespace = namespaces[position]
        let full = "\(namespace.name).\(name)"
        let native = namespace.modules.first { $0.name == name }
        let source = namespace.library(name)
        guard native != nil || source != nil else { return nil }
        guard namespaces[position].loading.insert(name).inserted else {
            throw LuaError(
                code: "error",
                "module '\(full)' is being loaded already: modules require each other in a loop"
            )
        }
        defer { namespaces[position].loading.remove(name) }
        var module: LuaReference?
        if let native { module = try makeModule(native) }
        if let source {
            let chunk = try compile(source.bytes, name: source.chunkName)
            let results = try call(chunk, [.text(full), module.map { .reference($0) } ?? .nil])
            if case .reference(let returned)? = results.first { module = returned }
        }
        guard let module else { throw LuaError(code: "error", "module '\(full)' returned no table") }
        try keep(module, name, in: position)
        return module
    }

    private func keep(_ module: LuaReference, _ name: String, in position: Int) throws(LuaError) {
        let lua = try enter()
        let base = lua_gettop(lua)
        defer { lua_settop(lua, base) }
        var program = try LuaProgram(self)
        try program.append(.reference(namespaces[position].table))
        try program.append(.reference(module))
        try push(program.take(results: 2), lua)
        let status = kl_raw_set_field(lua, -2, name, name.utf8.count)
        guard status == LUA_OK else { throw popError(lua, status) }
        namespaces[position].loaded[name] = module
    }

    /// The table of a module written in Swift.
    func makeModule(_ module: LuaModule) throws(LuaError) -> LuaReference {
        for type in module.types { try define(type, type.identifier) }
        let lua = try enter()
        let taskType = try define(LuaTask.luaType, ObjectIdentifier(LuaTask.self))
        var program = try LuaProgram(self)
        try program.beginTable(fields: module.functions.count)
        for function in module.functions {
            try program.append(text: function.name)
            if case .spawn(let takesOptions) = function.body {
                try program.appendSpawn(taskType: taskType, takesOptions: takesOptions)
            } else {
                try program.append(function, isMethod: false)
            }
            try program.endField()
        }
        for (name, value) in module.constants { try program.set(name, value) }
        try push(program.take(results: 1), lua)
        defer { kl_pop(lua, 1) }
        return try LuaStack(lua: lua, engine: self).reference(at: lua_gettop(lua))
    }
}

extension LuaNamespace {
    /// All module names.
    var names: [String] {
        var seen: Set<String> = []
        return (modules.map(\.name) + libraryNames).filter { seen.insert($0).inserted }
    }
}
