/// A skeleton version as requests name it: −1, 0, 1, 2, 3 or 4.
///
/// Every skeleton is made and stored as version 4; the others are cut down from it when they are answered.
public struct SkeletonVersion: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number in the request.
    public let rawValue: Int

    /// The version of a number, or nil when there is none.
    public init?(rawValue: Int) {
        guard (-1...4).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    /// The version of a number.
    ///
    /// - Throws: `ServiceError.unknownVersion`, whose sentence lists the valid ones.
    public init(_ number: Int) throws(ServiceError) {
        guard let version = SkeletonVersion(rawValue: number) else { throw .unknownVersion(number) }
        self = version
    }

    private init(unchecked rawValue: Int) { self.rawValue = rawValue }

    /// The newest version, which −1 means: the only one that is made and stored.
    public static let newest = SkeletonVersion(unchecked: 4)

    /// Version 1: no level-2 ids, no vertex attributes in the precomputed form.
    public static let one = SkeletonVersion(unchecked: 1)

    /// Version 2: compartments as floats; what 0 means, and what Neuroglancer's short addresses answer.
    public static let two = SkeletonVersion(unchecked: 2)

    /// Every version a request may name, in the order in which the service lists them.
    public static let all = (-1...4).map(SkeletonVersion.init(unchecked:))

    /// The version that the answer carries: −1 stands for 4, and 0 for 2.
    public var resolved: SkeletonVersion {
        switch rawValue {
        case -1: .newest
        case 0: .two
        default: self
        }
    }

    /// The number.
    public var description: String { String(rawValue) }

    /// By number.
    public static func < (a: SkeletonVersion, b: SkeletonVersion) -> Bool { a.rawValue < b.rawValue }
}
