import Bindings
import LuaHost

private func page(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let topic = try call.optionalString(1, "topic")
    let style = HelpStyle(
        width: Int(max(20, min(try call.optionalInteger(2, "width") ?? 80, 500))),
        usesColour: call.isAbsent(3) ? false : try call.boolean(3, "colour")
    )
    guard let topic else { return .text(HelpIndex.shared.overview(style)) }
    return HelpIndex.shared.page(topic, style).map { .text($0) } ?? .nil
}

private func unknown(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .text(HelpIndex.shared.unknown(try call.string(1, "topic")))
}

private func topics(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let topics = HelpIndex.shared.topics.map { topic in
        record([("name", topic.name), ("kind", topic.kind.rawValue), ("summary", topic.summary)])
    }
    return .table(LuaTable(list: topics))
}

private func options(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let options = APIReference.shared.options(of: try call.string(1, "name")).map { option in
        record([
            ("name", option.name), ("type", option.type ?? "any"), ("summary", option.summary),
            ("default", option.fallback),
        ])
    }
    return .table(LuaTable(list: options))
}

private func parameters(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let parameters = APIReference.shared.parameters(of: try call.string(1, "name")).map { parameter in
        record([("name", parameter.name), ("type", parameter.type), ("summary", parameter.summary)])
    }
    return .table(LuaTable(list: parameters))
}

private func classMembers(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let name = try call.string(1, "class")
    let type = APIReference.shared.types.first { $0.name == name }
    let members = (type?.members ?? []).map { member in
        record([
            ("name", member.name), ("kind", member.kind.rawValue), ("signature", member.signature),
            ("summary", member.summary),
        ])
    }
    return .table(LuaTable(list: members))
}

/// A table of texts; those that are missing are left out.
private func record(_ fields: [(String, String?)]) -> LuaValue {
    .table(LuaTable(fields: fields.compactMap { name, text in text.map { (name, LuaValue.text($0)) } }))
}

private func near(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let word = try call.string(1, "word")
    var names: [String] = []
    for value in try call.table(2, "names").list {
        if case .string(let name) = value, let text = name.text { names.append(text) }
    }
    return .table(LuaTable(list: Spelling.near(word, in: names).map { LuaValue.text($0) }))
}

extension LuaModule {
    /// The pages of help, for the prompt and for scripts.
    static let help = LuaModule(
        name: "help",
        summary: "Pages on everything that scripts can use.",
        functions: [
            LuaFunction(
                "page",
                "(topic?: string, width?: integer, colour?: boolean): string?",
                "The page on a topic, such as 'start', 'swc.read', 'Skeleton:reroot' or 'refused'; nil when there is none.",
                page
            ).parameters(
                LuaParameter("topic", "A name; the page that lists all others without one.", default: "none"),
                LuaParameter("width", "The columns of a line.", default: "80"),
                LuaParameter("colour", "With escape codes.", default: "false")
            ),
            LuaFunction(
                "unknown",
                "(topic: string): string",
                "The sentence about a topic that there is no page on, with those that were perhaps meant.",
                unknown
            ).parameters(LuaParameter("topic", "The name that was given.")),
            LuaFunction("topics", "(): { name: string, kind: string, summary: string }[]", "Every topic.", topics),
            LuaFunction(
                "options",
                "(name: string): { name: string, type: string, summary: string, default?: string }[]",
                "The fields of a function's options table.",
                options
            ).parameters(LuaParameter("name", "The function, such as 'swc.read' or 'Skeleton:reroot'.")),
            LuaFunction(
                "parameters",
                "(name: string): { name: string, type: string, summary: string }[]",
                "The parameters of a function, in their order.",
                parameters
            ).parameters(LuaParameter("name", "The function, such as 'swc.read' or 'Skeleton:reroot'.")),
            LuaFunction(
                "members",
                "(class: string): { name: string, kind: string, signature: string, summary: string }[]",
                "The methods and fields of a class; none for a name that no class has.",
                classMembers
            ).parameters(LuaParameter("class", "The class, such as 'Skeleton'.")),
            LuaFunction(
                "near",
                "(word: string, names: string[]): string[]",
                "The names that are spelled much like a word, nearest first; at most five.",
                near
            ).parameters(
                LuaParameter("word", "What was written."),
                LuaParameter("names", "What could have been meant.")
            ),
        ]
    )
}
