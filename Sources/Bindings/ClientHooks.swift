public import SkeletonModel

/// Where clients of hosted services say what people may want to see; by default nowhere.
public struct ClientHooks: Sendable {
    /// Takes a line for each exchange with a server; no line holds a token.
    public var trace: (@Sendable (String) -> Void)?
    /// Takes sentences about what did not work and was not needed.
    public var report: (@Sendable (String) -> Void)?

    /// Hooks; without any nothing is said.
    public init(trace: (@Sendable (String) -> Void)? = nil, report: (@Sendable (String) -> Void)? = nil) {
        (self.trace, self.report) = (trace, report)
    }

    /// What adds lines to a file; a line that cannot be written is lost.
    public static func appending(to file: AppendFile) -> @Sendable (String) -> Void {
        { line in _ = try? file.append(Array((line + "\n").utf8)) }
    }
}
