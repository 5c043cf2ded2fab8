import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

struct SkeletonSourceTests {
    private let folder: TemporaryFolder
    private let triangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"

    init() throws { folder = try TemporaryFolder() }

    private func sentence(_ paths: String...) -> String? {
        #expect(throws: SkeletonizationError.self) { try SkeletonSource.read(paths.map { folder($0) }) }?.description
            .replacing(folder.path + "/", with: "")
    }

    @Test func everyKindIsRecognisedByItsContent() throws {
        let volume = try LabelVolume(labels: [1], shape: VoxelGrid(1, 1, 1), voxelSize: Point3(1, 1, 1))
        let header = #"{"t":"header","format":"l2graph","version":1,"root_id":12}"#
        try FileManager.default.createDirectory(atPath: folder("dir"), withIntermediateDirectories: true)
        try folder.write(#"{"scales":[]}"#, to: "dir/info")
        let contents: [(SkeletonSource.Kind, [UInt8])] = [
            (.level2Graphs, Array("\u{FEFF}\n\(header)\n{}".utf8)), (.level2Graphs, Gzip.compress(Array(header.utf8))),
            (.nodeTable, Array("id,x\n1,2".utf8)), (.edgeTable, Array("a,b\n1,2".utf8)),
            (.synapseTable, Array("side,id,level2_id".utf8)), (.obj, Array("# made here\n\nmtllib a\nv 1 2 3".utf8)),
            (.ply, Array("ply\r\nformat".utf8)), (.meshManifest, Array("{\n\"fragments\": []}".utf8)),
            (.numpy, try volume.numpyFile()), (.volumeHeader, Array("{\n \"format\":\"label_volume\"}".utf8)),
            (.obj, Gzip.compress(Array(triangle.utf8))),
        ]
        for (kind, bytes) in contents {
            // The name says nothing.
            try AtomicFile.write(bytes, to: folder("file"))
            #expect(try SkeletonSource.Kind(of: folder("file")) == kind)
        }
        #expect(try SkeletonSource.Kind(of: folder("dir")) == .precomputed)
        #expect(try SkeletonSource.Kind(of: folder("dir/info")) == .precomputed)
        #expect(Set(contents.map(\.0)).union([.precomputed]) == Set(SkeletonSource.Kind.allCases))
    }

    @Test func whatIsNothingIsSaidToBe() throws {
        for content in ["hello\n", "{\"a\":1}", "1 2 3\n", "{"] {
            try folder.write(content, to: "x")
            #expect(sentence("x") == "x: neither a level-2 graph, a table, a mesh nor a label volume")
        }
        try folder.write("", to: "x")
        #expect(sentence("x") == "x: is empty")
        try FileManager.default.createDirectory(atPath: folder("d"), withIntermediateDirectories: true)
        #expect(sentence("d") == "d: a folder without 'info', so not a precomputed volume")
        #expect(sentence("none") == "none: no such file or directory")
        try AtomicFile.write([0x1F, 0x8B, 1, 2], to: folder("x"))
        #expect(sentence("x")?.hasPrefix("x: not a readable gzip file") == true)
    }

    @Test func namesLetReadersSayWhatIsWrong() throws {
        try folder.write("{\"t\"", to: "a.l2.jsonl")
        #expect(sentence("a.l2.jsonl")?.hasPrefix("a.l2.jsonl:1: not a JSON object") == true)
        try folder.write("PLY\n", to: "a.ply")
        #expect(sentence("a.ply") == "a.ply:1: not a PLY file (the first line must be 'ply')")
        try folder.write("x,y\n", to: "a_nodes.csv")
        try folder.write("a,b\n", to: "a_edges.csv")
        #expect(sentence("a_nodes.csv")?.contains("give root_id") == true)
    }

    @Test func meshesKnowTheirNeuronByName() throws {
        for (name, id) in [
            ("722817260.obj", "722817260"), ("722817260:0", "722817260"), ("3d.obj", nil), ("a.obj", nil),
        ] {
            let source = try SkeletonSource.read(folder.write(triangle, to: name))
            #expect(source.rootID == id.flatMap { RootID($0) })
            guard case .mesh(let mesh) = source.content else { return #expect(Bool(false), "no mesh") }
            #expect(mesh.faces == [.init(0, 1, 2)])
            #expect(source.defaultOptions == .mesh)
        }
        var options = SkeletonSource.Options()
        options.mergesVertices = true
        options.rootID = RootID("5")
        let path = try folder.write(triangle + triangle.replacing("f 1 2 3", with: "f 4 5 6"), to: "7.obj")
        let source = try SkeletonSource.read(path, options: options)
        guard case .mesh(let mesh) = source.content else { return #expect(Bool(false), "no mesh") }
        #expect(mesh.vertices.count == 3 && source.rootID == RootID("5"))
    }

    @Test func tablesFindEachOther() throws {
        let nodes = "id,x,y,z\n1,0,0,0\n2,1000,0,0\n"
        for stem in ["7_", "8_"] {
            try folder.write(nodes, to: stem + "nodes.csv")
            try folder.write("a,b\n1,2\n", to: stem + "edges.csv")
        }
        try folder.write("side,level2_id\npre,2\n", to: "8_synapses.csv")
        let sources = try SkeletonSource.read(["8_edges.csv", "8_nodes.csv", "7_nodes.csv"].map { folder($0) })
        let graphs = sources.flatMap { source in
            if case .graphs(let graphs) = source.content { graphs } else { [Level2Graph]() }
        }
        #expect(graphs.map(\.rootID.value) == [8, 7])
        #expect(graphs.map(\.hasSynapseTable) == [true, false])
        #expect(graphs.map(\.edges.count) == [1, 1])
        #expect(graphs[0].preSynapses.map(\.level2ID) == [2])
        #expect(sources[0].defaultOptions == SkeletonizationOptions())
        // Any names will do where there is no doubt.
        try folder.write(nodes, to: "9.csv")
        try folder.write("a,b\n2,1\n", to: "other.csv")
        let pair = try SkeletonSource.read([folder("other.csv"), folder("9.csv")])
        #expect(pair.count == 1 && pair[0].rootID == RootID("9"))
    }

    @Test func tablesAloneAreRefused() throws {
        try folder.write("id\n1\n", to: "7_nodes.csv")
        #expect(sentence("7_nodes.csv") == "7_nodes.csv: a table of nodes without its table of edges ('7_edges.csv')")
        try folder.write("id\n1\n", to: "7.csv")
        #expect(sentence("7.csv") == "7.csv: a table of nodes without its table of edges")
        try folder.write("a,b\n", to: "e.csv")
        #expect(sentence("e.csv") == "e.csv: a table of edges without its table of nodes")
        try folder.write("side,level2_id\n", to: "s.csv")
        #expect(sentence("s.csv") == "s.csv: a table of synapses without its table of nodes")
    }

    @Test func volumesAreOpenedWithWhatTheirFilesLack() throws {
        let volume = try LabelVolume(labels: [1, 0], shape: VoxelGrid(1, 1, 2), voxelSize: Point3(8, 8, 40))
        try AtomicFile.write(volume.numpyFile(), to: folder("v.npy"))
        #expect(sentence("v.npy")?.contains("the voxel size is not known") == true)
        var options = SkeletonSource.Options()
        options.voxelSize = Point3(8, 8, 40)
        let source = try SkeletonSource.read(folder("v.npy"), options: options)
        guard case .volume(let read) = source.content else { return #expect(Bool(false), "no volume") }
        #expect(read.shape == volume.shape)
        #expect(try read.level2Graphs() == volume.level2Graphs())
    }
}
