import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

struct SWCSynapsesTests {
    private static let rows = "1 1 0 0 0 5 -1\n2 3 10 0 0 1 1\n"

    @Test func theBlockBehindTheRowsIsATable() throws {
        let file = try AtomicFile.read(Repository.fixtures.appending(path: "SWC/synapse_footer.swc").path)
        let synapses = try SWC.synapses(file)
        #expect(synapses.map(\.id) == [1, 2])
        #expect(synapses.map(\.point) == [Point3(10, 0, 0), Point3(20, 10, 0)])
        #expect(synapses.map(\.nodeID) == [2, 4])
        #expect(synapses.map(\.direction) == [.into, .out])
        #expect(synapses.map(\.domain) == [3, 2])
        // Doubles are 128 apart at this size.
        #expect(synapses.map(\.partnerID) == [720_575_940_621_039_145, 720_575_940_621_039_146])
        #expect(synapses.map(\.transmitter) == ["ACH", "GABA"])
        #expect(try SWC.synapses(Array(Self.rows.utf8)).isEmpty)
    }

    @Test(arguments: [
        (
            "# 1 2 3",
            "line 4: 3 fields where a synapse has nine (id x y z node direction type partner transmitter)"
        ),
        ("# 1 0 0 0 7 0 1 5 x", "line 4: there is no node 7, which the synapse is on"),
        ("# 1 0 0 0 2 2 1 5 x", "line 4: the direction is neither 0 (out) nor 1 (in): '2'"),
        ("# 1 0 nan 0 2 1 1 5 x", "line 4: y is not a number: 'nan'"),
        ("# 1 0 0 0 2 1 1 5.5 x", "line 4: the partner is not an integer: '5.5'"),
    ])
    func aBadLineIsNamed(_ line: String, _ sentence: String) {
        let text = Self.rows + "#start synapse\n\(line)\n#end synapse\n"
        let error = #expect(throws: SkeletonError.self) { try SWC.synapses(Array(text.utf8)) }
        #expect(error?.description == sentence)
        #expect(error?.code == "bad-synapse")
    }
}
