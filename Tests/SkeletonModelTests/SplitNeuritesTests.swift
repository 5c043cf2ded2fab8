import TestSupport
import Testing

@testable import SkeletonModel

struct SplitNeuritesTests {
    @Test func flowCountsTheWaysOverEachEdge() throws {
        for (seed, skeleton) in try EditTesting.forests(40).enumerated() {
            var random = SeededGenerator(seed: UInt64(seed))
            func counts() -> [Double] { skeleton.x.map { _ in Double(Int.random(in: 0...2, using: &random)) } }
            let (inputs, outputs) = (counts(), counts())
            var ways = [Double](repeating: 0, count: skeleton.nodeCount)
            for a in 0..<skeleton.nodeCount {
                for b in 0..<skeleton.nodeCount {
                    guard let path = try skeleton.path(from: a, to: b) else { continue }
                    for (one, next) in zip(path, path.dropFirst()) {
                        let child = skeleton.parents[Int(one)] == next ? one : next
                        ways[Int(child)] += inputs[a] * outputs[b]
                    }
                }
            }
            #expect(try skeleton.flowCentrality(inputs: inputs, outputs: outputs) == ways)
        }
    }

    /// A soma, a dendrite of inputs, and a long neurite with outputs at its end.
    private func neuron() throws -> Skeleton {
        let text = """
            1 1 0 0 0 5 -1
            2 0 10 0 0 1 1
            3 0 20 0 0 1 2
            4 0 30 5 0 1 3
            5 0 30 -5 0 1 3
            6 0 -10 0 0 1 1
            7 0 -20 5 0 1 6
            8 0 -20 -5 0 1 6
            9 4 90 0 0 1 -1
            """
        var skeleton = try SWC.parse(Array(text.utf8))
        try skeleton.setColumn("post", .integers([0, 0, 0, 0, 1, 2, 3, 3, 0]))
        try skeleton.setColumn("pre", .doubles([0, 0, 0, 4, 4, 0, 0, 0, 0]))
        return skeleton
    }

    @Test func theAxonIsTheSideOfTheOutputs() throws {
        let skeleton = try neuron()
        let (edited, split) = try skeleton.splitNeurites(inputs: "post", outputs: "pre")
        // The flow is the same all the way from dendrite to axon: of these edges the first is cut.
        #expect(split.cut == 1)
        #expect(split.isAxonBeyond)
        #expect(edited.skeleton.types == [1, 2, 2, 2, 2, 3, 3, 3, 4])
        #expect(edited.skeleton.ids == skeleton.ids)
        #expect(edited.skeleton.columns == skeleton.columns)
        // Rooted in the axon, the cut and its sides stay.
        let turned = try skeleton.rerooted(at: 3)
        let (other, second) = try turned.skeleton.splitNeurites(inputs: "post", outputs: "pre")
        #expect(!second.isAxonBeyond)
        #expect(other.skeleton.types[Int(turned.nodeMap[4])] == 2)
        #expect(other.skeleton.types[Int(turned.nodeMap[7])] == 3)
        #expect(abs(second.segregation - split.segregation) < 1e-12)
        // On paper: 9 of 17 synapses are inputs; beyond the cut 1 of 9.
        // 1 − 9/17 · h(1/9) / h(9/17) with h(p) = −p log p − (1 − p) log (1 − p).
        let expected = 0.732_902_052_143_806_3
        #expect(abs(split.segregation - expected) < 1e-12)
    }

    @Test func itNeedsInputsAndOutputs() throws {
        var skeleton = try neuron()
        #expect(throws: SkeletonError.badOption("there is no column 'x'")) {
            try skeleton.splitNeurites(inputs: "x", outputs: "pre")
        }
        try skeleton.setColumn("pre", .bytes([0, 0, 0, 0, 0, 0, 0, 0, 7]))
        #expect(throws: SkeletonError.self) { try skeleton.splitNeurites(inputs: "post", outputs: "pre") }
        #expect(throws: SkeletonError.self) { try skeleton.flowCentrality(inputs: [1], outputs: [1]) }
        #expect(throws: SkeletonError.self) {
            try EditTesting.single().flowCentrality(inputs: [-1], outputs: [1])
        }
    }
}
