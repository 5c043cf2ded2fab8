public import LuaHost
import SkeletonModel

/// Script files on their way into an engine.
public enum ScriptFile: Sendable {
    /// The bytes of a file; the error has the code `not_found`, `is_directory`, … and the path.
    public static func read(_ path: String) throws(LuaError) -> [UInt8] {
        do {
            return try AtomicFile.read(path)
        } catch {
            throw LuaError(error)
        }
    }
}
