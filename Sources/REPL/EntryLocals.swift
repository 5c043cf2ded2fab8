import LuaHost

/// An entry whose top-level locals have become fields of the session, so that the next entry has them too.
///
/// Done on tokens: a `local` in a text, a comment or a block is not touched. An entry whose locals cannot be treated so is
/// run as it is.
struct EntryLocals {
    /// The entry as it is compiled; it has the lines of the one that was typed.
    let text: String
    /// The locals that it declares.
    let names: [String]

    private typealias Positioned = (token: EntryTokens.Token, range: Range<Int>)

    /// Rewrites an entry; nil when it declares nothing at its top, or the declaration cannot be read.
    ///
    /// Throws for `<const>` and `<close>`, which cannot hold beyond an entry.
    init?(_ entry: String) throws(LuaError) {
        let tokens = EntryTokens.all(entry)
        var changes = Changes()
        var depth = 0
        for (index, token) in tokens.enumerated() {
            guard case .name(let name) = token.token else { continue }
            if name == "local", depth == 0 {
                guard try changes.declare(tokens[(index + 1)...], at: token.range) else { return nil }
            }
            depth += Self.change(of: name)
        }
        guard !changes.names.isEmpty, !changes.names.contains("_ENV") else { return nil }
        text = changes.applied(to: entry)
        names = changes.names
    }

    /// Whether an entry declares a `local` outside any block.
    static func areDeclared(in entry: String) -> Bool {
        var depth = 0
        for case .name(let name) in EntryTokens(entry) {
            if name == "local", depth == 0 { return true }
            depth += change(of: name)
        }
        return false
    }

    /// How a keyword changes the depth of blocks; `while … do` and `for … do` open once, at their `do`.
    private static func change(of name: String) -> Int {
        switch name {
        case "do", "function", "if", "repeat": 1
        case "end", "until": -1
        default: 0
        }
    }

    private struct Changes {
        var names: [String] = []
        private var removed: [Range<Int>] = []
        private var niledAt: [Int] = []

        /// Reads what follows a `local`; false when that is no declaration.
        mutating func declare(_ rest: ArraySlice<Positioned>, at range: Range<Int>) throws(LuaError) -> Bool {
            var rest = rest
            guard case .name(let first)? = rest.first?.token else { return false }
            removed.append(range)
            if first == "function" {
                guard case .name(let name)? = rest.dropFirst().first?.token else { return false }
                names.append(name)
                return true
            }
            while let (token, place) = rest.popFirst() {
                guard case .name(let name) = token else { return false }
                names.append(name)
                switch rest.first?.token {
                case .other(UInt8(ascii: ",")): rest.removeFirst()
                case .other(UInt8(ascii: "<")): throw EntryLocals.attribute(name)
                case .other(UInt8(ascii: "=")): return true
                default:
                    niledAt.append(place.upperBound)
                    return true
                }
            }
            return false
        }

        func applied(to entry: String) -> String {
            var bytes = Array(entry.utf8)
            for range in removed { for index in range { bytes[index] = UInt8(ascii: " ") } }
            for place in niledAt.sorted(by: >) { bytes.insert(contentsOf: " = nil".utf8, at: place) }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    private static func attribute(_ name: String) -> LuaError {
        LuaError(
            code: "syntax",
            "the local '\(name)' cannot be <const> or <close> here, where locals outlive their entry: leave that out, or "
                + "write do … end around it"
        )
    }
}
