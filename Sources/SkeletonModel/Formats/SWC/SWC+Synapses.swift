extension SWC {
    /// A synapse in the block that may follow the rows.
    public struct Synapse: Sendable, Hashable {
        /// Which way it leads.
        public enum Direction: Int64, Sendable, Hashable {
            /// The neuron is presynaptic.
            case out = 0
            /// The neuron is postsynaptic.
            case into = 1
        }

        /// Its own id.
        public var id: Int64
        /// Where it is, in the unit of the nodes.
        public var point: Point3
        /// The id of the node that it is on.
        public var nodeID: Int64
        /// Which way it leads.
        public var direction: Direction
        /// The type of the part that it is on, as the nodes have theirs.
        public var domain: Int64
        /// The id of the neuron at its other side.
        public var partnerID: Int64
        /// The transmitter's name, empty where there is none.
        public var transmitter: String
    }

    /// The synapses of a text: what stands in comments from `#start synapse` to `#end synapse`.
    ///
    /// Empty without such a block; a first line of words names the columns. Throws for a line that does not hold eight
    /// numbers and a transmitter, and for a node that the text does not have.
    public static func synapses(_ bytes: [UInt8], limit: Int = 4 << 30) throws(SkeletonError) -> [Synapse] {
        let text = try plainText(bytes, limit: limit)
        let nodes = Set(try parse(text).ids)
        var synapses: [Synapse] = []
        var isInside = false
        var number = 0
        for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            guard line.first == UInt8(ascii: "#") else { continue }
            let words = String(decoding: line.dropFirst(), as: UTF8.self).split { " \t\r,".contains($0) }
            let command = words.prefix(2).map { $0.lowercased() }
            if command == ["start", "synapse"] || command == ["end", "synapse"] {
                isInside = command[0] == "start"
            } else if isInside, let first = words.first, first.first?.isLetter != true {
                synapses.append(try synapse(words, nodes, line: number))
            }
        }
        return synapses
    }

    private static func synapse(_ words: [Substring], _ nodes: Set<Int64>, line: Int) throws(SkeletonError) -> Synapse {
        func problem(_ message: String) -> SkeletonError {
            .swc(SkeletonDiagnostic(.badSynapse, .error, line: line, message))
        }
        func integer(_ index: Int, _ name: String) throws(SkeletonError) -> Int64 {
            guard let value = Int64(words[index]) else { throw problem("\(name) is not an integer: '\(words[index])'") }
            return value
        }
        func number(_ index: Int, _ name: String) throws(SkeletonError) -> Double {
            guard let value = Decimal.double(words[index]), value.isFinite else {
                throw problem("\(name) is not a number: '\(words[index])'")
            }
            return value
        }
        guard words.count == 8 || words.count == 9 else {
            throw problem(
                "\(words.count) fields where a synapse has nine (id x y z node direction type partner transmitter)"
            )
        }
        let node = try integer(4, "the node")
        guard nodes.contains(node) else { throw problem("there is no node \(node), which the synapse is on") }
        guard let direction = Synapse.Direction(rawValue: try integer(5, "the direction")) else {
            throw problem("the direction is neither 0 (out) nor 1 (in): '\(words[5])'")
        }
        return Synapse(
            id: try integer(0, "the id"),
            point: Point3(try number(1, "x"), try number(2, "y"), try number(3, "z")),
            nodeID: node,
            direction: direction,
            domain: try integer(6, "the type"),
            partnerID: try integer(7, "the partner"),
            transmitter: words.count == 9 ? String(words[8]) : ""
        )
    }
}
