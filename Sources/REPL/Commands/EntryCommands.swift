import Glibc
import LuaHost

/// Commands on entries and settings.
extension PromptCommand {
    static let edit = PromptCommand(
        "edit",
        usage: "[number]",
        summary: "opens an entry, the last one without a number, in $EDITOR, and runs what comes back"
    ) { session, argument throws(LuaError) in
        let text = try session.entry(argument)
        guard let edited = try EditedText(text, session.screen).read(), !edited.trimmed.isEmpty else { return .next }
        return .again(edited)
    }

    static let history = PromptCommand(
        "history",
        usage: "[count|text]",
        summary: "earlier entries: the last ones, or those that contain a text"
    ) { session, argument in
        let current = session.log.entries
        let all = session.log.earlier.map { (number: 0, text: $0) } + current
        let count = Int(argument)
        let shown =
            count != nil || argument.isEmpty
            ? all.suffix(max(0, count ?? 20)) : all.filter { $0.text.contains(argument) }.suffix(200)
        for entry in shown {
            let head = entry.number == 0 ? "      " : "[\(entry.number)]".padded(to: 6)
            session.screen.write(head + entry.text.replacing("\n", with: "\n      ") + "\n")
        }
        return .next
    }

    static let save = PromptCommand(
        "save",
        usage: "file",
        argument: .file,
        summary: "writes the entries of this session that ran without an error as a script"
    ) { session, path throws(LuaError) in
        let path = try required(path, "which file")
        let text = session.log.goodEntries.map { EntryScript.statement($0, session.engine) + "\n" }.joined()
        try session.run("save", [.text(path), .text(text)])
        return .next
    }

    static let set = PromptCommand(
        "set",
        usage: "[name [value]]",
        argument: .setting,
        summary: "settings of the printer and the prompt: all, one back at its default, or a new value"
    ) { session, text throws(LuaError) in
        let words = text.split { $0.isWhitespace || $0 == "=" }.map { LuaValue.text(String($0)) }
        guard words.count <= 2 else { throw LuaError(code: "bad_argument", "a name and a value are expected") }
        try session.run("set", words)
        return .next
    }
}

extension Session {
    /// The text of an entry by its number; the last one's when that is empty.
    fileprivate func entry(_ argument: String) throws(LuaError) -> String {
        if argument.isEmpty { return log.entries.last?.text ?? "" }
        guard let number = Int(argument), let text = log.text(number) else {
            throw LuaError(code: "not_found", "there is no entry \(argument)")
        }
        return text
    }
}

/// What an entry is in a script: an expression alone is no statement there.
enum EntryScript {
    static func statement(_ entry: String, _ engine: LuaEngine) -> String {
        guard case .complete(let compiled) = Entry.read(entry, chunk: "=[save]", engine), compiled.isExpression else {
            return entry
        }
        if (try? engine.compile(Array(entry.utf8), name: "=[save]")) != nil { return entry }
        let blank = entry.trimmed
        return "pp(" + (blank.hasPrefix("=") ? String(blank.dropFirst()).trimmed : blank) + ")"
    }
}

/// A text on its way through the user's editor.
struct EditedText {
    private let text: String
    private let command: String

    init(_ text: String, _ screen: Screen) {
        self.text = text
        command = ["VISUAL", "EDITOR"].lazy.compactMap(screen.environment).first { !$0.isEmpty } ?? "vi"
    }

    /// The text after the editor has ended; nil when it failed.
    func read() throws(LuaError) -> String? {
        var path = Array("/tmp/karst-XXXXXX.lua".utf8CString)
        let file = mkstemps(&path, 4)
        guard file >= 0 else { throw Self.problem("cannot make a file to edit") }
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(name) }
        Screen.write(text + (text.hasSuffix("\n") ? "" : "\n"), to: file)
        close(file)
        guard system("\(command) '\(name)'") == 0 else {
            throw LuaError(code: "error", "the editor '\(command)' failed; $EDITOR names another")
        }
        return try Self.contents(of: name)
    }

    private static func contents(of path: String) throws(LuaError) -> String {
        guard var bytes = WholeFile.bytes(path) else { throw problem("cannot read \(path)") }
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func problem(_ what: String) -> LuaError {
        LuaError(code: "error", "\(what): \(String(cString: strerror(errno)))")
    }
}
