/// What the program around an engine wants to hear of its scripts.
// Closures of an engine's functions must be Sendable; these are set and called on the engine's thread only.
package final class HostListeners: @unchecked Sendable {
    /// Label, steps done, all steps, and a few words.
    package var progress: ((String, Int64, Int64, String?) -> Void)?
    /// Level and message.
    package var log: ((String, String) -> Void)?

    /// Nobody listens yet.
    package init() {}
}
