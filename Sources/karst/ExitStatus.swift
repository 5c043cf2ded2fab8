/// What the program's exit status says.
enum ExitStatus: Sendable {
    static let success: Int32 = 0
    static let failure: Int32 = 1
    static let usage: Int32 = 2
    /// Some items failed for good, the others are done.
    static let someFailed: Int32 = 4
    /// The time that was given is over.
    static let deadline: Int32 = 124
}
