import CLineEditor
import Glibc
import LuaHost

/// Lines from a pipe or file: nothing is shown but results.
final class PlainLines: LineSource {
    private let engine: LuaEngine
    private let shouldStop: () -> Bool
    private var buffer: [UInt8] = []

    init(_ engine: LuaEngine, shouldStop: @escaping () -> Bool) {
        self.engine = engine
        self.shouldStop = shouldStop
        kle_unbuffer_input()
    }

    /// Takes one byte at a time, so that an entry which reads from standard input finds what follows it there.
    func next(_ prompt: String) -> Line {
        buffer = []
        while true {
            switch engine.pump(readable: STDIN_FILENO) {
            case .readable, .timedOut: break
            case .interrupted: return shouldStop() ? .end : .abandoned
            case .exit(let status): return .exit(status)
            }
            var byte: UInt8 = 0
            guard read(STDIN_FILENO, &byte, 1) == 1 else { return buffer.isEmpty ? .end : take() }
            if byte == UInt8(ascii: "\n") { return take() }
            buffer.append(byte)
        }
    }

    private func take() -> Line {
        if buffer.last == UInt8(ascii: "\r") { buffer.removeLast() }
        return .text(String(decoding: buffer, as: UTF8.self))
    }
}
