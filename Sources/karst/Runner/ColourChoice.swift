import Glibc

/// When output has escape codes for colour.
enum ColourChoice: String, Sendable {
    case always
    case never
    /// On terminals that can, unless the environment says otherwise.
    case automatic = "auto"

    /// The choice of `--color`, which alone means always, as in `ls`.
    init(option value: String?) throws(UsageError) {
        guard let choice = ColourChoice(rawValue: value ?? "always") else {
            throw UsageError(description: "'--color' is always, never or auto (got '\(value ?? "")')")
        }
        self = choice
    }

    /// Whether standard output gets colour.
    ///
    /// `NO_COLOR` switches it off, `CLICOLOR_FORCE` on, both unless empty; otherwise it depends on the terminal.
    var isOn: Bool {
        switch self {
        case .always: true
        case .never: false
        case .automatic: Self.isWanted { name in unsafe getenv(name).map { unsafe String(cString: $0) } }
        }
    }

    private static func isWanted(_ environment: (String) -> String?) -> Bool {
        func isSet(_ name: String) -> Bool { !(environment(name) ?? "").isEmpty }
        if isSet("NO_COLOR") { return false }
        if isSet("CLICOLOR_FORCE"), environment("CLICOLOR_FORCE") != "0" { return true }
        return isatty(STDOUT_FILENO) != 0 && isSet("TERM") && environment("TERM") != "dumb"
    }

    /// The environment in which the same rules give this choice.
    func applied(to environment: @escaping (String) -> String?) -> (String) -> String? {
        { name in
            switch (self, name) {
            case (.always, "NO_COLOR"), (.never, "CLICOLOR_FORCE"): nil
            case (.always, "CLICOLOR_FORCE"), (.never, "NO_COLOR"): "1"
            default: environment(name)
            }
        }
    }
}
