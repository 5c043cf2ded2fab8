import ArgumentParser
import Logging
import Routes

/// How much a long-running command says on standard error.
struct LogOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Say each request.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say errors only.")
    var quiet = false

    @Option(help: ArgumentHelp("The form of messages: text or json.", valueName: "form"))
    var log = Form.text

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    var logger: Logger {
        let form: LogLines.Form = log == .json ? .json : .text
        var logger = Logger(label: "karst") { _ in LogLines(form: form) { Console.report($0) } }
        logger.logLevel = verbose ? .debug : quiet ? .error : .notice
        return logger
    }
}
