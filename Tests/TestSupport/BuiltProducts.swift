import FoundationEssentials
import Glibc

/// The programs that were built together with the tests.
public enum BuiltProducts: Sendable {
    /// The folder of the test bundle, in which the other products lie, wherever the build put them.
    public static let folder: String = {
        let candidates =
            [folderOfProcess] + foldersOfMappedFiles + [Repository.root.appending(path: ".build/debug").path]
        return candidates.first { access($0 + "/karst", X_OK) == 0 } ?? candidates[0]
    }()

    /// The `karst` executable.
    public static let karst = folder + "/karst"

    /// Another executable product.
    public static func executable(_ name: String) -> String {
        folder + "/" + name
    }

    private static var folderOfProcess: String {
        URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    }

    /// The test bundle is mapped into some runner when it is not the running program itself.
    private static var foldersOfMappedFiles: [String] {
        let maps = (try? Data(contentsOf: URL(filePath: "/proc/self/maps"))) ?? Data()
        let lines = String(decoding: maps, as: UTF8.self).split(separator: "\n")
        let paths = Set(lines.compactMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } })
        return paths.filter { $0.contains(".xctest") || $0.contains("Tests") }.sorted()
            .map { URL(filePath: $0).deletingLastPathComponent().path }
    }
}
