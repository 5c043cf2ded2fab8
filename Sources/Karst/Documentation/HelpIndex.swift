import Bindings

/// All that there is help on, at the prompt (`:help topic`) and outside (`karst help topic`).
public struct HelpIndex: Sendable {
    /// All topics: guides first, then the reference in the order of its names.
    public let topics: [HelpTopic]

    /// The help of this build, made once.
    public static let shared = HelpIndex(APIReference())

    /// The help on everything in a reference.
    init(_ reference: APIReference) {
        topics = HelpGuides.topics + reference.helpTopics
    }

    /// The page on a topic; nil when there is nothing of that name.
    ///
    /// `karst.swc.read`, `swc.read` and `read` are fine, as are `Skeleton:reroot`, `Skeleton.reroot` and `reroot`. A name that
    /// several things have gives all of their pages, or a list when they are many.
    public func page(_ name: String, _ style: HelpStyle = HelpStyle()) -> String? {
        let found = find(name)
        guard !found.isEmpty else { return nil }
        if found.count > 4 { return style.text(Self.choice(found, name)) }
        return style.text(found.flatMap { Self.blocks($0, style) })
    }

    /// What is called so.
    func find(_ name: String) -> [HelpTopic] {
        let wanted = Self.plain(name)
        guard !wanted.isEmpty else { return [] }
        let same = topics.filter { Self.plain($0.name) == wanted }
        if !same.isEmpty { return same }
        let last = topics.filter { $0.kind != .option && $0.lastWord.lowercased() == wanted }
        return last
    }

    /// Names that were perhaps meant.
    public func near(_ name: String) -> [String] {
        let names = topics.map(\.name) + topics.map { String($0.lastWord) }
        let wanted = Self.plain(name)
        let near = Spelling.near(wanted, in: Set(names).sorted())
        if !near.isEmpty { return near }
        let last = wanted[(wanted.lastIndex(of: ".").map(wanted.index(after:)) ?? wanted.startIndex)...]
        return Spelling.near(String(last), in: Set(topics.map { String($0.lastWord) }).sorted())
    }

    /// The sentence about a name that nothing has.
    public func unknown(_ name: String) -> String {
        let near = near(name)
        let hint = near.isEmpty ? "'help' alone lists what there is" : "did you mean \(near.joined(separator: ", "))?"
        return "there is no help on '\(name)' (\(hint))"
    }

    /// The page that leads to all others.
    public func overview(_ style: HelpStyle = HelpStyle()) -> String {
        func list(_ kind: HelpTopic.Kind) -> HelpBlock {
            .list(topics.filter { $0.kind == kind }.map { ($0.name, $0.summary) })
        }
        return style.text([
            .heading("Guides"), list(.guide), .heading("Modules, all under the global table 'karst'"), list(.module),
            .heading("Classes of objects"), list(.class),
            .paragraph(
                "There is a page on each of these, on each of their functions, methods and fields (swc.read, "
                    + "Skeleton:reroot), on options, statuses, error codes, measures and recipes."
            ),
        ])
    }

    /// Without what may be left out: the global's name, parentheses, the difference between `.` and `:`.
    private static func plain(_ name: String) -> String {
        var name = name.lowercased().replacing(":", with: ".")
        if name.hasSuffix("()") { name.removeLast(2) }
        return name.hasPrefix("karst.") ? String(name.dropFirst(6)) : name
    }

    private static func choice(_ topics: [HelpTopic], _ name: String) -> [HelpBlock] {
        [
            .paragraph("Several things are called '\(name)':"),
            .list(topics.map { ($0.name, "\($0.kind): \($0.summary)") }),
        ]
    }

    private static func blocks(_ topic: HelpTopic, _ style: HelpStyle) -> [HelpBlock] {
        topic.content.blocks()
    }
}
