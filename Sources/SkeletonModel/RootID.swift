/// The id of a neuron's segmentation, a 60-bit integer in practice and 1…2^63−1 by rule.
///
/// Never a floating-point number: doubles are 128 apart at this size.
public struct RootID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id as the wire, HDF5 and Lua carry it.
    public let value: Int64

    /// The id, or nil when `value` is not positive.
    public init?(_ value: Int64) {
        guard value > 0 else { return nil }
        self.value = value
    }

    /// The id that a text of 1 to 19 decimal digits names, or nil for any other text.
    public init?(_ text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.count <= 19, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Int64(text)
        else { return nil }
        self.init(value)
    }

    /// The digits.
    public var description: String { String(value) }

    /// The layer of the chunked graph that the id belongs to, by its top eight bits.
    public var layer: Int { Int(value >> 56) }

    /// By value.
    public static func < (a: RootID, b: RootID) -> Bool { a.value < b.value }
}
