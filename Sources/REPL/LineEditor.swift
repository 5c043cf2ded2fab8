import CLineEditor
import Glibc
import LuaHost

/// What came of asking for a line.
enum Line: Equatable {
    case text(String)
    /// Ctrl-C: what was typed of the entry so far is dropped.
    case abandoned
    /// Ctrl-D, or nothing more to read.
    case end
    /// A background task ended the program.
    case exit(Int32)
}

/// Where entries come from.
protocol LineSource {
    /// Reads one line, while background tasks go on.
    func next(_ prompt: String) -> Line
}

/// Lines typed at a terminal.
///
/// The C editor below is one per process, so there is one of these.
public final class LineEditor: LineSource {
    private let engine: LuaEngine
    private let complete: (String) -> Completion
    private let shouldStop: () -> Bool

    /// The name, version and licence of what edits the lines.
    public static var description: String { String(cString: kle_description()) }

    init(
        _ engine: LuaEngine,
        isPlain: Bool,
        history: [String],
        shouldStop: @escaping () -> Bool,
        complete: @escaping (String) -> Completion
    ) {
        self.engine = engine
        self.complete = complete
        self.shouldStop = shouldStop
        kle_open("karst", isPlain)
        for entry in history { kle_add_history(entry) }
        kle_set_completer(Self.completer, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        kle_set_completer(nil, nil)
    }

    /// Puts an entry where the arrow keys find it.
    func addHistory(_ entry: String) {
        kle_add_history(entry)
    }

    func next(_ prompt: String) -> Line {
        kle_begin(prompt)
        while true {
            switch engine.pump(readable: STDIN_FILENO) {
            case .readable, .timedOut: break
            case .interrupted:
                kle_abandon()
                return shouldStop() ? .end : .abandoned
            case .exit(let status):
                kle_abandon()
                return .exit(status)
            }
            switch kle_feed() {
            case KLE_LINE: return .text(kle_line().map { String(cString: $0) } ?? "")
            case KLE_END: return .end
            default: break
            }
        }
    }

    private static let completer: kle_completer = { context, line, length, candidates in
        guard let context, let line else { return }
        let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
        let text = String(decoding: UnsafeRawBufferPointer(start: line, count: length), as: UTF8.self)
        let completion = editor.complete(text)
        for candidate in completion.candidates { kle_add_candidate(candidates, candidate, completion.replaced) }
    }
}

@available(*, unavailable)
extension LineEditor: Sendable {}

/// What may stand at the end of a line.
struct Completion: Equatable {
    var candidates: [String] = []
    /// How many bytes at the end of the line a candidate replaces.
    var replaced = 0
}

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
