import LuaHost
import SkeletonModel

/// What `karst.fs.append` gives.
final class AppendFileObject: LuaObject {
    private let file: AppendFile

    init(_ file: AppendFile) {
        self.file = file
    }

    static let luaType = LuaType(
        AppendFileObject.self,
        name: "AppendFile",
        summary: "A file that only grows, for journals.",
        methods: [
            LuaFunction(
                "write",
                "(bytes: string): integer",
                "Adds bytes, all or none, and gives the place where they begin, from 0.",
                write
            ),
            LuaFunction("sync", "()", "Waits until everything written is on the disk.", synchronize),
            LuaFunction("truncate", "(size: integer)", "Takes away what stands behind the first bytes.", truncate),
            LuaFunction("close", "()", "Closes the file.", close),
        ],
        properties: [
            LuaProperty("path", "string", "The file's name.") { (object: AppendFileObject) throws(LuaError) in
                .text(object.file.path)
            },
            LuaProperty("size", "integer", "How many bytes there are.") { (object: AppendFileObject) throws(LuaError) in
                .integer(Int64(object.file.size))
            },
        ],
        describe: { "AppendFile \($0.file.path) (\($0.file.size) bytes)" },
        close: { $0.file.close() }
    )

    private static func write(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
        let file = try call.receiver(as: AppendFileObject.self).file
        let bytes = try call.bytes(1, "bytes")
        do throws(FileError) {
            return .integer(Int64(try file.append(bytes)))
        } catch {
            throw LuaError(error)
        }
    }

    private static func synchronize(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
        let file = try call.receiver(as: AppendFileObject.self).file
        do throws(FileError) { try file.synchronize() } catch { throw LuaError(error) }
        return []
    }

    private static func truncate(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
        let file = try call.receiver(as: AppendFileObject.self).file
        let size = Int(try call.integer(1, "size"))
        do throws(FileError) { try file.truncate(to: size) } catch { throw LuaError(error) }
        return []
    }

    private static func close(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
        try call.receiver(as: AppendFileObject.self).file.close()
        return []
    }
}
