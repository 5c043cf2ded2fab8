import LuaHost
import SkeletonModel

private func readOptions(_ table: LuaTable?, of function: String) throws(LuaError) -> SWC.ReadOptions {
    let options = try NamedArguments(table, of: function, known: ["mode", "unit", "extra_fields"])
    var result = SWC.ReadOptions()
    result.mode = try options.mode() ?? result.mode
    result.unit = try options.unit("unit")
    result.keepsExtraFields = try options.boolean("extra_fields") ?? false
    return result
}

private func read(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let path = try call.path(1, "path", for: .reading)
    let options = try readOptions(call.optionalTable(2, "options"), of: "read")
    let operation = HostOperation { () async throws(SkeletonError) in try readFile(path, options) }
    let engine = call.engine
    return .on("read \(path)", operation) { .object(SkeletonObject($0, in: engine)) }
}

private func readFile(_ path: String, _ options: SWC.ReadOptions) throws(SkeletonError) -> Skeleton {
    let bytes: [UInt8]
    do { bytes = try AtomicFile.read(path) } catch { throw .file(error) }
    do { return try SWC.parse(bytes, options: options) } catch { throw .inFile(path, error) }
}

private func parse(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let text = try call.bytes(1, "text")
    let options = try readOptions(call.optionalTable(2, "options"), of: "parse")
    do throws(SkeletonError) {
        return .object(SkeletonObject(try SWC.parse(text, options: options), in: call.engine))
    } catch {
        throw LuaError(error)
    }
}

private func synapses(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let path = try call.path(1, "path", for: .reading)
    let operation = HostOperation { () async throws(SkeletonError) in try readSynapses(path) }
    return .on("read \(path)", operation) { .list($0.map { LuaValue($0) }) }
}

private func readSynapses(_ path: String) throws(SkeletonError) -> [SWC.Synapse] {
    let bytes: [UInt8]
    do { bytes = try AtomicFile.read(path) } catch { throw .file(error) }
    do { return try SWC.synapses(bytes) } catch { throw .inFile(path, error) }
}

extension LuaValue {
    fileprivate init(_ synapse: SWC.Synapse) {
        self = .record([
            ("id", .integer(synapse.id)), ("node", .integer(synapse.nodeID)),
            ("x", .number(synapse.point.x)), ("y", .number(synapse.point.y)), ("z", .number(synapse.point.z)),
            ("direction", .text(synapse.direction == .out ? "out" : "in")), ("type", .integer(synapse.domain)),
            ("partner", .integer(synapse.partnerID)), ("transmitter", .text(synapse.transmitter)),
        ])
    }
}

private func lint(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let path = try call.path(1, "path", for: .reading)
    let known = NamedArguments.lintOptions + ["mode", "unit"]
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "lint", known: known)
    let (mode, unit) = (try options.mode() ?? .lenient, try options.unit("unit"))
    let settings = try options.lintSettings(rules: LintRule.all, mode: mode, unit: unit)
    let operation = HostOperation { () async throws(SkeletonError) in try SkeletonFile(path: path).lint(settings) }
    return .on("lint \(path)", operation) { LuaValue($0) }
}

private func rules(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .list(LintRule.all.map { LuaValue($0) })
}

private func repair(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let (path, engine) = (try call.path(1, "path", for: .reading), call.engine)
    let known = ["fixes", "max_distance", "unit"]
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "repair", known: known)
    let unit = try options.unit("unit")
    let file = SkeletonFile(path: path)
    let reading = HostOperation { () async throws(SkeletonError) in try ReadFile(file, unit: unit) }
    return .on("repair \(path)", reading) { (read) throws(LuaError) in
        // Lengths with a unit need the file's own.
        let settings = try options.repairOptions(for: read.content.skeleton)
        do throws(SkeletonError) {
            let repair = try file.repair(read.content, read.bytes, settings)
            return .record([
                ("skeleton", .object(SkeletonObject(repair.skeleton, in: engine))),
                ("node_map", .indices(repair.nodeMap)),
                ("steps", .list(repair.steps.map { LuaValue($0) })), ("changed", .boolean(repair.isChanged)),
            ])
        } catch {
            throw LuaError(error)
        }
    }
}

/// A file's bytes, and what they hold.
private struct ReadFile: Sendable {
    let bytes: [UInt8]
    let content: SkeletonFile.Content

    init(_ file: SkeletonFile, unit: LengthUnit?) throws(SkeletonError) {
        do { bytes = try file.bytes() } catch { throw .file(error) }
        content = try file.content(of: bytes, .init(unit: unit))
    }
}

private func fixes(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .list(
        RepairFix.all.map {
            .record([("name", .text($0.name)), ("summary", .text($0.summary)), ("usual", .boolean($0.isUsual))])
        }
    )
}

private func profiles(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .list(
        ExportProfile.all.map {
            .record([("name", .text($0.name)), ("summary", .text($0.summary)), ("changes", .text($0.changes))])
        }
    )
}

private func exportProfile(_ name: String, _ argument: Argument) throws(LuaError) -> ExportProfile {
    if let profile = ExportProfile.named(name) { return profile }
    let known = ExportProfile.all.map(\.name).joined(separator: ", ")
    throw argument.error("there is no profile '\(name)' (known: \(known))")
}

private func export(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try call.object(1, "skeleton", as: SkeletonObject.self).skeleton
    let name = try call.string(2, "profile")
    let profile = try exportProfile(name, Argument(2, "profile"))
    do throws(SkeletonError) {
        let export = try profile.export(skeleton)
        return [.string(LuaString(bytes: export.bytes)), .list(export.changes.map(LuaValue.text))]
    } catch {
        throw LuaError(error)
    }
}

private func convert(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let (source, target) = (try call.path(1, "from", for: .reading), try call.path(2, "to", for: .writing))
    let known = ["mode", "unit", "profile"] + writeOptionNames.filter { $0 != "unit" } + ["to_unit"]
    let options = try NamedArguments(call.optionalTable(3, "options"), of: "convert", known: known)
    let reading = SkeletonFile.Options(unit: try options.unit("unit"), mode: try options.mode() ?? .lenient)
    let name = try options.string("profile")
    let profile = try name.map { (name) throws(LuaError) in try exportProfile(name, Argument(named: "profile")) }
    let writing = try writeOptions(options, unit: "to_unit")
    let operation = HostOperation { () async throws(SkeletonError) in
        try writeConverted(SkeletonFile(path: source), target, reading, writing, profile)
    }
    return .on("convert \(source)", operation) { .list($0.map(LuaValue.text)) }
}

private func writeConverted(
    _ file: SkeletonFile,
    _ target: String,
    _ reading: SkeletonFile.Options,
    _ writing: SWC.WriteOptions,
    _ profile: ExportProfile?
) throws(SkeletonError) -> [String] {
    let skeleton = try file.read(reading).skeleton
    var (bytes, changes): ([UInt8], [String])
    if let profile {
        let export = try profile.export(skeleton)
        (bytes, changes) = (export.bytes, export.changes)
    } else {
        let (format, isGzip) = try SkeletonFormat.forWriting(to: target)
        let isSWC = format.name == SkeletonFormat.swc.name
        bytes = try isSWC ? SWC.text(skeleton, options: writing) : format.write(skeleton)
        if isGzip { bytes = Gzip.compress(bytes) }
        changes = []
    }
    do { try AtomicFile.write(bytes, to: target) } catch { throw .file(error) }
    return changes
}

private func writeOptions(_ table: LuaTable?, of function: String) throws(LuaError) -> SWC.WriteOptions {
    try writeOptions(NamedArguments(table, of: function, known: writeOptionNames), unit: "unit")
}

private func writeOptions(_ options: NamedArguments, unit: String) throws(LuaError) -> SWC.WriteOptions {
    var result = SWC.WriteOptions()
    result.metadata = try options.boolean("metadata")
    result.columns = try options.boolean("columns") ?? false
    result.renumberFrom = try options.integer("renumber_from").map(Int64.init)
    result.decimals = try options.integer("decimals")
    result.unit = try options.unit(unit)
    return result
}

private let writeOptionNames = ["metadata", "columns", "renumber_from", "decimals", "unit"]

private func text(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try call.object(1, "skeleton", as: SkeletonObject.self).skeleton
    let options = try writeOptions(call.optionalTable(2, "options"), of: "text")
    do throws(SkeletonError) {
        return .string(LuaString(bytes: try SWC.text(skeleton, options: options)))
    } catch {
        throw LuaError(error)
    }
}

private func write(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try call.object(1, "skeleton", as: SkeletonObject.self).skeleton
    let path = try call.path(2, "path", for: .writing)
    let options = try writeOptions(call.optionalTable(3, "options"), of: "write")
    do throws(SkeletonError) {
        let text = try SWC.text(skeleton, options: options)
        let bytes = path.lowercased().hasSuffix(".gz") ? Gzip.compress(text) : text
        do { try AtomicFile.write(bytes, to: path) } catch { throw .file(error) }
    } catch {
        throw LuaError(error)
    }
    return []
}

extension NamedArguments {
    /// What is put up with.
    fileprivate func mode() throws(LuaError) -> SWC.Mode? {
        guard let name = try string("mode") else { return nil }
        guard let mode = SWC.Mode(rawValue: name) else {
            throw Argument(named: "mode").error("'lenient' or 'strict' expected, got '\(name)'")
        }
        return mode
    }

    /// A unit of length by its name.
    func unit(_ name: String) throws(LuaError) -> LengthUnit? {
        guard let text = try string(name) else { return nil }
        guard let unit = LengthUnit(text) else {
            throw Argument(named: name).error("a unit such as 'nm', 'um' or '8 nm' expected, got '\(text)'")
        }
        return unit
    }
}

/// What `read`, `parse`, `lint` and `convert` can be told.
private let readOptionDocumentation = [
    LuaParameter(
        "mode",
        "\"lenient\"|\"strict\"",
        "Whether what is outside the standard is read and reported, or refused.",
        default: "\"lenient\""
    ),
    LuaParameter(
        "unit",
        "string",
        "What one unit of the numbers is: nm, um, 8 nm.",
        default: "what the header says, else unknown"
    ),
]

private let extraFieldsDocumentation = LuaParameter(
    "extra_fields",
    "boolean",
    "Whether fields behind the seventh become the columns extra1, extra2 and so on.",
    default: "false"
)

/// What `text` and `write` can be told.
private let writeOptionDocumentation = [
    LuaParameter(
        "metadata",
        "boolean",
        "Whether a Meta line says unit and root id.",
        default: "true for skeletons from a service"
    ),
    LuaParameter("columns", "boolean", "Whether a line names the columns.", default: "false"),
    LuaParameter("renumber_from", "integer", "The first node id; the others count on.", default: "the ids as they are"),
    LuaParameter(
        "decimals",
        "integer",
        "How many digits stand behind the point.",
        default: "as many as reading back the same number needs"
    ),
    LuaParameter(
        "unit",
        "string",
        "The unit to write in: nm, um, 8 nm.",
        default: "um for skeletons from a service, else their own"
    ),
]

/// What `convert` can be told.
private let convertOptionDocumentation =
    readOptionDocumentation + writeOptionDocumentation.dropLast() + [
        LuaParameter("to_unit", "string", "The unit to write SWC in.", default: "that of the numbers"),
        LuaParameter("profile", "string", "The program that the file is for.", default: "none"),
    ]

extension LuaModule {
    static let swc = LuaModule(
        name: "swc",
        summary: "SWC files: read with line-numbered findings, written canonically.",
        functions: [
            LuaFunction(
                "read",
                "(path: string, options?: { mode?: \"lenient\"|\"strict\", unit?: string, extra_fields?: boolean }): Skeleton",
                "Reads an SWC file, also a gzipped one.",
                read
            ).options(readOptionDocumentation + [extraFieldsDocumentation]),
            LuaFunction(
                "parse",
                "(text: string, options?: { mode?: \"lenient\"|\"strict\", unit?: string, extra_fields?: boolean }): Skeleton",
                "The skeleton of an SWC text.",
                parse
            ).options(readOptionDocumentation + [extraFieldsDocumentation]),
            LuaFunction(
                "lint",
                "(path: string, options?: { mode?: \"lenient\"|\"strict\", unit?: string, codes?: string[], thresholds?: table<string, number> }): table[]",
                "Everything that is odd about a file, with line and node; its field `thresholds` has what decided.",
                lint
            ).options(readOptionDocumentation + lintOptionDocumentation),
            LuaFunction(
                "synapses",
                "(path: string): table[]",
                "The synapses in the block that may stand behind the rows of a file.",
                synapses
            ),
            LuaFunction("rules", "(): table[]", "What `lint` looks for, with the thresholds that decide.", rules),
            LuaFunction(
                "repair",
                "(path: string, options?: { fixes?: string[], max_distance?: number|string, unit?: string }): { skeleton: Skeleton, node_map: Int32Array, steps: table[], changed: boolean }",
                "Reads a file and mends what is wrong with it; nothing is written.",
                repair
            ).options(repairOptionDocumentation + [readOptionDocumentation[1]]),
            LuaFunction(
                "fixes",
                "(): { name: string, summary: string, usual: boolean }[]",
                "What `repair` can do.",
                fixes
            ),
            LuaFunction(
                "convert",
                "(from: string, to: string, options?: table): string[]",
                "Writes a file in the format of the other's name, or for a program with `profile`; what had to be changed.",
                convert
            ).parameters(
                LuaParameter("from", "The file that is read."),
                LuaParameter("to", "The file that is written.")
            ).options(convertOptionDocumentation),
            LuaFunction(
                "export",
                "(skeleton: Skeleton, profile: string): string, string[]",
                "The file that a program loads without edits, and what had to be changed for it.",
                export
            ).parameters(LuaParameter("profile", "The name of the program.")),
            LuaFunction(
                "profiles",
                "(): { name: string, summary: string, changes: string }[]",
                "The programs that `export` and `convert` know.",
                profiles
            ),
            LuaFunction(
                "text",
                "(skeleton: Skeleton, options?: table): string",
                "The SWC text of a skeleton.",
                text
            ).options(writeOptionDocumentation),
            LuaFunction(
                "write",
                "(skeleton: Skeleton, path: string, options?: table)",
                "Writes an SWC file, in gzip when its name says so, completely or not at all.",
                write
            ).options(writeOptionDocumentation),
        ],
        types: [SkeletonObject.luaType]
    )
}
