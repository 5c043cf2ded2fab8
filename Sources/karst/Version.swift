import Karst
import REPL

/// What the program says about itself.
enum Version: Sendable {
    static let number = Engine.version
    static let lua = "Lua 5.4.4"

    /// The line of `-v` and of the prompt.
    static var line: String { "karst \(number)  \(lua)" }

    /// The text of `--version`.
    static var details: String {
        """
        karst \(number)
        \(lua)
        line editor: \(LineEditor.description)

        """
    }
}
