import Bindings

/// What the annotations of a module written in Lua say.
struct LibraryFile {
    /// A function with the comment lines above it.
    struct Function {
        /// As it is written: `M.map`, `Bar:update`.
        let name: String
        let parameters: String
        /// The lines with their `---`.
        let comment: [String]

        /// Of a class of the module's own rather than of the module.
        var isMethod: Bool { !name.hasPrefix("M.") && !name.hasPrefix("M:") }

        /// The variable that it is a field of.
        var receiver: Substring { name.prefix { $0 != "." && $0 != ":" } }

        /// The name within the module.
        var shortName: String { String(name.drop { $0 != "." && $0 != ":" }.dropFirst()) }

        /// The comment without marks, annotations left out.
        var text: [String] {
            comment.filter { !$0.hasPrefix("---@") }.map { String($0.dropFirst(3).drop { $0 == " " }) }
        }
    }

    /// A class, with the local variable that holds its methods, where it has one.
    struct ClassBlock {
        let comment: [String]
        let variable: String?
    }

    private(set) var functions: [Function] = []
    private(set) var classes: [ClassBlock] = []

    init?(_ module: String) {
        guard let source = StandardLibrary.source(of: "\(module).lua") else { return nil }
        var comment: [String] = []
        for line in String(decoding: source, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("---") {
                comment.append(String(line))
                continue
            }
            take(comment, above: line)
            comment = []
        }
        // Methods of a table that is no annotated class are the module's own affair.
        let variables = Set(classes.compactMap(\.variable))
        functions.removeAll { $0.isMethod && !variables.contains(String($0.receiver)) }
    }

    private mutating func take(_ comment: [String], above line: Substring) {
        guard !comment.isEmpty else { return }
        let isClass = comment.contains { $0.hasPrefix("---@class") || $0.hasPrefix("---@alias") }
        if let match = line.prefixMatch(of: #/function ([A-Za-z_]\w*[.:]\w+)\s*\((.*?)\)/#) {
            functions.append(
                Function(name: String(match.1), parameters: String(match.2), comment: comment)
            )
        } else if isClass {
            let variable = line.prefixMatch(of: #/local (\w+) = /#).map { String($0.1) }
            classes.append(ClassBlock(comment: comment, variable: variable))
        }
    }
}
