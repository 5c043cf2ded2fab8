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
/// The C editor below is one per process, so there is one of these. What background tasks write while a line is edited
/// appears above it.
public final class LineEditor: LineSource {
    private let engine: LuaEngine
    private let complete: (String) -> Completion
    private let shouldStop: () -> Bool

    /// The name, version and licence of what edits the lines.
    public static var description: String { String(cString: kle_description()) }

    init(
        _ engine: LuaEngine,
        _ screen: Screen,
        history: [String],
        shouldStop: @escaping () -> Bool,
        complete: @escaping (String) -> Completion
    ) {
        self.engine = engine
        self.complete = complete
        self.shouldStop = shouldStop
        kle_open("karst", !screen.hasEscapes, screen.environment("KARST_LINE_EDITOR") == "plain")
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
            let result = engine.pump(
                readable: STDIN_FILENO,
                kle_signal_descriptor(),
                afterStep: { kle_show_messages() }
            )
            switch result {
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
