import ArgumentParser
import FoundationEssentials

/// The man page of one command, made from its definition.
struct ManualPage {
    /// The name of its file, such as `karst-swc-check.1`.
    let name: String
    /// In the language of man(7).
    let text: String

    /// The pages of all commands.
    static func all() throws -> [ManualPage] {
        let tool = try JSONDecoder().decode(ToolDescription.self, from: Data(DocumentedCommand._dumpHelp().utf8))
        return pages(of: tool.command, under: [])
    }

    private static func pages(of command: CommandDescription, under path: [String]) -> [ManualPage] {
        let path = path + [command.commandName]
        let children = (command.subcommands ?? []).filter { $0.isShown && $0.commandName != "help" }
        return [ManualPage(command, path, children)] + children.flatMap { pages(of: $0, under: path) }
    }

    private init(_ command: CommandDescription, _ path: [String], _ children: [CommandDescription]) {
        let title = path.joined(separator: "-")
        name = title + ".1"
        var lines = [
            ".TH \(Self.quoted(title.uppercased())) 1 \"\" \(Self.quoted("karst \(Version.number)")) \"karst\"",
            ".SH NAME", "\(Self.escaped(title)) \\- \(Self.escaped(command.abstract ?? ""))",
            ".SH SYNOPSIS", ".B \(Self.escaped(path.joined(separator: " ")))", Self.synopsis(command, children),
        ]
        if let discussion = command.discussion, !discussion.isEmpty {
            lines += [".SH DESCRIPTION"] + Self.paragraphs(discussion)
        }
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        let (positional, options) = (arguments.filter(\.isPositional), arguments.filter { !$0.isPositional })
        if !positional.isEmpty { lines += [".SH ARGUMENTS"] + positional.flatMap(Self.item) }
        if !options.isEmpty { lines += [".SH OPTIONS"] + options.flatMap(Self.item) }
        if !children.isEmpty {
            lines += [".SH COMMANDS"]
            for child in children {
                lines += [".TP", ".B \(Self.escaped(child.commandName))", Self.line(child.abstract ?? "")]
            }
        }
        lines += [".SH SEE ALSO"] + Self.references(path, children)
        text = lines.filter { !$0.isEmpty }.joined(separator: "\n") + "\n"
    }

    // MARK: Parts

    private static func synopsis(_ command: CommandDescription, _ children: [CommandDescription]) -> String {
        let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
        var words: [String] = []
        if arguments.contains(where: { !$0.isPositional }) { words.append("[options]") }
        if !children.isEmpty { words.append(arguments.contains(where: \.isPositional) ? "[command]" : "command") }
        words += arguments.filter(\.isPositional).map { argument in
            let name = (argument.valueName ?? "word") + (argument.isRepeating ? " ..." : "")
            return argument.isOptional ? "[\(name)]" : name
        }
        return line(words.joined(separator: " "))
    }

    private static func item(_ argument: ArgumentDescription) -> [String] {
        let value = argument.valueName.map { " \\fI\(escaped($0))\\fR" } ?? ""
        let names = (argument.names ?? []).map { "\\fB\(escaped($0.spelled))\\fR" }.joined(separator: ", ")
        let term = argument.isPositional ? String(value.dropFirst()) : names + (argument.kind == "option" ? value : "")
        let fallback = argument.defaultValue.map { " (default: \($0))" } ?? ""
        let text = (argument.abstract ?? "") + fallback
        return [".TP", term.isEmpty ? "\\&" : term, text.isEmpty ? "\\&" : line(text)]
    }

    private static func references(_ path: [String], _ children: [CommandDescription]) -> [String] {
        var names = children.map { (path + [$0.commandName]).joined(separator: "-") }
        if path.count > 1 { names.insert(path.dropLast().joined(separator: "-"), at: 0) }
        return names.enumerated().map { index, name in
            ".BR \(escaped(name)) (1)\(index + 1 < names.count ? "," : "")"
        } + ["'karst help' has pages on everything that scripts can use.".replacing("'", with: "\\(aq")]
    }

    private static func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { part in
            part.isEmpty ? ".PP" : line(String(part)) + "\n.br"
        }
    }

    // MARK: man(7)

    /// Text that begins a line.
    private static func line(_ text: String) -> String {
        let escaped = escaped(text)
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    private static func quoted(_ text: String) -> String { "\"\(escaped(text))\"" }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\\": "\\e"
            case "-": "\\-"
            case "'": "\\(aq"
            case "\"": "\\(dq"
            case "\n": " "
            default: scalar.isASCII ? String(scalar) : "\\[u\(hexadecimal(scalar))]"
            }
        }.joined()
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

/// What the argument parser tells of a program.
private struct ToolDescription: Decodable {
    let command: CommandDescription
}

private struct CommandDescription: Decodable {
    let commandName: String
    let abstract: String?
    let discussion: String?
    let shouldDisplay: Bool?
    let subcommands: [CommandDescription]?
    let arguments: [ArgumentDescription]?

    var isShown: Bool { shouldDisplay ?? true }
}

private struct ArgumentDescription: Decodable {
    struct Name: Decodable {
        let kind: String
        let name: String

        var spelled: String { kind == "long" ? "--\(name)" : "-\(name)" }
    }

    let kind: String
    let shouldDisplay: Bool
    let isOptional: Bool
    let isRepeating: Bool
    let names: [Name]?
    let valueName: String?
    let defaultValue: String?
    let abstract: String?

    var isPositional: Bool { kind == "positional" }
}
