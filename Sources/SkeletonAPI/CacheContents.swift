/// What a listing of the cache answers.
public struct CacheContents: Hashable, Sendable {
    /// How many files the prefixes match in all; one that two prefixes match counts twice.
    public let found: Int
    /// The file names without their folder, cut at the limit of the request.
    public let files: [String]

    /// An answer.
    public init(found: Int, files: [String]) {
        (self.found, self.files) = (found, files)
    }
}
