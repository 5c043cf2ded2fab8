/// An error made to be read by the person whose input caused it.
///
/// `description` is the sentence they read: lower case, no full stop, naming what was wrong, where, and what to do.
/// `code` is the stable word that scripts compare.
public protocol UserFacingError: Error, CustomStringConvertible {
    /// The word scripts compare, such as `not_found`.
    var code: String { get }

    /// What a script may want to read apart from the sentence: `path`, `line`, `root_id`, …
    var details: [String: JSONValue] { get }
}

extension UserFacingError {
    /// No details beyond the sentence.
    public var details: [String: JSONValue] { [:] }
}
