public import SkeletonModel

/// The name of a finished skeleton in the reference's cache layout.
///
/// `skeleton__v4__rid-ID__ds-DATASTACK__res-1x1x1__cs-True__cr-7500.h5.gz`, in the folder `DATASTACK/4`.
public struct CacheFileName: Hashable, Sendable, CustomStringConvertible {
    /// The neuron.
    public let rootID: RootID
    /// The datastack it belongs to.
    public let datastack: String
    /// The version in the name; this service writes 4 only.
    public let version: SkeletonVersion

    /// The name of one skeleton.
    public init(rootID: RootID, datastack: String, version: SkeletonVersion = .newest) {
        (self.rootID, self.datastack, self.version) = (rootID, datastack, version)
    }

    /// The parts of a name, or nil when it is not one of this layout.
    public init?(_ name: String) {
        guard let rest = name.removingPrefix("skeleton__v"), let middle = rest.removingSuffix(Self.ending),
            let (number, afterVersion) = middle.split(at: "__rid-"), let version = Int(number),
            let version = SkeletonVersion(rawValue: version),
            let (digits, datastack) = afterVersion.split(at: "__ds-"), let rootID = RootID(digits)
        else { return nil }
        self.init(rootID: rootID, datastack: String(datastack), version: version)
    }

    private static let ending = "\(parameters).h5.gz"

    private static let parameters = "__res-1x1x1__cs-True__cr-\(ServiceConstants.collapseRadius)"

    /// The whole name with its extension.
    public var description: String { stem + ".h5.gz" }

    /// The name of the same skeleton with another extension, as a download of it is called.
    public var stem: String { "\(Self.beginning(version))\(rootID)__ds-\(datastack)\(Self.parameters)" }

    /// What the names of a datastack have behind the root id, so that many names are made with little work.
    public static func ending(datastack: String) -> String { "__ds-\(datastack)\(ending)" }

    /// What the names of a version begin with, up to the root id.
    public static func beginning(_ version: SkeletonVersion) -> String { "skeleton__v\(version)__rid-" }
}

extension StringProtocol {
    func removingPrefix(_ prefix: String) -> SubSequence? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }

    func removingSuffix(_ suffix: String) -> SubSequence? {
        hasSuffix(suffix) ? dropLast(suffix.count) : nil
    }

    /// The text before and after the first place where `separator` stands.
    func split(at separator: String) -> (SubSequence, SubSequence)? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(separator) {
                return (self[..<start], self[index(start, offsetBy: separator.count)...])
            }
            formIndex(after: &start)
        }
        return nil
    }
}
