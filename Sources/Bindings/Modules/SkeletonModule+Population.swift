import LuaHost
import SkeletonModel

/// `karst.skeleton.files(places, options)`.
private func files(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let words = try places(call)
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "files", known: ["pattern"])
    let pattern = try options.string("pattern")
    let operation = HostOperation { () async throws(FileError) in try SkeletonFiles.find(words, pattern: pattern) }
    return .on("look for files", operation) { .list($0.map { .text($0.path) }) }
}

/// A place, or a list of them, that the engine's scripts may read.
private func places(_ call: borrowing LuaCall) throws(LuaError) -> [String] {
    let words = try words(call.value(1))
    for word in words { try call.engine.access.checkFile(word, for: .reading) }
    return words
}

private func words(_ value: LuaValue) throws(LuaError) -> [String] {
    if let word = value.text { return [word] }
    let argument = Argument(1, "places")
    guard let table = value.table, table.fields.isEmpty else {
        throw argument.error(expected: "path or list of paths", got: value)
    }
    var words: [String] = []
    for item in table.list {
        guard let word = item.text else {
            throw argument.error("a list of paths expected, found a \(item.typeName) in it")
        }
        words.append(word)
    }
    return words
}

/// One file after the other, so that its caller decides how many at a time.
private func measureFiles(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let paths = try places(call)
    let options = try NamedArguments(
        call.optionalTable(2, "options"),
        of: "measure_files",
        known: ["measures", "unit"]
    )
    let (measures, unit) = (try wantedMeasures(options), try options.unit("unit"))
    let operation = HostOperation { () async throws(SkeletonError) in
        var rows: [MeasuredFile] = []
        for path in paths where !Task.isCancelled {
            rows.append(MeasuredFile(SkeletonFile(path: path), measures, unit: unit))
        }
        return rows
    }
    return .on("measure \(paths.count) files", operation) { .list($0.map { LuaValue($0, measures) }) }
}

private func wantedMeasures(_ options: NamedArguments) throws(LuaError) -> [Measure] {
    guard let value = options.value("measures"), value != .boolean(true) else { return Measure.all }
    let argument = Argument(named: "measures")
    guard let table = value.table, table.fields.isEmpty else {
        throw argument.error(expected: "list of names", got: value)
    }
    var measures: [Measure] = []
    for item in table.list {
        guard let name = item.text else {
            throw argument.error("a list of names expected, found a \(item.typeName) in it")
        }
        guard let measure = Measure.named(name) else {
            throw argument.error("there is no measure '\(name)'; karst.skeleton.measures() lists them")
        }
        measures.append(measure)
    }
    return measures
}

/// What became of one file of a population.
private struct MeasuredFile: Sendable {
    let path: String
    let outcome: Result<(rootID: RootID?, unit: LengthUnit, values: [Double?]), SkeletonError>

    init(_ file: SkeletonFile, _ measures: [Measure], unit: LengthUnit?) {
        path = file.path
        do throws(SkeletonError) {
            let skeleton = try file.read(.init(unit: unit)).skeleton
            outcome = .success((skeleton.rootID, skeleton.unit, measures.map { $0.function(skeleton) }))
        } catch {
            outcome = .failure(error)
        }
    }
}

extension LuaValue {
    /// A row with `path`, `root_id`, `unit` and the measures that are defined, or with `path` and `error`.
    fileprivate init(_ file: MeasuredFile, _ measures: [Measure]) {
        var fields: [(String, LuaValue)] = [("path", .text(file.path))]
        switch file.outcome {
        case .success(let (rootID, unit, values)):
            if let rootID { fields.append(("root_id", .integer(rootID.value))) }
            fields.append(("unit", .text(unit.description)))
            for (measure, value) in zip(measures, values) {
                if let value { fields.append((measure.name, LuaValue(value, of: measure))) }
            }
        case .failure(let error):
            var problem: [(String, LuaValue)] = [("code", .text(error.code)), ("message", .text(error.description))]
            for (name, detail) in error.details { problem.append((name, LuaValue(detail))) }
            fields.append(("error", .record(problem)))
        }
        self = .record(fields)
    }

    /// Counts are integers in Lua.
    private init(_ value: Double, of measure: Measure) {
        if measure.unit == .count, let count = Int64(exactly: value) {
            self = .integer(count)
        } else {
            self = .number(value)
        }
    }
}

private let placesDocumentation = LuaParameter("places", "A folder, a file, a pattern, or a list of them.")

extension LuaModule {
    /// What `stdlib/skeleton.lua` builds populations on.
    static let population: [LuaFunction] = [
        LuaFunction(
            "files",
            "(places: string|string[], options?: { pattern?: string }): string[]",
            "The files of skeletons that paths, patterns and folders mean; folders with all that is below them.",
            files
        ).parameters(placesDocumentation).options(
            LuaParameter("pattern", "string", "Which names count in folders.", default: "the endings of the formats")
        ),
        LuaFunction(
            "measure_files",
            "(paths: string[], options?: { measures?: string[], unit?: string }): table[]",
            "Reads and measures files one after the other; a row for each, with `error` where that failed.",
            measureFiles
        ).parameters(LuaParameter("paths", "The files.")).options(
            LuaParameter("measures", "string[]", "The names of measures.", default: "all there are"),
            LuaParameter("unit", "string", "What the numbers are.", default: "what the file says")
        ),
    ]
}
