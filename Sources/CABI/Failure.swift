import CAPI
import Karst
import SkeletonModel

/// What is wrong with a call, on its way to C.
struct Failure: Error {
    let status: karst_status
    let code: String
    let message: String
    var place = ""
    var traceback = ""
    var exitStatus: Int32 = 0

    init(_ status: karst_status, _ code: String, _ message: String) {
        (self.status, self.code, self.message) = (status, code, message)
    }

    static func badHandle(_ message: String) -> Failure { Failure(KARST_BAD_HANDLE, "bad_handle", message) }
    static func badArgument(_ message: String) -> Failure { Failure(KARST_BAD_ARGUMENT, "bad_argument", message) }
    static func wrongType(_ message: String) -> Failure { Failure(KARST_WRONG_TYPE, "wrong_type", message) }
    static func notFound(_ message: String) -> Failure { Failure(KARST_NOT_FOUND, "not_found", message) }

    /// An error of a script, or of the engine itself.
    init(_ error: LuaError) {
        self.init(Self.status(of: error), error.code, error.message)
        place = error.where ?? ""
        traceback = error.traceback ?? ""
        if case .integer(let number)? = error.details["status"], error.isExit {
            exitStatus = Int32(truncatingIfNeeded: number)
        }
    }

    init(_ error: SkeletonError) {
        let isMissing = error.code == "not_found"
        self.init(isMissing ? KARST_NOT_FOUND : KARST_FAILED, error.code, error.description)
    }

    private static func status(of error: LuaError) -> karst_status {
        if error.isInterrupt { return KARST_CANCELLED }
        if error.isExit { return KARST_EXITED }
        if error.isLimit { return KARST_LIMIT }
        switch error.code {
        case "memory": return KARST_NO_MEMORY
        case "syntax" where error.original == nil: return KARST_SYNTAX
        case "busy" where error.original == nil: return KARST_BUSY
        case "not_found" where error.original == nil: return KARST_NOT_FOUND
        case "bad_argument" where error.original == nil: return KARST_BAD_ARGUMENT
        default: return error.original == nil ? KARST_FAILED : KARST_SCRIPT_FAILED
        }
    }
}

/// Does what an entry point is for; whatever is wrong becomes its status, and the thread's last error.
func attempt(_ body: () throws(Failure) -> Void) -> karst_status {
    do throws(Failure) {
        try body()
        return KARST_OK
    } catch {
        LastError.current.set(error)
        return error.status
    }
}
