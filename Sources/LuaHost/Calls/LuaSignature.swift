/// A signature taken apart: `(path: string, options?: table): Skeleton, integer[]`.
public struct LuaSignature: Sendable, Hashable {
    /// One parameter.
    public struct Parameter: Sendable, Hashable {
        /// The name, `...` for any number of further ones.
        public let name: String
        /// The type as the Lua language server writes it.
        public let type: String
        /// Whether it can be left out.
        public let isOptional: Bool
    }

    /// The parameters, without a receiver.
    public let parameters: [Parameter]
    /// The types of the results.
    public let results: [String]

    /// Nil for a text that is no signature.
    public init?(_ text: String) {
        guard text.hasPrefix("("), let close = Self.end(of: text) else { return nil }
        var parameters: [Parameter] = []
        for part in Self.parts(of: text[text.index(after: text.startIndex)..<close]) {
            guard let colon = part.firstIndex(of: ":") else { return nil }
            let name = part[..<colon]
            let type = part[part.index(after: colon)...].drop { $0 == " " }
            guard !name.isEmpty, !type.isEmpty else { return nil }
            let isOptional = name.hasSuffix("?")
            parameters.append(
                Parameter(name: String(isOptional ? name.dropLast() : name), type: String(type), isOptional: isOptional)
            )
        }
        self.parameters = parameters
        let rest = text[text.index(after: close)...]
        guard rest.isEmpty || rest.hasPrefix(": ") else { return nil }
        results = rest.isEmpty ? [] : Self.parts(of: rest.dropFirst(2)).map(String.init)
    }

    /// The parenthesis that closes the first one.
    private static func end(of text: String) -> String.Index? {
        var depth = 0
        for index in text.indices {
            depth += nesting(text[index])
            if depth == 0 { return index }
        }
        return nil
    }

    /// The parts between commas that stand in no bracket.
    private static func parts(of text: Substring) -> [Substring] {
        var (parts, depth, start): ([Substring], Int, Substring.Index) = ([], 0, text.startIndex)
        for index in text.indices {
            depth += nesting(text[index])
            guard depth == 0, text[index] == "," else { continue }
            parts.append(text[start..<index])
            start = text.index(after: index)
        }
        parts.append(text[start...])
        return parts.map { part in
            let trimmed = part.drop { $0 == " " }
            return trimmed[..<(trimmed.lastIndex { $0 != " " }.map(trimmed.index(after:)) ?? trimmed.startIndex)]
        }.filter { !$0.isEmpty }
    }

    private static func nesting(_ character: Character) -> Int {
        switch character {
        case "(", "{", "<", "[": 1
        case ")", "}", ">", "]": -1
        default: 0
        }
    }
}
