import TestSupport

/// A home of its own for `karst`, so that tests neither see nor change anything of the tester's.
struct Sandbox {
    let folder: TemporaryFolder
    var environment: [String: String]

    init() throws {
        folder = try TemporaryFolder()
        environment = Program.plainEnvironment
        environment["HOME"] = folder("home")
        environment["XDG_DATA_HOME"] = folder("home/data")
        environment["XDG_STATE_HOME"] = folder("home/state")
        environment["XDG_CACHE_HOME"] = folder("home/cache")
    }

    /// `karst` with arguments, in the sandbox's folder.
    func program(_ arguments: [String], input: String = "", executable: String = BuiltProducts.karst) -> Program {
        var program = Program(executable, arguments)
        program.environment = environment
        program.folder = folder.path
        program.home = folder
        program.input = Array(input.utf8)
        return program
    }

    /// Runs `karst` to its end.
    func karst(_ arguments: String..., input: String = "") throws -> Finished {
        try program(arguments, input: input).finish()
    }

    /// Runs a shell command in which `$KARST` is the program.
    func shell(_ command: String, input: String = "") throws -> Finished {
        var program = program(["-c", command], input: input, executable: "/bin/sh")
        program.environment["KARST"] = BuiltProducts.karst
        return try program.finish()
    }

    /// `karst` at a terminal, after its first prompt has appeared.
    func terminal(_ arguments: String..., columns: UInt16 = 100) throws -> PseudoTerminal {
        try PseudoTerminal(program(arguments), columns: columns)
    }
}
