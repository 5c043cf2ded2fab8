import LuaHost

extension APIReference {
    /// Annotations for the Lua language server: a file for each module, one for the objects, and one for the global.
    ///
    /// Names are those of the files, without a folder.
    public var stubs: [(name: String, text: String)] {
        [("karst.lua", namespaceStub), ("objects.lua", objectStub)]
            + modules.map { ("\($0.name).lua", stub(of: $0)) }
    }

    private static let notice = "-- Made by karst from its registrations: do not edit."

    private var namespaceStub: String {
        var lines = [
            "---@meta karst", Self.notice, "", "---@class karst", "---@field version string The version of karst.",
        ]
        lines.append("---@field null userdata Stands for null, which unlike nil can stand in a table.")
        lines += modules.map { "---@field \($0.name) karst.\($0.name) \($0.summary)" }
        lines += ["karst = {}", "", "return karst"]
        return lines.joined(separator: "\n") + "\n"
    }

    private var objectStub: String {
        var lines = ["---@meta _", Self.notice]
        for type in types {
            for method in type.methods { lines += optionClass(of: method, in: type.name) }
            lines += ["", "--- \(type.summary)", "---@class \(type.name)"]
            lines += type.properties.map { "---@field \($0.name) \($0.luaType) \($0.summary)" }
            lines.append("local \(type.name) = {}")
            for method in type.methods { lines += function(method, in: type.name, separator: ":") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func stub(of module: Module) -> String {
        let library = LibraryFile(module.name)
        let written = Set(library?.functions.filter { !$0.isMethod }.map(\.shortName) ?? [])
        let native = module.functions.filter { !written.contains($0.name) }
        var lines = ["---@meta karst.\(module.name)", Self.notice]
        for function in native { lines += optionClass(of: function, in: "karst.\(module.name)") }
        for block in library?.classes ?? [] {
            lines += [""] + block.comment
            if let variable = block.variable { lines.append("local \(variable) = {}") }
        }
        lines += ["", "--- \(module.summary)", "---@class karst.\(module.name)"]
        lines += module.constants.map { "---@field \($0.name) \($0.type)" }
        lines.append("local M = {}")
        for function in native { lines += self.function(function, in: "M", separator: ".") }
        for function in library?.functions ?? [] {
            lines += [""] + function.comment + ["function \(function.name)(\(function.parameters)) end"]
        }
        lines += ["", "return M"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The fields of a function's options table as a class of their own.
    private func optionClass(of function: LuaFunction, in place: String) -> [String] {
        guard !function.options.isEmpty else { return [] }
        return ["", "---@class \(place).\(function.name).Options"]
            + function.options.map { option in
                let fallback = option.fallback.map { " (default: \($0))" } ?? ""
                let mark = option.fallback == nil ? "" : "?"
                return "---@field \(option.name)\(mark) \(option.type ?? "any") \(option.summary)\(fallback)"
            }
    }

    private func function(_ function: LuaFunction, in place: String, separator: String) -> [String] {
        guard let signature = LuaSignature(function.signature) else { return [] }
        var lines = ["", "--- \(function.summary)"]
        if function.waits { lines += ["---", "---@async"] }
        for parameter in signature.parameters {
            let mark = parameter.isOptional ? "?" : ""
            let type = type(of: parameter, function, in: place)
            let text = function.summary(of: parameter) + function.fallback(of: parameter)
            lines.append("---@param \(parameter.name)\(mark) \(type) \(text)")
        }
        lines += signature.results.map { "---@return \($0)" }
        let names = signature.parameters.map(\.name).joined(separator: ", ")
        lines.append("function \(place)\(separator)\(function.name)(\(names)) end")
        return lines
    }

    private func type(of parameter: LuaSignature.Parameter, _ function: LuaFunction, in place: String) -> String {
        guard parameter.name == "options", !function.options.isEmpty else { return parameter.type }
        let module = place == "M" ? modules.first { $0.functions.contains { $0.isSame(as: function) } } : nil
        return "\(module.map { "karst.\($0.name)" } ?? place).\(function.name).Options"
    }
}

extension LuaFunction {
    fileprivate func isSame(as other: LuaFunction) -> Bool {
        name == other.name && signature == other.signature && summary == other.summary
    }
}
