import LuaHost

/// An error that nobody caught, as it stands on standard error.
struct ErrorReport {
    private let text: String

    /// - `error`: What was raised.
    /// - `lua`: Its engine, to say more about it: the line of the script, names that were perhaps meant.
    /// - `script`: The path of the script, whose name Lua shortens where it is long.
    init(_ error: LuaError, _ lua: LuaEngine? = nil, script: String = "") {
        var message = error.message
        if let place = error.where, !message.hasPrefix(place) { message = "\(place): \(message)" }
        let lines = [message] + (lua.map { Self.explanation(of: message, script, $0) } ?? [])
        text = (lines + [error.traceback].compactMap { $0 }).joined(separator: "\n")
    }

    private static func explanation(of message: String, _ script: String, _ lua: LuaEngine) -> [String] {
        let source = Array(
            "local text, path = ... return table.unpack(karst.explain.lines(text, { paths = { path } }))".utf8
        )
        guard !lua.isClosed, let explain = try? lua.compile(source, name: "=karst"),
            let lines = try? lua.call(explain, [.text(message), .text(script)])
        else { return [] }
        return lines.compactMap { line in if case .string(let text) = line { text.text } else { nil } }
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
