/// Recognises entries that should not lie in a history file.
enum SecretWords {
    private static let words = [
        "token", "secret", "password", "passwd", "api_key", "apikey", "authorization", "bearer",
    ]

    /// Whether a name that speaks of a secret is given a literal text, as in `auth_token = "…"` or `["token"] = '…'`,
    /// or text speaks of one, as in `"Bearer …"`.
    static func areAssigned(in entry: String) -> Bool {
        let lower = entry.lowercased()
        guard lower.contains("\"") || lower.contains("'") || lower.contains("[[") else { return false }
        return words.contains { word in
            var rest = lower[...]
            while let found = rest.firstRange(of: word) {
                rest = rest[found.upperBound...]
                if isAssignment(rest) { return true }
            }
            return false
        }
    }

    /// Whether what follows the word is the rest of the name or text, then `=`, `(`, `,` or `:`, then a text; or a space and a
    /// long word inside the same text.
    private static func isAssignment(_ rest: Substring) -> Bool {
        let afterName = rest.drop { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "\"" || $0 == "'" || $0 == "]" }
        let afterSpace = afterName.drop { $0 == " " }
        if let mark = afterSpace.first, "=(,:".contains(mark) {
            let value = afterSpace.dropFirst().drop { $0 == " " }
            return value.first.map { "\"'[".contains($0) || (mark == ":" && $0.isLetter) } ?? false
        }
        return afterName.first == " "
            && afterSpace.prefix { $0.isLetter || $0.isNumber || "-_.".contains($0) }.count >= 16
    }
}
