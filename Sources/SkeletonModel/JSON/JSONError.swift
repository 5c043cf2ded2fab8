/// A text that is not JSON, or not JSON that we can hold.
public struct JSONError: UserFacingError, Equatable {
    /// What is wrong, without its place.
    public var problem: String
    /// Where in the text, in bytes from 0.
    public var offset: Int

    /// An error at a place.
    public init(problem: String, offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    /// The sentence people read.
    public var description: String { "bad JSON at byte \(offset): \(problem)" }

    /// The word scripts compare.
    public var code: String { "bad_json" }

    /// The offset, for editors that want to go there.
    public var details: [String: JSONValue] { ["offset": .integer(Int64(offset))] }
}
