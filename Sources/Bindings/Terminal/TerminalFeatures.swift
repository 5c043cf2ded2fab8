import CStdlib
import Glibc

/// What a terminal can show, and what its user wants of it.
package enum TerminalFeatures: Sendable {
    /// Whether what goes to a descriptor gets colour.
    ///
    /// `NO_COLOR` switches it off, `CLICOLOR_FORCE` on, both unless empty; otherwise it depends on the terminal.
    package static func usesColour(_ descriptor: Int32) -> Bool {
        if isSet("NO_COLOR") { return false }
        if isSet("CLICOLOR_FORCE"), variable("CLICOLOR_FORCE") != "0" { return true }
        return isatty(descriptor) != 0 && isCapable
    }

    /// Whether texts are shown in UTF-8, by the locale.
    package static var isUTF8: Bool {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first { !$0.isEmpty }
        return locale.map { $0.lowercased().replacing("-", with: "").contains("utf8") } ?? false
    }

    /// Whether the terminal does more than print.
    package static var isCapable: Bool { isSet("TERM") && variable("TERM") != "dumb" }

    /// The columns of the terminal at a descriptor, nil where there is none.
    package static func width(_ descriptor: Int32) -> Int? { positive(karst_terminal_width(descriptor)) }

    /// The rows of the terminal at a descriptor, nil where there is none.
    package static func height(_ descriptor: Int32) -> Int? { positive(karst_terminal_height(descriptor)) }

    private static func positive(_ number: Int32) -> Int? { number > 0 ? Int(number) : nil }

    static func isSet(_ name: String) -> Bool { !(variable(name) ?? "").isEmpty }

    static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
