import FoundationEssentials
import Glibc
import TestSupport
import Testing

/// A long session of everything that people do at a prompt.
struct RandomSessionTests {
    /// What to type, and what of it must be seen before Ctrl-C is pressed; without that, it is not interrupted.
    private struct Action {
        let entry: String
        var interruptedAfter: String?
    }

    private static func action(_ number: Int, _ random: inout SplitMix) -> Action {
        let name = "v\(random.next(8))"
        let valid = [
            "\(name) = \(number)", "local \(name) = { \(number), x = 'text' }", "\(name)",
            "local function f\(number) () end",
            "{ { id = 1, name = 'a' }, { id = 2, name = 'b' } }", "return 1, 2, 3", "= '\(number)'", "_",
            "_out[\(number - 3)]",
            "('x'):rep(500)", "task.sleep(0)", "task.spawn(task.sleep, 0.001)", "karst.json.decode('[1, 2]')",
            "for i = 1, 20 do local t = { i } end", "-- a comment", ":type \(name)", ":tasks", "string.rep?",
            ":set depth 3",
            "karst.skeleton.read('cell.swc')", "_ and tostring(_)",
            "coroutine.wrap(function() coroutine.yield(1) end)()",
        ]
        let broken = [
            "x x", "error('no \(number)')", "error({ code = 'odd' })", "nothing.at.all", "(", "'unfinished",
            "local c <const> = 1",
            ":nonsense", "karst.skeleton.read('missing.swc')", "task.spawn(error, 'in a task')", "{}..1", "}",
            "goto nowhere",
            "string.rep(('x'):rep(99), 1 << 40)", "local t <close> = 1", "karst.json.decode('{')", ":load missing.lua",
        ]
        let stuck = ["while true do end", "task.sleep(1000)", "while true do pcall(task.sleep, 1000) end"]
        switch random.next(10) {
        case 0:
            let loop = stuck[random.next(stuck.count)]
            return Action(entry: "print('be' .. 'gun \(number)') \(loop)", interruptedAfter: "begun \(number)\n")
        case 1...3: return Action(entry: broken[random.next(broken.count)])
        default: return Action(entry: valid[random.next(valid.count)])
        }
    }

    @Test func aThousandEntriesEndWithThePromptAliveAndNothingLeft() throws {
        let sandbox = try Sandbox()
        try sandbox.folder.write("1 1 0 0 0 1 -1\n2 3 1 0 0 1 1\n", to: "cell.swc")
        let terminal = try PromptSession.open(sandbox)
        var random = SplitMix(state: 9)
        var states: [Remains] = []
        for number in 1...1000 {
            let action = Self.action(number, &random)
            try #require(Self.perform(action, number, on: terminal), "\(action.entry)\n\(terminal.rest.suffix(2000))")
            if number == 500 || number == 1000 { states.append(try Self.remains(terminal)) }
        }
        #expect(states[1].luaKiB < states[0].luaKiB + 300, "\(states)")
        #expect(states[1].processKiB < states[0].processKiB + 8192, "\(states)")
        #expect(states[1].files == states[0].files, "\(states)")
        terminal.type("os.exit(7)\r")
        #expect(terminal.finish() == .exited(7))
    }

    private static func perform(_ action: Action, _ number: Int, on terminal: PseudoTerminal) -> Bool {
        terminal.type(action.entry + "\r")
        if let begun = action.interruptedAfter {
            guard terminal.expect(begun) else { return false }
            terminal.type("\u{3}")
            guard terminal.expect("interrupted\n") else { return false }
        }
        if action.entry == "(" {  // an entry that goes on is given up
            guard terminal.expect(">> ") else { return false }
            terminal.type("\u{3}")
            guard terminal.expect("^C\n> ") else { return false }
        }
        // An answer that no other entry gives: the prompt is back.
        terminal.type("'end' .. \(number)\r")
        return terminal.expect("\n\"end\(number)\"\n")
    }

    /// What a session holds once nothing is under way.
    private struct Remains {
        let luaKiB: Int
        let processKiB: Int
        let files: Int
    }

    /// What is in use once the older results are let go of, when neither an object of ours nor a task may be left.
    private static func remains(_ terminal: PseudoTerminal) throws -> Remains {
        terminal.type(":cancel all\r")
        for name in 0..<8 { terminal.type("v\(name) = nil\r") }
        for number in 1...12 { terminal.type("\(number)\r") }
        terminal.type(":mem\r")
        try #require(terminal.expect("in use"))
        try #require(terminal.expect("objects  0\n"), "\(terminal.rest)")
        terminal.type(":tasks\r")
        try #require(terminal.expect("no task is under way\n"), "\(terminal.rest)")
        terminal.type("'KiB ' .. (collectgarbage('count') // 1 | 0)\r")
        try #require(terminal.expect("\n\"KiB "), "\(terminal.rest)")
        try #require(terminal.expect("\"\n"))
        let text = terminal.visibleText
        let last = try #require(text.ranges(of: "\n\"KiB ").last)
        return Remains(
            luaKiB: try #require(Int(text[last.upperBound...].prefix { $0.isNumber })),
            processKiB: try processKiB(terminal.pid),
            files: try FileManager.default.contentsOfDirectory(atPath: "/proc/\(terminal.pid)/fd").count
        )
    }

    private static func processKiB(_ pid: pid_t) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(Int(line.filter(\.isNumber)))
    }
}

/// The same numbers in each run, so that a failure can be repeated.
private struct SplitMix {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
