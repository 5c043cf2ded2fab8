#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Edit {
    package static let splitNeurites = Edit(
        name: "split_neurites",
        summary: "Tells axon from dendrite: cuts where most ways from inputs to outputs lead through."
    )
}

/// Where a neuron was cut into axon and dendrite, and how well that separates outputs from inputs.
public struct NeuriteSplit: Sendable, Hashable {
    /// The position of the first node beyond the cut.
    public var cut: Int32
    /// Whether the axon lies beyond the cut, or the dendrite does.
    public var isAxonBeyond: Bool
    /// How well outputs and inputs are apart: 1 when no part has both, 0 when both parts mix them as the whole does.
    public var segregation: Double
}

extension Skeleton {
    /// For each node, of the ways in its tree from each input to each output, how many lead over the edge to its parent.
    ///
    /// After Schneider-Mizell and others (2016). The numbers of inputs and outputs are given for each node.
    public func flowCentrality(inputs: [Double], outputs: [Double]) throws(SkeletonError) -> [Double] {
        for (name, values) in [("inputs", inputs), ("outputs", outputs)] {
            guard values.count == nodeCount else {
                throw .badOption("there are \(values.count) numbers of \(name) for \(nodeCount) nodes")
            }
            guard values.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
                throw .badOption("numbers of \(name) must be 0 or more")
            }
        }
        let (below, above, root) = (sumsBeyond(inputs), sumsBeyond(outputs), rootOfNode)
        return (0..<nodeCount).map { node in
            guard parents[node] >= 0 else { return 0 }
            let (allIn, allOut) = (below[Int(root[node])], above[Int(root[node])])
            return below[node] * (allOut - above[node]) + above[node] * (allIn - below[node])
        }
    }

    /// The same nodes with type 2 in the axon and 3 in the dendrite; the soma's nodes keep type 1.
    ///
    /// The cut is the edge of the largest flow, of equal ones that nearest to the root. Of its two sides the axon is
    /// the one that has more of its synapses as outputs. Other trees keep their types. The names are those of columns
    /// with the numbers of each node's inputs and outputs. Throws where there are no such columns, or no flow.
    public func splitNeurites(
        inputs: String,
        outputs: String
    ) throws(SkeletonError) -> (edited: Edited, split: NeuriteSplit) {
        let (received, sent) = (try numbers(ofColumn: inputs), try numbers(ofColumn: outputs))
        let flow = try flowCentrality(inputs: received, outputs: sent)
        guard let largest = flow.max(), largest > 0, let cut = flow.firstIndex(of: largest) else {
            throw .badOption("no tree has both inputs and outputs, so that there is nothing to split by")
        }
        let (isBeyond, root) = (isBeyond(cut), rootOfNode)
        let members = (0..<nodeCount).filter { root[$0] == root[cut] }
        func synapses(_ side: Bool) -> (received: Double, sent: Double) {
            members.filter { isBeyond[$0] == side }.reduce((0, 0)) { ($0.0 + received[$1], $0.1 + sent[$1]) }
        }
        let (far, near) = (synapses(true), synapses(false))
        let isAxonBeyond = far.sent * (near.sent + near.received) > near.sent * (far.sent + far.received)
        var types = types
        for node in members where types[node] != 1 { types[node] = isBeyond[node] == isAxonBeyond ? 2 : 3 }
        var result = relinked(parents)
        result.types = types
        let split = NeuriteSplit(cut: Int32(cut), isAxonBeyond: isAxonBeyond, segregation: segregation(far, near))
        return ((result, sameNodes), split)
    }

    private func numbers(ofColumn name: String) throws(SkeletonError) -> [Double] {
        switch columns[name] {
        case .doubles(let values): return values
        case .integers(let values): return values.map { Double($0) }
        case .bytes(let values): return values.map { Double($0) }
        case nil: throw .badOption("there is no column '\(name)'")
        }
    }

    private func sumsBeyond(_ values: [Double]) -> [Double] {
        var sums = values
        for node in stride(from: nodeCount - 1, to: 0, by: -1) where parents[node] >= 0 {
            sums[Int(parents[node])] += sums[node]
        }
        return sums
    }

    /// One minus the entropy of the parts by that of the whole.
    private func segregation(
        _ far: (received: Double, sent: Double),
        _ near: (received: Double, sent: Double)
    ) -> Double {
        func entropy(_ part: (received: Double, sent: Double)) -> Double {
            let total = part.received + part.sent
            guard part.received > 0, part.sent > 0 else { return 0 }
            let share = part.received / total
            return -(share * log(share) + (1 - share) * log(1 - share)) * total
        }
        let whole = entropy((far.received + near.received, far.sent + near.sent))
        return whole > 0 ? 1 - (entropy(far) + entropy(near)) / whole : 0
    }
}
