import LuaHost

/// What the scripts of a command line may reach and use up.
struct RunnerLimits: Equatable, Sendable {
    var profile = LuaProfile.full
    /// In bytes.
    var memory: Int?
    /// For everything that the command line runs together; at the prompt, for each entry.
    var time: TimeSpan?
    /// Folders under `project`; the current one when there are none.
    var roots: [String] = []
    /// Servers under `project`.
    var servers: [String] = []

    /// The same for an engine.
    var engineOptions: LuaEngine.Options {
        LuaEngine.Options(
            profile: profile,
            memoryLimit: memory,
            timeLimit: time?.seconds,
            fileRoots: roots.isEmpty ? ["."] : roots,
            allowedServers: servers
        )
    }
}

extension RunnerLimits {
    static func profile(_ text: String) throws(UsageError) -> LuaProfile {
        guard let profile = LuaProfile(rawValue: text) else {
            throw UsageError(description: "'--profile' is full, project or pure (got '\(text)')")
        }
        return profile
    }

    static func time(_ text: String) throws(UsageError) -> TimeSpan {
        guard let time = TimeSpan(argument: text), time.seconds > 0, time.seconds.isFinite else {
            throw UsageError(description: "'--timeout' is a number of seconds, or a time such as 10min (got '\(text)')")
        }
        return time
    }

    /// `512M`, `2GiB`, or a plain number of bytes; units are powers of 1024.
    static func bytes(_ text: String) throws(UsageError) -> Int {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).lowercased()
        let shift = ["": 0, "b": 0, "k": 10, "m": 20, "g": 30, "t": 40]
        let letter = unit.hasSuffix("ib") ? unit.dropLast(2) : unit.hasSuffix("b") ? unit.dropLast() : unit[...]
        guard let number = Int(digits), number > 0, let bits = shift[String(letter)],
            case (let bytes, let isTooMuch) = number.multipliedReportingOverflow(by: 1 << bits), !isTooMuch
        else {
            throw UsageError(description: "'--memory' is a size such as 512M or 2G (got '\(text)')")
        }
        return bytes
    }
}
