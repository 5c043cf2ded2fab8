import LuaHost
import SkeletonModel

private func readOptions(_ table: LuaTable?, of function: String) throws(LuaError) -> SWC.ReadOptions {
    let options = try NamedArguments(table, of: function, known: ["mode", "unit"])
    var result = SWC.ReadOptions()
    if let name = try options.string("mode") {
        guard let mode = SWC.Mode(rawValue: name) else {
            throw Argument(named: "mode").error("'lenient' or 'strict' expected, got '\(name)'")
        }
        result.mode = mode
    }
    result.unit = try options.unit("unit")
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

private func lint(_ call: borrowing LuaCall) throws(LuaError) -> LuaWait {
    let path = try call.path(1, "path", for: .reading)
    let operation = HostOperation { () async throws(FileError) in SWC.lint(try AtomicFile.read(path)) }
    return .on("lint \(path)", operation) { .list($0.map(LuaValue.init)) }
}

private func writeOptions(_ table: LuaTable?, of function: String) throws(LuaError) -> SWC.WriteOptions {
    let options = try NamedArguments(table, of: function, known: writeOptionNames)
    var result = SWC.WriteOptions()
    result.metadata = try options.boolean("metadata")
    result.columns = try options.boolean("columns") ?? false
    result.renumberFrom = try options.integer("renumber_from").map(Int64.init)
    result.decimals = try options.integer("decimals")
    result.unit = try options.unit("unit")
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
        let bytes = try SWC.text(skeleton, options: options)
        do { try AtomicFile.write(bytes, to: path) } catch { throw .file(error) }
    } catch {
        throw LuaError(error)
    }
    return []
}

extension NamedArguments {
    /// A unit of length by its name.
    func unit(_ name: String) throws(LuaError) -> LengthUnit? {
        guard let text = try string(name) else { return nil }
        guard let unit = LengthUnit(text) else {
            throw Argument(named: name).error("a unit such as 'nm', 'um' or '8 nm' expected, got '\(text)'")
        }
        return unit
    }
}

/// What `read` and `parse` can be told.
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

extension LuaModule {
    static let swc = LuaModule(
        name: "swc",
        summary: "SWC files: read with line-numbered findings, written canonically.",
        functions: [
            LuaFunction(
                "read",
                "(path: string, options?: { mode?: \"lenient\"|\"strict\", unit?: string }): Skeleton",
                "Reads an SWC file, also a gzipped one.",
                read
            ).options(readOptionDocumentation),
            LuaFunction(
                "parse",
                "(text: string, options?: { mode?: \"lenient\"|\"strict\", unit?: string }): Skeleton",
                "The skeleton of an SWC text.",
                parse
            ).options(readOptionDocumentation),
            LuaFunction(
                "lint",
                "(path: string): table[]",
                "Every finding in an SWC file, with its line.",
                lint
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
                "Writes an SWC file, completely or not at all.",
                write
            ).options(writeOptionDocumentation),
        ],
        types: [SkeletonObject.luaType]
    )
}
