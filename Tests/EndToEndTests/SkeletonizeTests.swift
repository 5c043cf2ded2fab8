import Glibc
import SkeletonModel
import Skeletonization
import TestSupport
import Testing

/// `karst skeletonize`.
struct SkeletonizeTests {
    /// A graph file of its own for each seed, the root id being the seed.
    private func write(_ seeds: [UInt64], to name: String, in sandbox: Sandbox) throws -> [Level2Graph] {
        let graphs = try seeds.map { seed in
            try SyntheticNeuron.grow(seed: seed, targetCable: 150_000)
                .level2Graph(rootID: #require(RootID(Int64(seed))))
        }
        let text = graphs.flatMap { Level2GraphFile.text($0) }
        try sandbox.folder.write(String(decoding: text, as: UTF8.self), to: name)
        return graphs
    }

    @Test(arguments: ["swc", "json", "h5"])
    func everyNeuronOfEveryFileGetsTheSkeletonOfTheService(format: String) throws {
        let sandbox = try Sandbox()
        let graphs = try write([1, 2], to: "two.l2.jsonl", in: sandbox) + write([3], to: "one.l2.jsonl", in: sandbox)
        let finished = try sandbox.karst("skeletonize", "two.l2.jsonl", "one.l2.jsonl", "-o", "out", "--format", format)
        #expect(finished.ending == .exited(0))
        #expect(finished.errors == "3 skeletons in out\n")
        let rows = finished.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
        #expect(rows.map { $0[0] } == ["1", "2", "3"])
        for (graph, row) in zip(graphs, rows) {
            #expect(row[3] == "out/\(graph.rootID).\(format)")
            let expected = try Skeleton(graph.skeletonized(datastack: "local", timestamp: 0))
            let made = try SkeletonFormat.read(sandbox.folder.read(row[3]), path: row[3])
            #expect(row[1] == "\(expected.nodeCount)" && made.nodeCount == expected.nodeCount)
            #expect(made.unit == (format == "swc" ? .micrometres : .nanometres))
            let factor = format == "swc" ? 1000.0 : 1
            #expect(abs(made.cableLength * factor - expected.cableLength) <= 1e-6 * expected.cableLength)
            if format != "swc" { #expect(made.arrays().edges == expected.arrays().edges) }
        }
    }

    @Test func optionsAreThoseOfTheLibrary() throws {
        let sandbox = try Sandbox()
        let graph = try #require(write([4], to: "a.l2.jsonl", in: sandbox).first)
        let words = ["skeletonize", "a.l2.jsonl", "-o", "out", "--format", "json", "-q"]
        let variants: [([String], SkeletonizationOptions)] = [
            (["--invalidation", "2 um"], .init(invalidationDistance: 2000)),
            (["--invalidation", "3000"], .init(invalidationDistance: 3000)),
            (["--collapse-radius", "9um"], .init(collapseRadius: 9000)),
            (["--no-collapse-soma"], .init(collapseSoma: false)),
            (["--component-threshold", "3"], .init(componentThreshold: 3)),
            (["--root-search", "per_component"], .init(rootSearch: .perComponent)),
            (["--strict-soma"], .init(strictSoma: true)),
        ]
        for (option, options) in variants {
            #expect(try sandbox.program(words + option).finish().status == 0)
            let made = try FlatDict.decode(sandbox.folder.read("out/4.json"))
            let expected = try graph.skeletonized(options, datastack: "local", timestamp: 0)
            #expect(made.vertices == expected.vertices && made.edges == expected.edges)
            #expect(made.compartment == expected.compartment && made.root == expected.root)
        }
    }

    @Test func aBadFileIsNamedWithItsLineAndTheOthersAreDone() throws {
        let sandbox = try Sandbox()
        _ = try write([1], to: "a.l2.jsonl", in: sandbox)
        _ = try write([2], to: "c.l2.jsonl", in: sandbox)
        let header = #"{"t":"header","format":"l2graph","version":1,"root_id":9}"#
        try sandbox.folder.write(header + "\n" + #"{"t":"n","id":0}"# + "\n", to: "b.l2.jsonl")
        let files = ["a.l2.jsonl", "b.l2.jsonl", "missing.l2.jsonl", "c.l2.jsonl"]
        let finished = try sandbox.program(["skeletonize"] + files + ["-o", "out"]).finish()
        #expect(finished.ending == .exited(4))
        let errors = finished.errors.split(separator: "\n")
        #expect(errors.first == "karst: b.l2.jsonl:2: 'id' must be an id from 1 to 9223372036854775807 (got 0)")
        #expect(errors.dropFirst().first?.hasPrefix("karst: missing.l2.jsonl") == true)
        #expect(errors.last == "2 skeletons in out, 2 failed")
        #expect(try sandbox.folder.names(in: "out") == ["1.swc", "2.swc"])
    }

    @Test func oneNeuronDoesNotTakeThePlaceOfAnother() throws {
        let sandbox = try Sandbox()
        _ = try write([1], to: "a.l2.jsonl", in: sandbox)
        _ = try write([1], to: "b.l2.jsonl", in: sandbox)
        let finished = try sandbox.karst("skeletonize", "a.l2.jsonl", "b.l2.jsonl", "-o", "out", "--jobs", "1")
        #expect(finished.ending == .exited(4))
        #expect(
            finished.errors.hasPrefix(
                "karst: b.l2.jsonl: not made, as out/1.swc is already the skeleton of a neuron in a.l2.jsonl\n"
            )
        )
    }

    @Test func rowsCanBeJSON() throws {
        let sandbox = try Sandbox()
        let graph = try #require(write([5], to: "a.l2.jsonl", in: sandbox).first)
        let output = try sandbox.karst("skeletonize", "a.l2.jsonl", "-o", "out", "--json").output
        let row = try JSONValue.parse(output).objectValue
        let expected = try Skeleton(graph.skeletonized(datastack: "local", timestamp: 0))
        #expect(row?["root_id"] == .integer(5) && row?["path"] == .string("out/5.swc"))
        #expect(row?["nodes"] == .integer(Int64(expected.nodeCount)))
    }

    @Test(arguments: [
        [], ["a.l2.jsonl"], ["-o", "out"], ["a.l2.jsonl", "-o", "out", "--format", "obj"],
        ["a.l2.jsonl", "-o", "out", "--invalidation", "far"], ["a.l2.jsonl", "-o", "out", "--root-search", "far"],
        ["a.l2.jsonl", "-o", "out", "--component-threshold", "-1"], ["a.l2.jsonl", "-o", "out", "--jobs", "0"],
    ])
    func badArgumentsAreWrongUse(words: [String]) throws {
        let sandbox = try Sandbox()
        let finished = try sandbox.program(["skeletonize"] + words).finish()
        #expect(finished.ending == .exited(2))
        #expect(finished.errors.hasPrefix("karst: ") && finished.output == "")
        #expect(try !sandbox.folder.names().contains("out"))
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func aSignalEndsItInGoodOrder(signal: Int32) throws {
        let sandbox = try Sandbox()
        let first = try #require(write([1], to: "a.l2.jsonl", in: sandbox).first)
        // A long line of nodes with a tip at each of them: far more work than the limit of the run allows.
        let count = 60_000
        var nodes: [Level2Graph.Node] = []
        var edges: [Level2Graph.Edge] = []
        for index in 0..<count {
            let x = Double(index) * 9000
            nodes.append(.init(id: Int64(2 * index + 1), coordinate: Point3(x, 0, 0)))
            nodes.append(.init(id: Int64(2 * index + 2), coordinate: Point3(x, 20_000 + Double(index), 0)))
            edges.append(.init(Int32(2 * index), Int32(2 * index + 1)))
            if index > 0 { edges.append(.init(Int32(2 * index - 2), Int32(2 * index))) }
        }
        let slow = try Level2Graph(rootID: #require(RootID(Int64(77))), nodes: nodes, edges: edges)
        let text = (Level2GraphFile.text(first) + Level2GraphFile.text(slow))
        try sandbox.folder.write(String(decoding: text, as: UTF8.self), to: "b.l2.jsonl")
        var program = sandbox.program(["skeletonize", "b.l2.jsonl", "-o", "out", "--jobs", "1", "--json", "-q"])
        program.seconds = 30
        let running = try program.start()
        let deadline = ContinuousClock.now + .seconds(20)
        while try !sandbox.folder.names().contains("out"), ContinuousClock.now < deadline { usleep(1000) }
        running.send(signal)
        #expect(running.finish().ending == .signalled(signal))
        #expect(try sandbox.folder.names(in: "out").allSatisfy { $0 == "1.swc" })
    }
}
