import LuaHost
import SkeletonModel

/// What `karst.fs.lock` gives.
final class ProcessLockObject: LuaObject {
    private let lock: ProcessLock

    init(_ lock: ProcessLock) {
        self.lock = lock
    }

    static let luaType = LuaType(
        ProcessLockObject.self,
        name: "Lock",
        summary: "A lock between processes; it ends with the process at the latest.",
        methods: [
            LuaFunction("release", "()", "Lets others take the lock.") {
                (call: borrowing LuaCall) throws(LuaError) -> [LuaValue] in
                try call.receiver(as: ProcessLockObject.self).lock.release()
                return []
            }
        ],
        properties: [
            LuaProperty("path", "string", "The lock's file.") { (object: ProcessLockObject) throws(LuaError) in
                .text(object.lock.path)
            }
        ],
        describe: { "Lock \($0.lock.path)" },
        close: { $0.lock.release() }
    )
}
