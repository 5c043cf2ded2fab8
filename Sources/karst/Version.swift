import Karst
import LuaHost
import REPL

/// What the program says about itself.
enum Version: Sendable {
    static let number = Engine.version
    static let lua = LuaEngine.release

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
