extension Skeleton: CustomStringConvertible {
    /// One line for printing: `Skeleton 864691135463333789 (1204 nodes, 37 tips, 4.1 mm)`.
    public var summary: String {
        let name = rootID.map { "Skeleton \($0)" } ?? "Skeleton"
        let (nodes, tips) = (nodeCount, tips.count)
        return
            "\(name) (\(nodes) \(nodes == 1 ? "node" : "nodes"), \(tips) \(tips == 1 ? "tip" : "tips"), \(cableText))"
    }

    /// The summary.
    public var description: String { summary }

    private var cableText: String {
        guard let length = unit.inNanometres.map({ $0 * cableLength }) else {
            return "\(Decimal.fixed(cableLength, decimals: 1)) units"
        }
        switch length {
        case 999_950...: return "\(Decimal.fixed(length / 1_000_000, decimals: 1)) mm"
        case 999.95...: return "\(Decimal.fixed(length / 1000, decimals: 1)) µm"
        default: return "\(Decimal.fixed(length, decimals: 1)) nm"
        }
    }
}
