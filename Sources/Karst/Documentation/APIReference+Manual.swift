import Bindings
import LuaHost

extension APIReference {
    /// The reference manual, as Markdown.
    public var manual: String {
        var lines = ["# karst \(Engine.version): what scripts can use", ""]
        lines.append(
            "Everything hangs on the global table `karst`; `require \"karst.swc\"` gives the same as `karst.swc`."
        )
        for module in modules { lines += section(of: module) }
        lines += ["", "# Objects"]
        for type in types { lines += section(of: type) }
        lines += [
            "", "# Error codes", "", "An error has a `code`, a `message` and the script's position in `where`.", "",
        ]
        lines += ["| code | meaning |", "|---|---|"]
        lines += ErrorCatalog.all.map { "| `\($0.code)` | \($0.meaning) |" }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(of module: Module) -> [String] {
        let library = LibraryFile(module.name)?.functions.filter { !$0.isMethod } ?? []
        let written = Set(library.map(\.shortName))
        var lines = ["", "## karst.\(module.name)", "", module.summary]
        for function in module.functions where !written.contains(function.name) {
            lines += entry(function, title: "karst.\(module.name).\(function.name)")
        }
        for function in library {
            lines += ["", "### karst.\(module.name).\(function.shortName)(\(function.parameters))", ""]
            lines += function.text
            lines += function.comment.compactMap(Self.annotation)
        }
        return lines
    }

    private func section(of type: LuaType) -> [String] {
        var lines = ["", "## \(type.name)", "", type.summary]
        if !type.properties.isEmpty { lines.append("") }
        lines += type.properties.map { "- `\($0.name)`: `\($0.luaType)`. \($0.summary)" }
        for method in type.methods { lines += entry(method, title: "\(type.name):\(method.name)") }
        return lines
    }

    private func entry(_ function: LuaFunction, title: String) -> [String] {
        var lines = ["", "### \(title)\(function.signature)", "", function.summary]
        guard let signature = LuaSignature(function.signature) else { return lines }
        let parameters = signature.parameters.map { parameter in
            "- `\(parameter.name)`: \(function.summary(of: parameter))\(function.fallback(of: parameter))"
        }
        let options = function.options.map { option in
            let fallback = option.fallback.map { " (default: \($0))" } ?? ""
            return "  - `\(option.name)`: `\(option.type ?? "any")`. \(option.summary)\(fallback)"
        }
        if !parameters.isEmpty || !options.isEmpty { lines += [""] + parameters + options }
        return lines
    }

    /// `---@param name type text` as a line of a list.
    private static func annotation(_ line: String) -> String? {
        guard let match = line.prefixMatch(of: #/---@(param|return) (.+)/#) else { return nil }
        return match.1 == "param" ? "- \(match.2)" : "- gives \(match.2)"
    }
}
