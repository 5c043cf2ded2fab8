import SkeletonModel

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Which vertices belong to the axon, by where outputs and inputs sit.
struct AxonSplit: Sendable {
    /// Whether each vertex is on the axon; all false where the split is no better than none.
    private(set) var isAxon: [Bool]
    /// 1 for a perfect separation of outputs and inputs, 0 for none.
    private(set) var quality: Double = 0

    private let forest: RootedForest
    /// The skeleton vertex of each output and input, −1 off the skeleton.
    private let outputs: [Int32]
    private let inputs: [Int32]

    /// Below this quality the reference labels no axon.
    private static let leastQuality = 0.5

    init(_ draft: SkeletonDraft, _ forest: RootedForest, _ segments: Segments, outputs: [Int32], inputs: [Int32]) {
        isAxon = [Bool](repeating: false, count: draft.vertices.count)
        (self.forest, self.outputs, self.inputs) = (forest, outputs, inputs)
        guard !outputs.isEmpty, !inputs.isEmpty else { return }
        let distances = forest.distances(to: draft.root, lengths: forest.edgeLengths(draft.vertices))
        let cut = segments.tops[Int(segments.segmentOf[vertexOfLargestFlow(distances)])]
        let candidate = axonSide(of: cut)
        quality = quality(of: candidate)
        if quality >= Self.leastQuality { isAxon = candidate }
    }

    /// The vertex that the most ways from inputs to outputs lead through; the one nearest to the root of several.
    private func vertexOfLargestFlow(_ distances: [Double]) -> Int {
        let (outgoing, incoming) = (subtreeCounts(outputs), subtreeCounts(inputs))
        let (allOut, allIn) = (outputs.count { $0 >= 0 }, inputs.count { $0 >= 0 })
        var (best, largest) = (0, -1)
        for vertex in outgoing.indices {
            let flow = outgoing[vertex] * (allIn - incoming[vertex]) + (allOut - outgoing[vertex]) * incoming[vertex]
            if flow > largest || (flow == largest && distances[vertex] < distances[best]) {
                (best, largest) = (vertex, flow)
            }
        }
        return best
    }

    private func subtreeCounts(_ synapses: [Int32]) -> [Int] {
        var counts = [Int](repeating: 0, count: forest.parents.count)
        for vertex in synapses where vertex >= 0 { counts[Int(vertex)] += 1 }
        for vertex in forest.order.reversed() where forest.parents[Int(vertex)] >= 0 {
            counts[Int(forest.parents[Int(vertex)])] += counts[Int(vertex)]
        }
        return counts
    }

    /// The side of the cut with the larger share of outputs.
    private func axonSide(of cut: Int32) -> [Bool] {
        let below = forest.subtree(of: cut)
        let (outBelow, inBelow) = (count(outputs, on: below), count(inputs, on: below))
        let outAbove = outputs.count { $0 >= 0 } - outBelow
        let inAbove = inputs.count { $0 >= 0 } - inBelow
        let shareBelow = Double(outBelow) / Double(outBelow + inBelow + 1)
        let shareAbove = Double(outAbove) / Double(outAbove + inAbove + 1)
        return shareBelow >= shareAbove ? below : below.map { !$0 }
    }

    private func count(_ synapses: [Int32], on side: [Bool]) -> Int {
        synapses.count { $0 >= 0 && side[Int($0)] }
    }

    /// How much of the disorder of outputs and inputs the split takes away.
    ///
    /// Synapses off the skeleton count as not axon.
    private func quality(of axon: [Bool]) -> Double {
        let (axonOut, axonIn) = (count(outputs, on: axon), count(inputs, on: axon))
        let split = entropy([(axonOut, axonIn), (outputs.count - axonOut, inputs.count - axonIn)])
        return 1 - split / entropy([(outputs.count, inputs.count)])
    }

    private func entropy(_ rows: [(Int, Int)]) -> Double {
        let total = Double(rows.reduce(0) { $0 + $1.0 + $1.1 })
        var entropy = 0.0
        for (out, into) in rows {
            let sum = Double(out + into)
            for part in [out, into] where part > 0 {
                entropy -= sum / total * (Double(part) / sum) * log2(Double(part) / sum)
            }
        }
        return entropy
    }
}

/// The service's code for each vertex: 1 soma, 2 axon, 3 everything else.
///
/// The reference tests the number of the root vertex for truth instead of asking for a soma: a root 0 is never called
/// soma, and any other root is. `strict` asks for the soma.
func compartmentCodes(_ split: AxonSplit, root: Int32, hasSoma: Bool, strict: Bool) -> [Int32] {
    var codes: [Int32] = split.isAxon.map { $0 ? 2 : 3 }
    if strict ? hasSoma : root != 0 { codes[Int(root)] = 1 }
    return codes
}
