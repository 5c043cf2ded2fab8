import Glibc
import LuaHost

/// The user's own Lua file, which runs before the first prompt.
enum StartupFile: Sendable {
    /// `karst/init.lua` in the XDG configuration folder; nil when there is no such folder.
    static var path: String? {
        if let folder = variable("XDG_CONFIG_HOME"), folder.hasPrefix("/") { return folder + "/karst/init.lua" }
        guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
        return home + "/.config/karst/init.lua"
    }

    /// Runs the file, if it is there.
    static func run(_ lua: LuaEngine) throws {
        guard let path, unsafe access(path, F_OK) == 0 else { return }
        _ = try lua.run(try lua.compile(try ScriptSource.read(Array(path.utf8)), name: "@" + path))
    }

    private static func variable(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
