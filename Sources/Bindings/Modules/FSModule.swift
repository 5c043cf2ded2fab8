import FoundationEssentials
import LuaHost
import SkeletonModel

private func read(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let path = try call.path(1, "path", for: .reading)
    let options = try NamedArguments(call.optionalTable(2, "options"), of: "read", known: ["decompress"])
    let decompress = try options.boolean("decompress") ?? false
    do throws(SkeletonError) {
        return .string(LuaString(bytes: try readFile(path, decompress: decompress)))
    } catch {
        throw LuaError(error)
    }
}

private func readFile(_ path: String, decompress: Bool) throws(SkeletonError) -> [UInt8] {
    let bytes: [UInt8]
    do { bytes = try AtomicFile.read(path) } catch { throw .file(error) }
    guard decompress, Gzip.isGzip(bytes) else { return bytes }
    do { return try Gzip.decompress(bytes) } catch { throw .inFile(path, error) }
}

private func write(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let (path, bytes) = (try call.path(1, "path", for: .writing), try call.bytes(2, "bytes"))
    do throws(FileError) {
        try AtomicFile.write(bytes, to: path)
        return []
    } catch {
        throw LuaError(error)
    }
}

private func exists(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .boolean(FileManager.default.fileExists(atPath: try call.path(1, "path", for: .reading)))
}

private func isFolder(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    .boolean(isFolder(try call.path(1, "path", for: .reading)))
}

private func isFolder(_ path: String) -> Bool {
    var found = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &found) && found
}

private func makeFolder(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let path = try call.path(1, "path", for: .writing)
    if FileManager.default.fileExists(atPath: path), !isFolder(path) {
        throw LuaError(FileError.notDirectory(path: path))
    }
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw LuaError(FileError(path: path, error))
    }
    return []
}

private func list(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let path = try call.path(1, "path", for: .reading)
    guard isFolder(path) else {
        let there = FileManager.default.fileExists(atPath: path)
        throw LuaError(there ? FileError.notDirectory(path: path) : .notFound(path: path))
    }
    do {
        return .list(try FileManager.default.contentsOfDirectory(atPath: path).sorted().map(LuaValue.text))
    } catch {
        throw LuaError(FileError(path: path, error))
    }
}

/// Files and empty folders only: nobody loses a tree of data by one wrong name.
private func remove(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let path = try call.path(1, "path", for: .writing)
    do {
        if isFolder(path), try !FileManager.default.contentsOfDirectory(atPath: path).isEmpty {
            throw LuaError(FileError.other(path: path, reason: "the folder is not empty"))
        }
        try FileManager.default.removeItem(atPath: path)
    } catch let error as LuaError {
        throw error
    } catch {
        throw LuaError(FileError(path: path, error))
    }
    return []
}

private func size(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let path = try call.path(1, "path", for: .reading)
    do {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        let size = attributes[.size]
        let bytes = (size as? UInt).map(UInt64.init) ?? (size as? UInt64) ?? (size as? Int).map { UInt64(max($0, 0)) }
        return bytes.map { .integer(Int64($0)) } ?? .nil
    } catch {
        throw LuaError(FileError(path: path, error))
    }
}

private func join(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    var path = ""
    for index in 1...max(call.count, 1) {
        let part = try call.string(index, "part")
        if part.hasPrefix("/") || path.isEmpty { path = part } else { path += (path.hasSuffix("/") ? "" : "/") + part }
    }
    return .text(path)
}

private func temporaryFolder(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let name = "karst-\(String(UInt64.random(in: .min ... .max), radix: 36))"
    let path = FileManager.default.temporaryDirectory.appending(path: name).path
    try call.engine.access.checkFile(path, for: .writing)
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    } catch {
        throw LuaError(FileError(path: path, error))
    }
    return .text(path)
}

private func rename(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let (source, target) = (try call.path(1, "from", for: .writing), try call.path(2, "to", for: .writing))
    do throws(FileError) { try AtomicFile.move(source, to: target) } catch { throw LuaError(error) }
    return []
}

private func append(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let path = try call.path(1, "path", for: .writing)
    do throws(FileError) {
        return .object(AppendFileObject(try AppendFile(path)))
    } catch {
        throw LuaError(error)
    }
}

/// A lock, or nil and who has it: that somebody else is at work is an answer.
private func lock(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let path = try call.path(1, "path", for: .writing)
    do throws(FileError) {
        switch try ProcessLock.take(path) {
        case .taken(let lock): return [.object(ProcessLockObject(lock))]
        case .held(let holder): return [.nil, .text(holder)]
        }
    } catch {
        throw LuaError(error)
    }
}

extension LuaModule {
    static let fs = LuaModule(
        name: "fs",
        summary: "Files and folders. Files are written completely or not at all.",
        functions: [
            LuaFunction(
                "read",
                "(path: string, options?: { decompress?: boolean }): string",
                "The bytes of a file; with `decompress` those inside, where it is gzipped.",
                read
            ).options(
                LuaParameter(
                    "decompress",
                    "boolean",
                    "Takes the content out of gzip, where it is gzipped.",
                    default: "false"
                )
            ),
            LuaFunction(
                "write",
                "(path: string, bytes: string)",
                "Writes a file under a temporary name, flushes it, and puts it in place.",
                write
            ),
            LuaFunction("exists", "(path: string): boolean", "Whether there is a file or folder.", exists),
            LuaFunction("is_folder", "(path: string): boolean", "Whether there is a folder.", isFolder),
            LuaFunction(
                "mkdir",
                "(path: string)",
                "Makes a folder and those above it; fine if it is there.",
                makeFolder
            ).parameters(LuaParameter("path", "The folder.")),
            LuaFunction("list", "(path: string): string[]", "The sorted names in a folder.", list).parameters(
                LuaParameter("path", "The folder.")
            ),
            LuaFunction("remove", "(path: string)", "Removes a file or an empty folder.", remove),
            LuaFunction(
                "rename",
                "(from: string, to: string)",
                "Gives a file another name; a file of that name is replaced at that moment.",
                rename
            ).parameters(LuaParameter("from", "The name that it has."), LuaParameter("to", "The name that it gets.")),
            LuaFunction("size", "(path: string): integer", "The size of a file in bytes.", size),
            LuaFunction(
                "join",
                "(part: string, ...: string): string",
                "One path of several parts; an absolute part starts anew.",
                join
            ),
            LuaFunction(
                "temporary_folder",
                "(): string",
                "A new empty folder among the system's temporary files.",
                temporaryFolder
            ),
            LuaFunction(
                "append",
                "(path: string): AppendFile",
                "Opens a file that only grows, or makes an empty one: a journal.",
                append
            ),
            LuaFunction(
                "lock",
                "(path: string): Lock?, string?",
                "Takes a lock between processes; nil and who holds it when somebody else has it.",
                lock
            ).parameters(LuaParameter("path", "The lock's own file, which is made.")),
        ],
        types: [AppendFileObject.luaType, ProcessLockObject.luaType]
    )
}
