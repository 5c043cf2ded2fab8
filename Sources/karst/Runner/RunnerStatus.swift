import LuaHost

/// What the result of a main chunk means as an exit status.
enum RunnerStatus: Sendable {
    /// The status of an interrupt until the signal is raised again.
    static let interrupted: Int32 = 130

    /// Nothing and true are success, false is failure, an integer is the status itself.
    static func of(_ result: LuaValue?, _ script: String) throws(LuaError) -> Int32 {
        switch result {
        case .boolean(false): return ExitStatus.failure
        case .integer(let status):
            guard let status = UInt8(exactly: status) else {
                throw LuaError(code: "bad_result", "\(script) returned \(status), which is no exit status (0 to 255)")
            }
            return Int32(status)
        default: return ExitStatus.success
        }
    }
}
