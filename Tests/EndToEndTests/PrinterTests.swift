import TestSupport
import Testing

/// What `-p` shows at terminals of several kinds.
struct PrinterTests {
    private static let records = """
        { { root_id = 864691135463333789, word = "cached", note = ("long "):rep(20) }, { root_id = 1, word = "é" } }
        """

    private static func shown(
        _ expression: String,
        columns: UInt16 = 80,
        _ environment: [String: String] = [:]
    ) throws -> PseudoTerminal {
        var program = try Sandbox().program(["-p", expression])
        program.environment.merge(environment) { $1 }
        let terminal = try PseudoTerminal(program, columns: columns)
        #expect(terminal.finish() == .exited(0))
        return terminal
    }

    @Test(arguments: [30, 40, 80, 200] as [UInt16]) func recordsFitTheTerminal(columns: UInt16) throws {
        let lines = try Self.shown(Self.records, columns: columns).visibleText.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= Int(columns) })
        #expect(lines.contains { $0.contains("│ 864691135463333789 │") })
        #expect(lines.contains { $0.contains("no room for:") } == (columns < 50))
    }

    @Test func aTerminalWithoutUTF8GetsASCII() throws {
        let text = try Self.shown(Self.records, ["LC_ALL": "C"]).visibleText
        #expect(text.contains("| 864691135463333789 |"))
        #expect(!text.contains("│"))
        let skeleton = "karst.swc.parse('1 1 0 0 0 1 -1\\n2 3 9 4 0 1 1\\n')"
        #expect(try Self.shown(skeleton, ["LC_ALL": "C"]).visibleText.utf8.allSatisfy { $0 < 128 })
        #expect(try Self.shown(skeleton).visibleText.contains("1 soma, 1 dendrite"))
    }

    @Test func colourIsForTerminalsThatHaveIt() throws {
        let escape: UInt8 = 27
        #expect(try Self.shown("{ 1 }").shown.contains(escape))
        for environment in [["TERM": "dumb"], ["NO_COLOR": "1"]] {
            #expect(try !Self.shown("{ 1 }", environment).shown.contains(escape))
        }
    }

    @Test func idsStayExactInAllForms() throws {
        let id = "864691135463333789"
        for expression in [id, "{ \(id) }", "{ [\(id)] = true }", "{ a = \(id) }", "{ { a = \(id) }, { a = 1 } }"] {
            #expect(try Self.shown(expression).visibleText.contains(id))
        }
    }
}
