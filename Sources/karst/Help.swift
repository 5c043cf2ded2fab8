import ArgumentParser

/// The texts of `--help` and of wrong use.
enum Help: Sendable {
    static let usage = """
        usage: karst [options] [script [args]]
               karst COMMAND [arguments]
        Try 'karst --help'.
        """

    static var text: String {
        """
        karst: CAVE neuron skeletons, in Lua

        usage: karst [options] [script [args]]
               karst COMMAND [arguments]

        Without a script: a prompt on a terminal, otherwise standard input is run as a script.

        Options, as lua 5.4 takes them:
          -e stat        run the text 'stat'
          -p expr        print the results of the expression 'expr', as the prompt does
          -l mod         require 'mod' into the global 'mod'
          -l g=mod       require 'mod' into the global 'g'
          -i             open a prompt after the script
          -v             show the version
          -E             ignore environment variables
          -W             turn warnings on
          --             stop handling options
          -              run standard input

        Options of karst's own:
          --check        compile the scripts that follow, and run nothing
          --json         print the results of -p as JSON
          --profile P    what scripts may reach: full, project (files and servers as below) or pure (none)
          --root DIR     under project: files below DIR may be used (default: the current folder)
          --server HOST  under project: the server may be reached
          --memory SIZE  how much memory scripts may use, such as 512M
          --timeout T    how long scripts may take: seconds, or a time such as 10min
          --color[=WHEN] colour: always, never or auto (the default)
          --no-rc        open the prompt without the user's init.lua
          --trace-http[=FILE]  write a line for each exchange with a server, without secrets
          --help         this text
          --version      versions of karst and of what it is made of
          --dump-stdlib DIR   write the Lua library and its annotations as files
          --dump-man DIR      write the man pages of all commands

        \(commandList)
        'karst help COMMAND' says more, 'karst help' lists all there is help on, 'karst help start' leads from nothing to a
        saved skeleton.
        Exit status: 0 done, 1 failed, 2 wrong use, 3 some items can be tried again, 4 some items failed for good,
        124 deadline, 128 + n ended by signal n.

        """
    }

    /// The commands, with a line about each.
    static var commandList: String { "Commands:\n\(commands)\n\n" }

    private static var commands: String {
        KarstCommand.configuration.subcommands.map { command in
            let name = command.configuration.commandName ?? ""
            let padding = String(repeating: " ", count: max(1, 13 - name.count))
            return "  \(name)\(padding)  \(command.configuration.abstract)"
        }.joined(separator: "\n")
    }
}
