import FoundationEssentials
public import Logging
import SkeletonModel

/// Writes log messages as lines: `2026-11-23T16:00:00Z notice started address=http://…`, or as one JSON object each.
public struct LogLines: LogHandler {
    /// How a line looks.
    public enum Form: String, Sendable, CaseIterable {
        case text
        case json
    }

    /// What is said with each message.
    public var metadata: Logger.Metadata = [:]
    /// Below this nothing is written.
    public var logLevel: Logger.Level = .info
    private let form: Form
    private let write: @Sendable (String) -> Void

    /// A handler that hands each line, without its end, to `write`.
    public init(form: Form, write: @escaping @Sendable (String) -> Void) {
        (self.form, self.write) = (form, write)
    }

    /// One item of what is said with each message.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a message.
    public func log(event: LogEvent) {
        let details = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = Date.now.formatted(.iso8601)
        switch form {
        case .text:
            let words = details.map { "\($0.key)=\(Self.word("\($0.value)"))" }
            write(([time, event.level.rawValue, "\(event.message)"] + words).joined(separator: " "))
        case .json:
            let head: [JSONObject.Member] = [
                .init(key: "time", value: .string(time)), .init(key: "level", value: .string(event.level.rawValue)),
                .init(key: "message", value: .string("\(event.message)")),
            ]
            let rest = details.map { JSONObject.Member(key: $0.key, value: .string("\($0.value)")) }
            let line = JSONValue.object(JSONObject(members: head + rest)).text()
            write(String(decoding: line, as: UTF8.self))
        }
    }

    /// A value that may hold blanks is put in quotes, so that a line stays one.
    private static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
        return isPlain && !text.isEmpty ? text : String(decoding: JSONValue.string(text).text(), as: UTF8.self)
    }
}
