import ArgumentParser
import SkeletonModel
import Synchronization

/// `karst swc check`.
struct SWCCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Says what is odd about skeletons, with line and node.",
        discussion: """
            Prints a line for each finding: FILE:LINE:COLUMN: SEVERITY: what it is (node ID) [CODE]. Errors leave no one \
            sensible reading, warnings are probably wrong, notes are worth knowing and often as they should be. Everything \
            in a file is looked at, whatever stands before it. 'karst swc check --list' names the codes, what they find and \
            the thresholds that decide.

            Exit status: 0 nothing as bad as --fail-on, 1 something is, 2 wrong use, 4 a file could not be looked at.
            """
    )

    /// A severity, or none.
    enum Level: String, ExpressibleByArgument, CaseIterable {
        case note, warning, error, never
    }

    @OptionGroup var input: SWCInput

    @Option(
        help: "lenient: what has one sensible reading is no error; strict: what the standard does not allow is one."
    )
    var mode = ReadingMode.lenient

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Look for these codes only; findings of the reader are always told.", valueName: "codes")
    )
    var only: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("Leave these codes out.", valueName: "codes"))
    var ignore: [String] = []

    @Flag(help: "Look for what tells how far a skeleton of a service or program can be trusted.")
    var quality = false

    @Option(
        name: .customLong("threshold"),
        parsing: .singleValue,
        help: ArgumentHelp("Another value for a threshold, such as z_jump=50.", valueName: "name=value")
    )
    var thresholds: [String] = []

    @Option(help: ArgumentHelp("Tell findings of this severity and worse: note, warning, error.", valueName: "level"))
    var severity = Level.note

    @Option(
        help: ArgumentHelp(
            "End with status 1 at this severity and worse: note, warning, error, never.",
            valueName: "level"
        )
    )
    var failOn = Level.error

    @Option(
        help: ArgumentHelp("Tell so many findings of a code in a file, and count the others; 0: all.", valueName: "n")
    )
    var max = 10

    @Flag(help: "List the codes.")
    var list = false

    func validate() throws {
        let known = Set(LintRule.all.map(\.code)).union(SkeletonDiagnostic.Code.allCases.map(\.rawValue))
        if let wrong = WordList.words(only + ignore).first(where: { !known.contains($0) }) {
            throw ValidationError("there is no code '\(wrong)' ('karst swc check --list' names them)")
        }
        if max < 0 { throw ValidationError("--max must be 0 or more, got \(max)") }
        do { _ = try settings() } catch let error as SkeletonError { throw ValidationError(error.description) }
    }

    func run() throws {
        if list { return printCodes() }
        let (command, settings, tally) = (self, try settings(), SeverityTally())
        let counts = try input.run(try input.found()) { file in
            let report = try file.lint(settings)
            return (told: command.told(report.findings), omitted: report.omitted)
        } print: { file, found in
            tally.add(found.told)
            command.write(found.told, omitted: found.omitted, file.path)
        }
        try finish(counts, tally.counts, settings)
    }

    private func settings() throws -> LintSettings {
        var values: [String: Double] = [:]
        for word in thresholds {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, let value = Double(parts[1]) else {
                throw ValidationError("--threshold must be a name and a number, such as z_jump=50, got '\(word)'")
            }
            values[parts[0]] = value
        }
        let (only, ignored) = (Set(WordList.words(only)), Set(WordList.words(ignore)))
        let rules = LintRule.all.filter { rule in
            (only.isEmpty || only.contains(rule.code)) && !ignored.contains(rule.code)
                && (!quality || rule.isQualityCheck)
        }
        return try LintSettings(rules: rules, thresholds: values, mode: mode.mode, unit: input.unit)
    }

    private func told(_ findings: [LintFinding]) -> [LintFinding] {
        let ignored = Set(WordList.words(ignore))
        return findings.filter { $0.severity.rank >= severity.rank && !ignored.contains($0.code) }
    }

    private func write(_ findings: [LintFinding], omitted: Int, _ path: String) {
        var told: [String: Int] = [:]
        for finding in findings {
            told[finding.code, default: 0] += 1
            if input.json {
                Row(finding.fields(path)).write(asJSON: true)
            } else if max == 0 || told[finding.code, default: 0] <= max {
                Console.write("\(finding.line(path))\n")
            }
        }
        if input.json || max == 0 { return }
        for (code, count) in told.sorted(by: { $0.key < $1.key }) where count > max {
            Console.write("\(path): … and \(count - max) more [\(code)]\n")
        }
        if omitted > 0 { Console.write("\(path): … and \(omitted) more findings\n") }
    }

    private func finish(
        _ files: FileTally.Counts,
        _ found: [SkeletonDiagnostic.Severity: Int],
        _ settings: LintSettings
    ) throws {
        if !input.quiet {
            let parts = [SkeletonDiagnostic.Severity.error, .warning, .note].filter { $0.rank >= severity.rank }.map {
                counted(found[$0, default: 0], $0.rawValue)
            }
            let failed = files.failed > 0 ? "; \(counted(files.failed, "file")) could not be read" : ""
            Console.report("\(counted(files.done, "file")) checked: \(parts.joined(separator: ", "))\(failed)")
            Console.report(wrapped("thresholds:", settings.thresholds.map { "\($0.name)=\(Row.number($0.value))" }))
        }
        if files.failed > 0 { throw CommandStatus(ExitStatus.someFailed) }
        let isBad = found.contains { $0.value > 0 && $0.key.rank >= failOn.rank }
        if isBad { throw CommandStatus(ExitStatus.failure) }
    }

    private func printCodes() {
        for rule in LintRule.all {
            let thresholds = rule.thresholds.map { threshold in
                "\(threshold.name)=\(Row.number(threshold.value)) (\(threshold.summary))"
            }
            if input.json {
                Row(rule.fields).write(asJSON: true)
                continue
            }
            Console.write("\(rule.code.padded(to: 26))\(rule.severity.rawValue.padded(to: 9))\(rule.summary)\n")
            for text in thresholds { Console.write("\("".padded(to: 35))\(text)\n") }
        }
        if !input.json {
            Console.write("\nThe reader's own findings are told besides: missing-parent, bad-float, cycle, …\n")
        }
    }
}

/// How many findings of each severity there were.
private final class SeverityTally: Sendable {
    private let state = Mutex<[SkeletonDiagnostic.Severity: Int]>([:])

    var counts: [SkeletonDiagnostic.Severity: Int] { state.withLock { $0 } }

    func add(_ findings: [LintFinding]) {
        state.withLock { counts in
            for finding in findings { counts[finding.severity, default: 0] += finding.count }
        }
    }
}

extension SWCCheckCommand.Level {
    var rank: Int { self == .never ? 3 : SkeletonDiagnostic.Severity(rawValue: rawValue)?.rank ?? 3 }
}

extension SkeletonDiagnostic.Severity {
    /// Higher is worse.
    fileprivate var rank: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}

extension LintFinding {
    /// As compilers write it, so that editors find the place.
    fileprivate func line(_ path: String) -> String {
        let place = line == 0 ? "" : column == 0 ? ":\(line)" : ":\(line):\(column)"
        return "\(path)\(place): \(severity.rawValue): \(sentence) [\(code)]"
    }

    fileprivate func fields(_ path: String) -> JSONObject {
        var fields: JSONObject = [
            "file": .string(path), "code": .string(code), "severity": .string(severity.rawValue),
            "message": .string(message), "count": .integer(Int64(count)),
        ]
        if line > 0 { fields["line"] = .integer(Int64(line)) }
        if column > 0 { fields["column"] = .integer(Int64(column)) }
        if let nodeID { fields["node"] = .integer(nodeID) }
        return fields
    }
}

extension LintRule {
    fileprivate var fields: JSONObject {
        [
            "code": .string(code), "severity": .string(severity.rawValue), "summary": .string(summary),
            "quality": .boolean(isQualityCheck),
            "thresholds": .object(
                JSONObject(members: thresholds.map { .init(key: $0.name, value: .number($0.value)) })
            ),
        ]
    }
}

/// `1 file`, `2 files`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A title and words behind it, in lines of at most a hundred columns.
func wrapped(_ title: String, _ words: [String]) -> String {
    var lines = [title]
    for word in words {
        if lines[lines.count - 1].count + word.count + 1 > 100 {
            lines.append(String(repeating: " ", count: title.count))
        }
        lines[lines.count - 1] += " " + word
    }
    return lines.joined(separator: "\n")
}
