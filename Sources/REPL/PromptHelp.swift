/// What `:help` alone shows.
enum PromptHelp: Sendable {
    static var text: String {
        """
        Type Lua. An expression shows its value; an unfinished entry goes on in the next line.

          Tab         what may follow: names, fields, methods after a colon
          Up, Ctrl-R  earlier entries; with a beginning typed, those that begin so
          Ctrl-C      gives up the line, or stops what runs
          Ctrl-D      ends, as :quit does
          _           the last result; _1, _2 … where there were several; _out[n] that of entry n

        A first session, after 'karst demo' (or with a datastack's name and a token):
          client = cave.client("demo", { server_address = "embedded" })
          ids = client.skeleton:get_cache_contents{ root_id_prefixes = { "8646" } }
          sk = client.skeleton:get_skeleton(id)
          sk:measure()
          sk:write("cell.swc")

        Commands:
        \(commands)

        """
    }

    private static var commands: String {
        PromptCommand.all.map { command in
            let call = ":\(command.names[0]) \(command.usage)".padded(to: 22)
            return "  \(call)  \(command.summary)"
        }.joined(separator: "\n")
    }
}
