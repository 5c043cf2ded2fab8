import Bindings
public import LuaHost

/// What a script has written to one of its streams.
public struct ScriptOutput: Sendable, Hashable {
    /// `.output` for `print` and `io.write`, `.errors` for `io.stderr`.
    public let stream: LuaOutputStream
    /// The bytes, mostly whole lines.
    public let bytes: [UInt8]

    /// An output.
    public init(stream: LuaOutputStream, bytes: [UInt8]) {
        (self.stream, self.bytes) = (stream, bytes)
    }

    /// The bytes as text, with replacement characters where they are not UTF-8.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// How far a job of a script is.
public struct ScriptProgress: Sendable, Hashable {
    /// What is being done, in one or two words.
    public let label: String
    /// How many steps are done.
    public let done: Int64
    /// How many steps there are.
    public let total: Int64
    /// A few words about the state, such as counts of failures.
    public let note: String?

    /// A state.
    public init(label: String, done: Int64, total: Int64, note: String? = nil) {
        (self.label, self.done, self.total, self.note) = (label, done, total, note)
    }
}

/// A message of a script for the log of the program around it.
public struct ScriptMessage: Sendable, Hashable {
    /// How much it matters.
    public enum Level: String, Sendable, Hashable {
        /// For those who look for a fault.
        case debug
        /// Good to know.
        case info
        /// Something may be wrong.
        case warning = "warn"
        /// Something is wrong: also the error of a task that nobody joined.
        case error
    }

    /// How much it matters.
    public let level: Level
    /// The message.
    public let text: String

    /// A message.
    public init(level: Level, text: String) {
        (self.level, self.text) = (level, text)
    }
}

/// Who hears of the scripts of one engine; apart from it, so that what the engine holds does not hold the engine.
final class EngineEvents {
    var output: ((ScriptOutput) -> Void)?
    var log: ((ScriptMessage) -> Void)?
}

extension Engine {
    /// Hears what scripts write; by default nobody does, and it is dropped.
    ///
    /// Set it on an engine with ``Streams/handlers``. It runs on the engine's thread while the script waits for it, and must
    /// not run anything in this engine; the same holds for ``onProgress`` and ``onLog``. Output comes line by line, and what
    /// is left when a run ends.
    public var onOutput: ((ScriptOutput) -> Void)? {
        get { events.output }
        set { events.output = newValue }
    }

    /// Hears how far jobs are, each time that a `karst.progress` bar moves; nothing is drawn then.
    public var onProgress: ((ScriptProgress) -> Void)? {
        get { listeners.progress.map { listener in { listener($0.label, $0.done, $0.total, $0.note) } } }
        set {
            listeners.progress = newValue.map { listener in
                { listener(ScriptProgress(label: $0, done: $1, total: $2, note: $3)) }
            }
        }
    }

    /// Hears what scripts log, and the errors of tasks that nobody joined.
    public var onLog: ((ScriptMessage) -> Void)? {
        get { events.log }
        set {
            events.log = newValue
            listeners.log = newValue.map { listener in
                { listener(ScriptMessage(level: ScriptMessage.Level(rawValue: $0) ?? .info, text: $1)) }
            }
        }
    }

    /// Nothing of a script reaches the process's own streams from here on.
    func listenToScripts() throws(LuaError) {
        let events = events
        unsafe try lua.redirectOutput { stream, bytes in
            events.output?(ScriptOutput(stream: stream, bytes: unsafe Array(bytes)))
        }
        lua.onTaskFailure = { error in
            let trace = error.traceback.map { "\n" + $0 } ?? ""
            events.log?(ScriptMessage(level: .error, text: "error in a task: \(error.message)\(trace)"))
        }
    }
}
