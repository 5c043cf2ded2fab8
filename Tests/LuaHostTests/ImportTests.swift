import FoundationEssentials
import TestSupport
import Testing

/// Lua's C API is out of reach of everything but LuaHost, so nothing else can let an error jump over Swift frames.
struct ImportTests {
    @Test func onlyLuaHostImportsLua() throws {
        var checked = 0
        for folder in ["Sources", "Tests"] {
            let root = Repository.root.appending(path: folder)
            for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) where path.hasSuffix(".swift") {
                guard !path.hasPrefix("LuaHost/") else { continue }
                let bytes = try Data(contentsOf: root.appending(path: path))
                let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
                checked += 1
                let imports = lines.filter { $0.contains("import ") && !$0.contains("\"") }
                    .flatMap { $0.split(separator: " ").suffix(1) }
                #expect(!imports.contains("CLua") && !imports.contains("CLuaShim"), "\(folder)/\(path)")
            }
        }
        #expect(checked > 10)
    }
}
