import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

struct Level2GraphFileTests {
    private let header = #"{"t":"header","format":"l2graph","version":1,"root_id":12}"#

    private func read(_ lines: [String]) throws -> [Level2Graph] {
        try Level2GraphFile.read(Array(lines.joined(separator: "\n").utf8), path: "cell.l2.jsonl")
    }

    /// The sentence that a file with these lines after a good header is refused with.
    private func sentence(_ lines: String..., header: String? = nil) -> String? {
        #expect(throws: SkeletonizationError.self) { try read([header ?? self.header] + lines) }?.description
    }

    @Test func theGoldenFileIsTheGoldenCase() throws {
        let path = GoldenCase.fixtures.appending(path: "synth_s11_300um_soma.l2.jsonl").path
        let graph = try #require(Level2GraphFile.read(AtomicFile.read(path), path: path).first)
        let golden = try GoldenCase.load("synth_s11_300um_soma").graph()
        #expect(graph.nodes.map(\.id) == golden.nodes.map(\.id))
        #expect(graph.nodes.map(\.coordinate) == golden.nodes.map(\.coordinate))
        #expect(graph.nodes.map(\.sizeNM3) == golden.nodes.map(\.sizeNM3))
        #expect(graph.edges == golden.edges)
        #expect(graph.somaPoint == golden.somaPoint)
        #expect(graph.preSynapses.map(\.level2ID) == golden.preSynapses.map(\.level2ID))
        #expect(graph.postSynapses.map(\.level2ID) == golden.postSynapses.map(\.level2ID))
        #expect(graph.rootID == RootID("864691128455135233") && graph.hasSynapseTable)
        #expect(graph.timestamp == "2025-01-01T00:00:00Z")
        #expect(graph.chunkGrid == .init(sides: Point3(2048, 2048, 2048), spatialBits: 10))
    }

    @Test func everythingSurvivesWritingAndReading() throws {
        let neuron = SyntheticNeuron.grow(seed: 3, targetCable: 150_000)
        var graph = try neuron.level2Graph(rootID: #require(RootID("9223372036854775807")))
        graph.timestamp = "2025-01-01T00:00:00Z"
        graph.supersededBy = RootID("864691128455135999")
        graph.preSynapses[0].partner = RootID("864691128455135299")
        graph.preSynapses[0].position = Point3(0.1, -1e-7, 12_345.678)
        graph.preSynapses[0].size = 120.5
        let bytes = Level2GraphFile.text(graph)
        #expect(try Level2GraphFile.read(bytes, path: "a") == [graph])
        #expect(try Level2GraphFile.read(Gzip.compress(bytes + bytes), path: "a.gz") == [graph, graph])
    }

    @Test func missingValuesSurviveToo() throws {
        let graph = try Level2Graph(
            rootID: #require(RootID(Int64(5))),
            nodes: [.init(id: 3), .init(id: 4, coordinate: Point3(1, 2, 3), meanDT: 2.5)],
            edges: [.init(1, 0)],
            hasSynapseTable: true
        )
        #expect(try Level2GraphFile.read(Level2GraphFile.text(graph), path: "a") == [graph])
    }

    @Test func severalNeuronsTextIdsBlankLinesAndAByteOrderMarkAreRead() throws {
        let graphs = try read([
            "\u{FEFF}" + header, #"{"t":"n","id":"9007199254740993","p":null}"#, "", "   \r",
            #"{"t":"e","a":9007199254740993,"b":"9007199254740995"}"# + "\r", #"{"t":"n","id":9007199254740995}"#,
            #"{"t":"header","format":"l2graph","version":1,"root_id":"13","synapse_table":true}"#,
            #"{"t":"n","id":1}"#, #"{"t":"n","id":1}"#, "",
        ])
        #expect(graphs.map(\.rootID.value) == [12, 13])
        #expect(graphs[0].nodes.map(\.id) == [9_007_199_254_740_993, 9_007_199_254_740_995])
        #expect(graphs[0].edges == [.init(0, 1)])
        #expect(graphs.map(\.hasSynapseTable) == [false, true])
        #expect(graphs[1].nodes.count == 1)
    }

    @Test func faultsOfLinesNameThem() {
        #expect(sentence("{") == "cell.l2.jsonl:2: not a JSON object (the text ends too early)")
        #expect(sentence("[1]") == "cell.l2.jsonl:2: each line must be a JSON object")
        #expect(sentence(#"{"id":1}"#) == "cell.l2.jsonl:2: record without 't' (header, n, e or s)")
        #expect(sentence(#"{"t":"x"}"#) == "cell.l2.jsonl:2: unknown record kind 'x' (expected header, n, e or s)")
        #expect(sentence(#"{"t":"n"}"#) == "cell.l2.jsonl:2: 'n' record without 'id'")
        #expect(
            sentence(#"{"t":"n","id":1.44e17}"#) == "cell.l2.jsonl:2: 'id' must be an integer id (got 1.44e+17)"
        )
        let range = "must be an id from 1 to 9223372036854775807"
        #expect(sentence(#"{"t":"n","id":0}"#) == "cell.l2.jsonl:2: 'id' \(range) (got 0)")
        #expect(sentence(#"{"t":"n","id":"-1"}"#) == "cell.l2.jsonl:2: 'id' \(range) (got '-1')")
        #expect(
            sentence(#"{"t":"n","id":"9223372036854775808"}"#)
                == "cell.l2.jsonl:2: 'id' \(range) (got '9223372036854775808')"
        )
        #expect(
            sentence(#"{"t":"n","id":9223372036854775808}"#)
                == "cell.l2.jsonl:2: 'id' \(range) (got 9223372036854775808)"
        )
        #expect(sentence(#"{"t":"n","id":true}"#) == "cell.l2.jsonl:2: 'id' must be an integer id (got true)")
        #expect(sentence(#"{"t":"n","id":{}}"#) == "cell.l2.jsonl:2: 'id' must be an integer id (got an object)")
        #expect(
            sentence(#"{"t":"n","id":1,"p":[1,2]}"#)
                == "cell.l2.jsonl:2: 'p' must be a list of 3 numbers (got a list of 2)"
        )
        #expect(
            sentence(#"{"t":"n","id":1,"p":[1,2,1e16]}"#)
                == "cell.l2.jsonl:2: coordinates must lie within 1e15 nm of the origin"
        )
        #expect(sentence(#"{"t":"n","id":1,"v":"2"}"#) == #"cell.l2.jsonl:2: 'v' must be a number (got "2")"#)
        #expect(
            sentence(#"{"t":"n","id":1,"v":-2}"#) == "cell.l2.jsonl:2: 'v' must be from 0 to 1e30 (got -2.0)"
        )
        #expect(sentence(#"{"t":"n","id":1,"v":1e999}"#)?.hasPrefix("cell.l2.jsonl:2: not a JSON object") == true)
        #expect(sentence(#"{"t":"n","id":1,"v":NaN}"#)?.hasPrefix("cell.l2.jsonl:2: not a JSON object") == true)
        #expect(
            sentence(#"{"t":"n","id":1}"#, #"{"t":"e","a":1,"b":2}"#)
                == "cell.l2.jsonl:3: edge to unknown level-2 node 2"
        )
        #expect(
            sentence(#"{"t":"n","id":7}"#, #"{"t":"n","id":1}"#, #"{"t":"n","id":7,"v":1}"#)
                == "cell.l2.jsonl:4: level-2 node 7 differs from its first record in line 2"
        )
        #expect(sentence(#"{"t":"s","l2":1}"#) == "cell.l2.jsonl:2: 's' record without 'side'")
        #expect(
            sentence(#"{"t":"s","side":"in","l2":1}"#)
                == "cell.l2.jsonl:2: 'side' must be 'pre' or 'post' (got 'in')"
        )
        #expect(sentence(#"{"t":"s","side":"pre"}"#) == "cell.l2.jsonl:2: 's' record without 'l2'")
    }

    @Test func faultsOfHeadersNameThem() {
        let node = #"{"t":"n","id":1}"#
        #expect(sentence() == "cell.l2.jsonl:1: no level-2 nodes")
        #expect(sentence(header: node) == "cell.l2.jsonl:1: record 'n' before the first header")
        #expect(sentence(header: "") == "cell.l2.jsonl: no header line, so not a level-2 graph")
        #expect(
            sentence(node, header: #"{"t":"header","format":"swc","version":1,"root_id":1}"#)
                == "cell.l2.jsonl:1: format 'swc' is not 'l2graph'"
        )
        #expect(
            sentence(node, header: #"{"t":"header","format":"l2graph","version":2,"root_id":1}"#)
                == "cell.l2.jsonl:1: version 2 of the level-2 graph format is not supported (only 1)"
        )
        #expect(
            sentence(node, header: #"{"t":"header","version":1,"root_id":1}"#)
                == "cell.l2.jsonl:1: 'header' record without 'format'"
        )
        #expect(
            sentence(node, header: #"{"t":"header","format":"l2graph","root_id":1}"#)
                == "cell.l2.jsonl:1: 'header' record without 'version'"
        )
        #expect(
            sentence(node, header: #"{"t":"header","format":"l2graph","version":1}"#)
                == "cell.l2.jsonl:1: 'header' record without 'root_id'"
        )
        #expect(
            sentence(node, header: #"{"t":"header","format":"l2graph","version":1,"root_id":1,"unit":"um"}"#)
                == "cell.l2.jsonl:1: 'unit' must be 'nm' (got 'um')"
        )
    }

    @Test func bytesThatAreNoTextAreNamed() {
        let bytes = Array((header + "\n{\"t\":\"n\",\"id\":1,\"x\":\"").utf8) + [0xFF, 0xFE, 0x22, 0x7D]
        let error = #expect(throws: SkeletonizationError.self) { try Level2GraphFile.read(bytes, path: "a") }
        #expect(error == .badFile(path: "a", line: 2, fault: .notUTF8))
        #expect(error?.code == "bad_graph")
        #expect(error?.details == ["path": .string("a"), "line": .integer(2)])
        let gzip = Gzip.compress(Array(header.utf8)).dropLast(6)
        let broken = #expect(throws: SkeletonizationError.self) { try Level2GraphFile.read(Array(gzip), path: "a.gz") }
        #expect(broken?.description.hasPrefix("a.gz: not a readable gzip file (") == true)
    }

    @Test func everyPrefixOfAFileIsReadOrRefused() throws {
        let graph = try SyntheticNeuron.grow(seed: 3, targetCable: 4_000).level2Graph(rootID: #require(RootID("12")))
        let bytes = Level2GraphFile.text(graph)
        for length in 0..<bytes.count {
            let graphs = try? Level2GraphFile.read(Array(bytes.prefix(length)), path: "a")
            #expect(graphs == nil || graphs?.count == 1)
        }
    }
}
