import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

struct Level2GraphTablesTests {
    /// A grown neuron as three tables.
    private struct Tables {
        let graph: Level2Graph
        let nodes: String
        let edges: String
        let synapses: String

        init() throws {
            var graph = try SyntheticNeuron.grow(seed: 3, targetCable: 120_000)
                .level2Graph(rootID: #require(RootID("864691128455135233")))
            for index in graph.preSynapses.indices {
                graph.preSynapses[index].partner = RootID(Int64(500 + index))
                graph.preSynapses[index].position = Point3(Double(index), -0.5, 1e6)
                graph.preSynapses[index].size = 12.5
            }
            graph.somaPoint = nil
            graph.chunkGrid = .init()
            self.graph = graph
            var rows = ["id,x,y,z,size_nm3,area_nm2,max_dt_nm,mean_dt_nm"]
            for node in graph.nodes {
                let p = try #require(node.coordinate)
                rows.append(
                    "\(node.id),\(p.x),\(p.y),\(p.z),\(node.sizeNM3 ?? 0),\(node.areaNM2 ?? 0),\(node.maxDT ?? 0),\(node.meanDT ?? 0)"
                )
            }
            nodes = rows.joined(separator: "\n")
            let ids = graph.nodes.map(\.id)
            edges = (["a,b"] + graph.edges.reversed().map { "\(ids[Int($0.b)]),\(ids[Int($0.a)])" })
                .joined(separator: "\r\n")
            let pre = graph.preSynapses.map { synapse in
                let p = synapse.position ?? Point3(0, 0, 0)
                let partner = synapse.partner?.description ?? "0"
                return "pre,\(synapse.id ?? 0),\(synapse.level2ID),\(p.x),\(p.y),\(p.z),12.5,\(partner)"
            }
            let post = graph.postSynapses.map { "post,\($0.id ?? 0),\($0.level2ID),,,,,0" }
            synapses = (["side,id,level2_id,x,y,z,size,partner"] + post + pre).joined(separator: "\n") + "\n"
        }
    }

    @Test func threeTablesAreTheGraph() throws {
        let tables = try Tables()
        let folder = try TemporaryFolder()
        let graph = try Level2GraphTables.read(
            nodes: folder.write(tables.nodes, to: "n"),
            edges: folder.write(tables.edges, to: "e"),
            synapses: folder.write(tables.synapses, to: "s"),
            rootID: tables.graph.rootID
        )
        #expect(graph == tables.graph)
        let bare = try Level2GraphTables.read(nodes: folder("n"), edges: folder("e"), rootID: graph.rootID)
        #expect(!bare.hasSynapseTable && bare.nodes == graph.nodes && bare.edges == graph.edges)
        #expect(bare.joined(with: try SynapseTable.read(folder("s"))) == graph)
        let empty = bare.joined(with: SynapseTable())
        #expect(empty.hasSynapseTable && empty.preSynapses.isEmpty)
    }

    @Test func synapsesOfOtherNeuronsCanBeLeftOut() throws {
        let tables = try Tables()
        let table = try SynapseTable(Array((tables.synapses + "pre,1,77,,,,,\n").utf8), path: "s")
        #expect(tables.graph.joined(with: table).preSynapses.last?.level2ID == 77)
        #expect(tables.graph.joined(with: table, onlyOnNodes: true) == tables.graph)
    }

    @Test func orderQuotesBlanksAndCommentsDoNotMatter() throws {
        let text = """
            \u{FEFF}# from a spreadsheet
            Z, x ,"ID",y,remark

            3, 1 ,"9007199254740993",2,"a, b"
            ,,9007199254740995,,

            """
        let nodes = try Level2GraphTables.nodes(Array(text.utf8), path: "n.csv")
        #expect(
            nodes == [
                .init(id: 9_007_199_254_740_993, coordinate: Point3(1, 2, 3)), .init(id: 9_007_199_254_740_995),
            ]
        )
        let edges = try Level2GraphTables.edges(
            Array("b;c,a,b\n,9007199254740993,9007199254740995".utf8),
            path: "e.csv",
            between: nodes
        )
        #expect(edges == [.init(0, 1)])
    }

    @Test func faultsOfNodesNameTheLine() {
        func sentence(_ lines: String...) -> String? {
            let bytes = Array(lines.joined(separator: "\n").utf8)
            return #expect(throws: SkeletonizationError.self) { try Level2GraphTables.nodes(bytes, path: "n.csv") }?
                .description
        }
        let range = "must be an id from 1 to 9223372036854775807"
        #expect(sentence("") == "n.csv: an empty table (the first line must name the columns)")
        #expect(sentence("id") == "n.csv: no level-2 nodes")
        #expect(sentence("x,y") == "n.csv:1: no column 'id'")
        #expect(sentence("id,x,X") == "n.csv:1: column 'x' stands there twice")
        #expect(sentence("id,x", "1") == "n.csv:2: expected 2 fields (got 1)")
        #expect(sentence("id", "\"1") == "n.csv:2: quotes that are not closed on the line")
        #expect(sentence("id", "0") == "n.csv:2: 'id' \(range) (got 0)")
        #expect(sentence("id", "-4") == "n.csv:2: 'id' \(range) (got -4)")
        #expect(sentence("id", "9223372036854775808") == "n.csv:2: 'id' \(range) (got 9223372036854775808)")
        #expect(sentence("id", "1.44e17") == "n.csv:2: 'id' must be an integer id (got 1.44e17)")
        #expect(sentence("id,v", ",2") == "n.csv:2: 'id' must be an integer id (got nothing)")
        #expect(sentence("id,size_nm3", "1,nan") == "n.csv:2: 'size_nm3' must be a number (got nan)")
        #expect(sentence("id,x,y,z", "1,1,2,1e400") == "n.csv:2: 'z' must be a number (got 1e400)")
        #expect(sentence("id,x,y,z", "1,1,2,1e20") == "n.csv:2: coordinates must lie within 1e15 nm of the origin")
        #expect(
            sentence("id,x,y,z", "1,1,,3")
                == "n.csv:2: 'y' must be a number beside the other coordinates (got nothing)"
        )
        #expect(
            sentence("id,size_nm3", "7,1", "8,1", "7,2")
                == "n.csv:4: level-2 node 7 differs from its first record in line 2"
        )
    }

    @Test func faultsOfEdgesAndSynapsesNameTheLine() {
        let nodes = [Level2Graph.Node(id: 1)]
        let edge = #expect(throws: SkeletonizationError.self) {
            try Level2GraphTables.edges(Array("a,b\n1,1\n1,2".utf8), path: "e.csv", between: nodes)
        }
        #expect(edge?.description == "e.csv:3: edge to unknown level-2 node 2")
        func sentence(_ text: String) -> String? {
            #expect(throws: SkeletonizationError.self) { try SynapseTable(Array(text.utf8), path: "s.csv") }?
                .description
        }
        #expect(sentence("side,id") == "s.csv:1: no column 'level2_id'")
        #expect(sentence("side,level2_id\nin,5") == "s.csv:2: 'side' must be 'pre' or 'post' (got 'in')")
        #expect(sentence("side,level2_id\n,5") == "s.csv:2: 'side' must be 'pre' or 'post' (got nothing)")
        #expect(sentence("side,level2_id\npre,") == "s.csv:2: 'level2_id' must be an integer id (got nothing)")
        #expect(
            sentence("side,level2_id,partner\npre,5,x")
                == "s.csv:2: 'partner' must be an id from 1 to 9223372036854775807 (got x)"
        )
    }
}
