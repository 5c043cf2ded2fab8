import LuaHost

/// An error that nobody caught, as it stands on standard error.
struct ErrorReport {
    private let text: String

    init(_ error: LuaError) {
        var message = error.message
        if let place = error.where, !message.hasPrefix(place) { message = "\(place): \(message)" }
        text = message + (error.traceback.map { "\n" + $0 } ?? "")
    }

    /// The exit status of what is no failure of the script: `os.exit`, and an interrupt or the end of its time, which are
    /// reported shortly.
    static func status(of error: LuaError) -> Int32? {
        if error.isExit, case .integer(let status)? = error.details["status"] {
            return Int32(truncatingIfNeeded: status)
        }
        if error.isLimit, error.code == "deadline" {
            ErrorReport(error).write()
            return ExitStatus.deadline
        }
        guard error.isInterrupt else { return nil }
        if Signals.received == 0 { ErrorReport(error).write() }
        return RunnerStatus.interrupted
    }

    func write() {
        Console.reportError(text)
    }
}
