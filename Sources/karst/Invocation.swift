import ArgumentParser
import Glibc
import Karst
import SkeletonModel

/// One call of the program: decides between a subcommand, a question about the program, and a script.
struct Invocation {
    /// The command line, the program's own name first.
    let words: [String]
    /// The same byte for byte: file names need not be UTF-8.
    let rawWords: [[UInt8]]

    init() {
        rawWords = (0..<Int(CommandLine.argc)).map { index in
            guard let word = unsafe CommandLine.unsafeArgv[index] else { return [] }
            return unsafe Array(UnsafeRawBufferPointer(start: word, count: strlen(word)))
        }
        words = rawWords.map { String(decoding: $0, as: UTF8.self) }
    }

    /// Does what was asked and gives the exit status.
    func run() -> Int32 {
        switch words.dropFirst().first {
        case "--help", "-h":
            Console.write(Help.text)
            return finish(ExitStatus.success)
        case "--version":
            Console.write(Version.details)
            return finish(ExitStatus.success)
        case "--dump-stdlib" where words.count == 3:
            return dumpLibrary(to: words[2])
        case "--dump-man" where words.count == 3:
            return dumpManual(to: words[2])
        case "run"? where words.count == 3 && ["--help", "-h"].contains(words[2]):
            return runHelp(["run"])
        case "run"?: return runScript(after: 1)
        case "help"?: return runHelp(Array(words.dropFirst(2)))
        case let word? where KarstCommand.subcommandNames.contains(word): return runSubcommand(Array(words.dropFirst()))
        default: return runScript(after: 0)
        }
    }

    /// `skipped` words stand before the options.
    private func runScript(after skipped: Int) -> Int32 {
        do {
            let options = try RunnerOptions(parsing: words, after: skipped)
            if skipped > 0, options.script == nil { return reportUsage("'karst run' needs a script") }
            return Runner(options, rawWords).run()
        } catch {
            return reportUsage(error.description)
        }
    }

    private func dumpLibrary(to folder: String) -> Int32 {
        do {
            try LibraryDump.write(to: folder)
            return finish(ExitStatus.success)
        } catch {
            return report(error)
        }
    }

    private func dumpManual(to folder: String) -> Int32 {
        do {
            try Folders.make(folder)
            for page in try ManualPage.all() {
                try AtomicFile.write(Array(page.text.utf8), to: "\(folder)/\(page.name)")
            }
            return finish(ExitStatus.success)
        } catch {
            return report(error)
        }
    }

    private func runHelp(_ topic: [String]) -> Int32 {
        do {
            try HelpCommand.parse(topic).run()
            return finish(ExitStatus.success)
        } catch let problem as ValidationError {
            Console.reportError(problem.message)
            return ExitStatus.usage
        } catch {
            return report(error)
        }
    }

    private func reportUsage(_ problem: String) -> Int32 {
        Console.reportError(problem)
        Console.report(Help.usage)
        return ExitStatus.usage
    }

    private func runSubcommand(_ arguments: [String]) -> Int32 {
        do {
            var command = try KarstCommand.parseAsRoot(arguments)
            try command.run()
            return finish(ExitStatus.success)
        } catch let status as CommandStatus {
            return finish(status.value)
        } catch {
            return report(error)
        }
    }

    /// Help goes to standard output with status 0, wrong use to standard error with status 2.
    private func report(_ error: any Error) -> Int32 {
        let message = KarstCommand.fullMessage(for: error)
        if KarstCommand.exitCode(for: error) == .success {
            Console.write(message + "\n")
            return finish(ExitStatus.success)
        }
        let isWrongUse = KarstCommand.exitCode(for: error) == .validationFailure
        Console.report(
            isWrongUse ? message.replacing("Error: ", with: "karst: ", maxReplacements: 1) : "karst: \(error)"
        )
        return isWrongUse ? ExitStatus.usage : ExitStatus.failure
    }

    private func finish(_ status: Int32) -> Int32 {
        Output.finish(status)
    }
}
