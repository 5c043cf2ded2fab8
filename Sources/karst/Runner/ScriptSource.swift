import Glibc

/// A script that cannot be read.
struct ScriptProblem: Error, CustomStringConvertible {
    let description: String
}

/// The bytes of a script.
enum ScriptSource: Sendable {
    /// Reads a file; its name need not be UTF-8.
    static func read(_ path: [UInt8]) throws(ScriptProblem) -> [UInt8] {
        let name = path.map { CChar(bitPattern: $0) } + [0]
        guard let file = unsafe fopen(name, "re") else { throw problem("open", path) }
        defer { unsafe fclose(file) }
        return try unsafe read(file, path)
    }

    /// Reads standard input to its end, through the buffer that `io.read` uses.
    static func readStandardInput() throws(ScriptProblem) -> [UInt8] {
        // Another buffer on the same descriptor would do too: nothing is left for `io.read` after the end.
        guard let file = unsafe fdopen(dup(STDIN_FILENO), "r") else { throw problem("read", Array("stdin".utf8)) }
        defer { unsafe fclose(file) }
        return try unsafe read(file, Array("stdin".utf8))
    }

    private static func read(_ file: UnsafeMutablePointer<FILE>, _ path: [UInt8]) throws(ScriptProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe fread(&buffer, 1, buffer.count, file)
            bytes += buffer[..<count]
            guard count == 0 else { continue }
            if unsafe ferror(file) != 0 { throw problem("read", path) }
            return bytes
        }
    }

    private static func problem(_ verb: String, _ path: [UInt8]) -> ScriptProblem {
        let reason = unsafe String(cString: strerror(errno))
        return ScriptProblem(description: "cannot \(verb) \(String(decoding: path, as: UTF8.self)): \(reason)")
    }
}
