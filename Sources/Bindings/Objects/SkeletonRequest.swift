import LuaHost
import SkeletonAPI
import SkeletonModel

/// What a method of the skeleton client was asked for: ids and an options table, or one table of named arguments.
struct SkeletonRequest {
    /// The names that every method takes, as caveclient's do.
    static let common = ["datastack_name", "skeleton_version", "log_warning", "verbose_level"]

    /// The first argument, or the named one in its place.
    let subject: LuaValue
    let subjectArgument: Argument
    let options: NamedArguments
    let datastack: String
    let version: SkeletonVersion

    /// Reads the arguments of a method.
    ///
    /// - Parameters:
    ///   - subjects: The names that the first argument has in a table of named arguments, or none if there is no such.
    ///   - more: Options of this method alone.
    init(
        _ call: borrowing LuaCall,
        method: String,
        subjects: [String],
        options more: [String] = [],
        client: SkeletonClientObject
    ) throws(LuaError) {
        let first = try call.value(1)
        let names = Self.common + more
        let isNamed = Self.isNamed(first, hasSubject: !subjects.isEmpty)
        if isNamed || subjects.isEmpty {
            guard call.isAbsent(2) else {
                throw LuaError.badArgument(2, "options", "nothing expected after a table of named arguments")
            }
            let table = try Self.table(first, Argument(1, "options"))
            options = try NamedArguments(table, of: method, known: names + subjects)
            let given = subjects.filter(options.has)
            guard given.count <= 1 else {
                throw LuaError(code: "bad_argument", "\(method): both \(given.joined(separator: " and ")) given")
            }
            subject = given.first.flatMap(options.value) ?? .nil
            subjectArgument = Argument(named: given.first ?? subjects.first ?? "options")
        } else {
            subject = first
            subjectArgument = Argument(1, subjects[0])
            let table = try Self.table(try call.value(2), Argument(2, "options"))
            options = try NamedArguments(table, of: method, known: names)
        }
        try Self.noMore(call)
        datastack = try options.string("datastack_name") ?? client.datastack
        version = try Self.version(options)
        _ = try options.boolean("log_warning")
        _ = try options.number("verbose_level")
    }

    /// A single root id.
    func rootID() throws(LuaError) -> RootID {
        if case .table(let table) = subject, table.fields.isEmpty, table.list.count == 1 {
            return try RootID(table.list[0], subjectArgument)
        }
        if case .nil = subject { throw subjectArgument.error(expected: "root id", got: subject) }
        return try RootID(subject, subjectArgument)
    }

    /// One or many root ids.
    func rootIDs() throws(LuaError) -> RootIDs {
        try RootIDs(subject, subjectArgument)
    }

    /// The wanted format and whether the bytes themselves are wanted.
    func answer() throws(LuaError) -> AnswerForm {
        let name = try options.string("output_format") ?? "dict"
        let format: OutputFormat
        do { format = try OutputFormat(name: name) } catch { throw LuaError(error) }
        let raw = try options.boolean("raw") ?? false
        return AnswerForm(format: format, asBytes: raw || format == .precomputed || format == .h5)
    }

    private static func version(_ options: NamedArguments) throws(LuaError) -> SkeletonVersion {
        guard let number = try options.integer("skeleton_version") else { return .newest }
        do { return try SkeletonVersion(number) } catch { throw LuaError(error) }
    }

    /// A table with named fields and no list; an empty one counts as a list of ids where ids are due.
    private static func isNamed(_ value: LuaValue, hasSubject: Bool) -> Bool {
        guard case .table(let table) = value else { return false }
        return hasSubject ? !table.fields.isEmpty : true
    }

    private static func table(_ value: LuaValue, _ argument: Argument) throws(LuaError) -> LuaTable? {
        switch value {
        case .nil: return nil
        case .table(let table): return table
        default: throw argument.error(expected: "table", got: value)
        }
    }

    private static func noMore(_ call: borrowing LuaCall) throws(LuaError) {
        guard call.count <= 2 || call.isAbsent(3) else {
            throw LuaError.badArgument(3, "?", "at most two arguments expected")
        }
    }
}

/// How a skeleton is to arrive in Lua.
struct AnswerForm: Sendable {
    let format: OutputFormat
    /// The encoded bytes instead of a Skeleton.
    let asBytes: Bool

    /// Decodes or encodes what was answered; runs off the script's thread.
    func content(of payload: SkeletonPayload) throws(ServiceError) -> SkeletonAnswer {
        asBytes ? .bytes(try payload.bytes()) : .skeleton(try payload.skeleton())
    }

    /// The finished skeletons of a service.
    func contents(
        of ids: [RootID],
        _ datastack: String,
        _ version: SkeletonVersion,
        generateMissing: Bool,
        from service: any SkeletonServing
    ) async throws(ServiceError) -> [(RootID, SkeletonAnswer)] {
        guard asBytes else {
            let skeletons = try await service.finishedSkeletons(
                ids,
                datastack: datastack,
                version: version,
                format: format,
                generateMissing: generateMissing
            )
            return skeletons.map { ($0, .skeleton($1)) }
        }
        let payloads = try await service.cachedSkeletons(
            ids,
            datastack: datastack,
            version: version,
            format: format,
            generateMissing: generateMissing
        )
        return try await contents(of: payloads.map { ($0, $1) })
    }

    /// The same for many, on all processors.
    func contents(of payloads: [(RootID, SkeletonPayload)]) async throws(ServiceError) -> [(RootID, SkeletonAnswer)] {
        try await onAllProcessors(
            payloads,
            EachWork { (entry) throws(ServiceError) in (entry.0, try content(of: entry.1)) }
        )
    }
}

/// A skeleton on its way to Lua.
enum SkeletonAnswer: Sendable {
    case skeleton(Skeleton)
    case bytes([UInt8])

    func value(in engine: LuaEngine) -> LuaValue {
        switch self {
        case .skeleton(let skeleton): .object(SkeletonObject(skeleton, in: engine))
        case .bytes(let bytes): .string(LuaString(bytes: bytes))
        }
    }
}
