/// What `:help` alone shows.
struct PromptHelp: CustomStringConvertible {
    /// The columns of a line.
    let width: Int

    private static let keys = [
        ("Tab", "what may follow: names, fields, methods after a colon, options, files"),
        ("Up, Ctrl-R", "earlier entries; with a beginning typed, those that begin so"),
        ("Ctrl-C", "gives up the line, or stops what runs"),
        ("Ctrl-D", "ends, as :quit does"),
        ("_", "the last result; _1, _2 … where there were several; _out[n] that of entry n"),
    ]

    /// Each line runs as it stands after those before it.
    private static let session = """
          client = cave.client("demo", { server_address = "embedded" })
          id = 864691128455136233
          sk = client.skeleton:get_skeleton(id)
          sk
          sk:measure()
          sk:to_unit("um"):write("cell.swc")
        """

    /// What newcomers need stands last, right above the next prompt.
    var description: String {
        let commands = PromptCommand.all.map { row(":\($0.names[0]) \($0.usage)", $0.summary, column: 26) }
        let keys = Self.keys.map { row($0.0, $0.1, column: 14) }
        return """
            \(paragraph("Type Lua. An expression shows its value; an unfinished entry goes on in the next line."))

            \((commands + [""] + keys).joined(separator: "\n"))

            \(paragraph("A first session, after 'karst demo' in a shell; ':help start' explains it and goes on:"))

            \(Self.session)

            """
    }

    private func paragraph(_ text: String) -> String {
        text.wrapped(to: width).joined(separator: "\n")
    }

    /// A name and what it stands for: side by side, or below one another where there is little room.
    private func row(_ name: String, _ text: String, column: Int) -> String {
        let isNarrow = width < 60
        let margin = String(repeating: " ", count: isNarrow ? 6 : column)
        let head = isNarrow ? "  \(name)\n\(margin)" : "  \(name)".padded(to: column)
        return head + text.wrapped(to: width - margin.count).joined(separator: "\n" + margin)
    }
}
