import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// The generator against its vector file, bit for bit.
struct SyntheticNeuronTests {
    private let golden: JSONValue

    init() throws {
        golden = try .read(GoldenCase.fixtures.appending(path: "generator_seed42.json.gz"))
    }

    @Test func randomStreamAgrees() throws {
        var words = SplitMix64(seed: 42)
        // The first word lies above Int64 and so is no JSON integer of ours.
        #expect(words.next() == 13_679_457_532_755_275_413)
        var uniform = SplitMix64(seed: 42)
        #expect((0..<5).map { _ in uniform.uniform() } == golden["uniform"]?.numbers)
        var units = SplitMix64(seed: 42)
        #expect((0..<3).map { _ in units.unitVector() } == golden["unit_vectors"]?.points)
    }

    @Test func nodesAndSynapsesAgreeToTheLastBit() throws {
        let neuron = SyntheticNeuron.grow(seed: 42, targetCable: 200_000)
        let rows = try #require(golden["nodes"]?.arrayValue).map(\.numbers)
        #expect(neuron.nodes.count == rows.count)
        for (node, row) in zip(neuron.nodes, rows) {
            #expect(Double(node.kind.rawValue) == row[0] && Double(node.parent) == row[5])
            #expect([node.position.x, node.position.y, node.position.z, node.radius] == Array(row[1...4]))
        }
        #expect(neuron.outputs == golden["synapses"]?["pre"]?.indices)
        #expect(neuron.inputs == golden["synapses"]?["post"]?.indices)
    }

    @Test func level2CutAgrees() throws {
        let neuron = SyntheticNeuron.grow(seed: 42, targetCable: 200_000)
        let graph = try neuron.level2Graph(rootID: #require(RootID(Int64(7))))
        let expected = try #require(golden["l2"]?["nodes"]?.arrayValue)
        #expect(graph.nodes.count == expected.count)
        for (node, record) in zip(graph.nodes, expected) {
            #expect(node.id == record["l2_id"]?.integerValue)
            #expect(node.coordinate == record["rep"]?.point)
            #expect(abs(try #require(node.sizeNM3) - #require(record["size"]?.number)) <= 1)
            #expect(abs(try #require(node.areaNM2) - #require(record["area"]?.number)) <= 1)
            #expect(node.maxDT == record["max_dt"]?.number)
            #expect(node.meanDT == record["mean_dt"]?.number)
        }
        #expect(graph.edges == golden["l2"]?["edges"]?.lists.map { .init($0[0], $0[1]) })
        let places = try #require(golden["l2"]?["node_to_l2"]).indices
        #expect(graph.preSynapses.map(\.level2ID) == neuron.outputs.map { graph.nodes[Int(places[Int($0)])].id })
        #expect(graph.postSynapses.map(\.level2ID) == neuron.inputs.map { graph.nodes[Int(places[Int($0)])].id })
        #expect(graph.somaPoint == Point3(0, 0, 0))
    }

    @Test func directCutEqualsTheGoldenFile() throws {
        let path = GoldenCase.fixtures.appending(path: "synth_s11_300um_soma.l2.jsonl").path
        let file = try #require(Level2GraphFile.read(AtomicFile.read(path), path: path).first)
        let grown = try SyntheticNeuron.grow(seed: 11, targetCable: 300_000).level2Graph(rootID: file.rootID)
        #expect(grown.nodes == file.nodes)
        #expect(grown.edges == file.edges)
        #expect(grown.preSynapses == file.preSynapses)
        #expect(grown.postSynapses == file.postSynapses)
    }

    @Test func groundTruthIsATreeOfTheAskedLength() throws {
        let neuron = SyntheticNeuron.grow(seed: 1, targetCable: 2_000_000)
        // The published figures of this seed.
        #expect(neuron.nodes.count == 8007)
        #expect(neuron.outputs.count == 266 && neuron.inputs.count == 785)
        let skeleton = try neuron.skeleton()
        #expect(skeleton.nodeCount == 8007)
        #expect(skeleton.roots == [0])
        #expect(skeleton.unit == .nanometres)
        #expect(abs(skeleton.cableLength - 2_000_000) < 40_000)
        #expect(try neuron.level2Graph(rootID: #require(RootID(Int64(1)))).nodes.count == 1393)
    }

    @Test func aBoxIsNeverLeft() {
        let box = SyntheticNeuron.Box(low: Point3(-20_000, -20_000, -20_000), high: Point3(20_000, 20_000, 20_000))
        let neuron = SyntheticNeuron.grow(seed: 5, targetCable: 400_000, box: box)
        #expect(neuron.nodes.allSatisfy { abs($0.position.x) <= 20_000 && abs($0.position.y) <= 20_000 })
        #expect(neuron.nodes.allSatisfy { abs($0.position.z) <= 20_000 })
        #expect(neuron.nodes.count > 1000)
    }

    @Test func parametersThatGrowNothingStillGiveASoma() throws {
        var parameters = SyntheticNeuron.Parameters()
        parameters.step = 0
        let still = SyntheticNeuron.grow(seed: 1, targetCable: 1e6, parameters: parameters)
        #expect(still.nodes.count == 7)
        #expect(SyntheticNeuron.grow(seed: 1, targetCable: .nan).nodes.count == 7)
        #expect(SyntheticNeuron.grow(seed: 1, targetCable: -5).nodes.count == 7)
        parameters.dendriteCount = -3
        #expect(SyntheticNeuron.grow(seed: 1, targetCable: 0, parameters: parameters).nodes.count == 2)
    }

    @Test func aChunkSideThatIsTooSmallIsRefused() throws {
        var parameters = SyntheticNeuron.Parameters()
        parameters.step = 5000
        let neuron = SyntheticNeuron.grow(seed: 1, targetCable: 4_000_000, parameters: parameters)
        let id = try #require(RootID(Int64(1)))
        for side in [0, -1, Double.nan] {
            #expect(throws: SkeletonizationError.self) { try neuron.level2Graph(rootID: id, chunkSide: side) }
        }
        let error = #expect(throws: SkeletonizationError.self) { try neuron.level2Graph(rootID: id, chunkSide: 1) }
        #expect(error?.description == "option 'chunk_side' is too small for the ids of this neuron (got 1.0)")
    }
}
