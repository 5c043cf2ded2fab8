import LuaHost
import SkeletonModel

extension LuaValue {
    /// A finding as a record; place and node only where there are such, `node` counting from 1.
    init(_ finding: LintFinding) {
        var fields: [(String, LuaValue)] = [
            ("code", .text(finding.code)), ("severity", .text(finding.severity.rawValue)),
            ("message", .text(finding.message)), ("count", .integer(Int64(finding.count))),
        ]
        if finding.line > 0 { fields.append(("line", .integer(Int64(finding.line)))) }
        if finding.column > 0 { fields.append(("column", .integer(Int64(finding.column)))) }
        if let position = finding.position { fields.append(("node", .integer(Int64(position) + 1))) }
        if let id = finding.nodeID { fields.append(("id", .integer(id))) }
        self = .record(fields)
    }

    /// The findings as a list with the fields `thresholds` and `omitted`.
    init(_ report: LintReport) {
        let thresholds = LuaValue.record(report.thresholds.map { ($0.name, .number($0.value)) })
        self = .table(
            LuaTable(
                list: report.findings.map { LuaValue($0) },
                entries: [
                    (key: .text("thresholds"), value: thresholds),
                    (key: .text("omitted"), value: .integer(Int64(report.omitted))),
                ]
            )
        )
    }

    /// A rule as a record.
    init(_ rule: LintRule) {
        self = .record([
            ("code", .text(rule.code)), ("severity", .text(rule.severity.rawValue)), ("summary", .text(rule.summary)),
            ("quality", .boolean(rule.isQualityCheck)),
            ("thresholds", .record(rule.thresholds.map { ($0.name, .number($0.value)) })),
        ])
    }

    /// What a fix did, as a record.
    init(_ step: Repair.Step) {
        self = .record([
            ("fix", .text(step.fix)), ("fault", .text(step.fault)), ("before", .integer(Int64(step.before))),
            ("after", .integer(Int64(step.after))), ("changes", .list(step.changes.map(LuaValue.text))),
        ])
    }
}

/// What `lint` and `qc` can be told.
let lintOptionDocumentation = [
    LuaParameter("codes", "string[]", "The rules that are tried, by their codes.", default: "all there are"),
    LuaParameter(
        "thresholds",
        "table<string, number>",
        "Other values for thresholds, by their names.",
        default: "those that swc.rules() lists"
    ),
]

/// What `repair` can be told.
let repairOptionDocumentation = [
    LuaParameter("fixes", "string[]", "The fixes that are applied, or \"all\".", default: "the usual ones"),
    LuaParameter(
        "max_distance",
        "number|string",
        "The longest link that is made, in the skeleton's unit or with one.",
        default: "any length"
    ),
]

extension NamedArguments {
    static let lintOptions = ["codes", "thresholds"]

    /// The rules that `codes` names, or those that are usual, with `thresholds`.
    func lintSettings(
        rules usual: [LintRule],
        mode: SWC.Mode = .lenient,
        unit: LengthUnit? = nil
    ) throws(LuaError) -> LintSettings {
        let rules = try texts("codes").map { (codes) throws(LuaError) in try LuaModule.rules(codes) } ?? usual
        do throws(SkeletonError) {
            return try LintSettings(rules: rules, thresholds: try thresholds(), mode: mode, unit: unit)
        } catch {
            throw LuaError(code: "bad_argument", error.description)
        }
    }

    private func thresholds() throws(SkeletonError) -> [String: Double] {
        guard let value = value("thresholds") else { return [:] }
        guard let table = value.table, table.list.isEmpty else {
            throw .badOption("thresholds must be names with numbers")
        }
        var values: [String: Double] = [:]
        for (key, value) in table.fields {
            guard let name = key.text, let number = value.asDouble else {
                throw .badOption("thresholds must be names with numbers")
            }
            values[name] = number
        }
        return values
    }

    /// A list of texts, or one text; nil when it was not given.
    func texts(_ name: String) throws(LuaError) -> [String]? {
        guard let value = value(name) else { return nil }
        if let text = value.text { return [text] }
        guard let table = value.table, table.fields.isEmpty else {
            throw Argument(named: name).error(expected: "list of names", got: value)
        }
        var texts: [String] = []
        for item in table.list {
            guard let text = item.text else {
                throw Argument(named: name).error("a list of names expected, found a \(item.typeName) in it")
            }
            texts.append(text)
        }
        return texts
    }
}

extension LuaModule {
    /// The rules of some codes.
    fileprivate static func rules(_ codes: [String]) throws(LuaError) -> [LintRule] {
        var rules: [LintRule] = []
        for code in codes {
            guard let rule = LintRule.named(code) else {
                throw Argument(named: "codes").error("there is no code '\(code)'; karst.swc.rules() lists them")
            }
            rules.append(rule)
        }
        return rules
    }
}
