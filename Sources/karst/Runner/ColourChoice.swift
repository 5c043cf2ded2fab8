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

    /// Puts the choice into the environment, where the prompt, scripts and programs that they start find it.
    func apply() {
        switch self {
        case .always:
            unsafe unsetenv("NO_COLOR")
            unsafe setenv("CLICOLOR_FORCE", "1", 1)
        case .never: unsafe setenv("NO_COLOR", "1", 1)
        case .automatic: break
        }
    }
}
