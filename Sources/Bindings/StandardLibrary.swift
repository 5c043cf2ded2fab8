import CStdlib

/// The Lua library that is compiled into the program: modules and recipes.
public enum StandardLibrary: Sendable {
    /// The paths of all files below `stdlib`, in order, such as `poll.lua` and `recipes/poll_and_fetch.lua`.
    public static var paths: [String] {
        (0..<karst_stdlib_count()).compactMap { index in
            unsafe karst_stdlib_at(index).map { unsafe String(cString: $0.pointee.name) }
        }
    }

    /// The text of a file, or nil when there is none of this path.
    public static func source(of path: String) -> [UInt8]? {
        for index in 0..<karst_stdlib_count() {
            guard let file = unsafe karst_stdlib_at(index), unsafe String(cString: file.pointee.name) == path else {
                continue
            }
            return unsafe Array(UnsafeBufferPointer(start: file.pointee.bytes, count: file.pointee.length))
        }
        return nil
    }

    /// The names of the modules written in Lua, or extended by it.
    public static var modules: [String] {
        paths.filter { !$0.contains("/") && $0.hasSuffix(".lua") }.map { String($0.dropLast(4)) }
    }

    /// The first sentence of a file's comment.
    package static func summary(of module: String) -> String {
        guard let source = source(of: "\(module).lua") else { return "" }
        let lines = source.prefix(2000).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .prefix { $0.starts(with: Array("-- ".utf8)) }
        return firstSentence(lines.map { String(decoding: $0.dropFirst(3), as: UTF8.self) })
    }

    /// The first sentence of some lines.
    package static func firstSentence(_ lines: [String]) -> String {
        let text = lines.joined(separator: " ")
        return text.firstRange(of: ". ").map { String(text[..<$0.lowerBound]) + "." } ?? text
    }

    /// The names of the recipes: complete scripts for users.
    public static var recipes: [String] {
        paths.filter { $0.hasPrefix("recipes/") && $0.hasSuffix(".lua") }.map { String($0.dropFirst(8).dropLast(4)) }
    }
}
