import LuaHost

extension APIReference {
    /// A luacheck configuration whose standard `karst` knows every module and function.
    public var luacheckConfiguration: String {
        var lines = [
            "-- Made by `karst init`: luacheck knows the global table `karst` and what is in it.",
            "stds.karst = { read_globals = { karst = { fields = {", "  version = {}, null = {},",
        ]
        for module in modules {
            let own = LibraryFile(module.name)?.functions.filter { !$0.isMethod }.map(\.shortName) ?? []
            let names = Set(module.functions.map(\.name) + module.constants.map(\.name) + own).sorted()
            lines.append("  \(module.name) = { fields = {")
            lines += Self.wrapped(names.map { Self.isWord($0) ? "\($0) = {}," : "[\"\($0)\"] = {}," })
            lines.append("  } },")
        }
        lines += ["} } } }", "", "std = \"lua54+karst\"", "max_line_length = 120"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func isWord(_ name: String) -> Bool {
        !["end", "repeat", "goto", "not", "and", "or"].contains(name)
    }

    /// Words in lines of at most 100 columns.
    private static func wrapped(_ words: [String]) -> [String] {
        var lines: [String] = []
        var line = "   "
        for word in words {
            if line.count + word.count + 1 > 100 {
                lines.append(line)
                line = "   "
            }
            line += " " + word
        }
        return lines + [line]
    }
}
