import Bindings

/// Something that there is help on: a function, a status, an error code, a guide.
public struct HelpTopic: Sendable {
    /// What kind of thing it is.
    public enum Kind: String, Sendable, CaseIterable {
        case guide, module, function, `class`, method, property, option, status, error, measure, recipe
    }

    /// What one types to see it, such as `swc.read`, `Skeleton:reroot`, `refused`.
    public let name: String
    /// What kind of thing it is.
    public let kind: Kind
    /// One sentence.
    public let summary: String
    let content: Content

    /// Made when it is asked for.
    struct Content: Sendable {
        let blocks: @Sendable () -> [HelpBlock]
    }

    init(_ name: String, _ kind: Kind, _ summary: String, _ blocks: @escaping @Sendable () -> [HelpBlock]) {
        (self.name, self.kind, self.summary) = (name, kind, summary)
        content = Content(blocks: blocks)
    }

    /// The last word of the name: `reroot` of `Skeleton:reroot`.
    var lastWord: Substring {
        name[(name.lastIndex { $0 == "." || $0 == ":" }.map(name.index(after:)) ?? name.startIndex)...]
    }
}

/// A part of a page.
enum HelpBlock: Sendable {
    case heading(String)
    case paragraph(String)
    /// Lines as they are.
    case code([String])
    /// Names with what they mean.
    case list([(term: String, meaning: String)])
}

/// How a page is laid out.
public struct HelpStyle: Sendable {
    /// The columns of a line.
    public var width: Int
    /// With escape codes.
    public var usesColour: Bool

    /// A style.
    public init(width: Int = 80, usesColour: Bool = false) {
        (self.width, self.usesColour) = (width, usesColour)
    }

    /// The page's lines, each ended.
    func text(_ blocks: [HelpBlock]) -> String {
        blocks.map(text).joined(separator: "\n")
    }

    private func text(_ block: HelpBlock) -> String {
        switch block {
        case .heading(let text): bold(text) + "\n"
        case .paragraph(let text): wrapped(text, indent: "") + "\n"
        case .code(let lines): lines.map { $0.isEmpty ? "\n" : "  \($0)\n" }.joined()
        case .list(let items): list(items)
        }
    }

    /// Terms in a column of their own where they are short, on lines of their own where they are not.
    private func list(_ items: [(term: String, meaning: String)]) -> String {
        let widest = items.map(\.term.count).max() ?? 0
        let column = min(widest, max(12, width / 3)) + 4
        return items.map { term, meaning in
            let indent = String(repeating: " ", count: column)
            let text = wrapped(meaning, indent: indent)
            guard term.count + 4 <= column else { return "  \(bold(term))\n" + (meaning.isEmpty ? "" : text + "\n") }
            return "  \(bold(term))" + (meaning.isEmpty ? "" : text.dropFirst(term.count + 2)) + "\n"
        }.joined()
    }

    /// Words in lines, each with the indent.
    private func wrapped(_ text: String, indent: String) -> String {
        var (lines, line) = ([String](), indent)
        for word in text.split(separator: " ") {
            if line.count > indent.count, line.count + 1 + word.count > width {
                lines.append(line)
                line = indent
            }
            line += (line.count > indent.count ? " " : "") + word
        }
        return (lines + [line]).joined(separator: "\n")
    }

    private func bold(_ text: String) -> String {
        usesColour && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }
}
