import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// Files with random damage are read or refused, and never end the process.
struct DamagedInputTests {
    private let mesh: TriangleMesh

    init() throws {
        mesh = try GoldenCase.load("strip_inconsistent_winding").mesh()
    }

    /// The bytes with a few of them changed, inserted, doubled or left out, or cut short.
    private func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int(random.uniform() * 4) where !bytes.isEmpty {
            let place = Int(random.uniform() * Double(bytes.count))
            let byte = UInt8(random.uniform() * 256)
            switch Int(random.uniform() * 6) {
            case 0: bytes[place] = byte
            case 1: bytes.insert(byte, at: place)
            case 2: bytes.remove(at: place)
            case 3: bytes[place] ^= 1 << (byte & 7)
            case 4: bytes.insert(contentsOf: bytes[place...].prefix(9), at: place)
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }

    private func expectNoTrap(_ bytes: [UInt8], _ read: ([UInt8]) throws -> Void) throws {
        var random = SplitMix64(seed: 11)
        var refused = 0
        for _ in 0..<1500 {
            do {
                try read(damaged(bytes, &random))
            } catch is SkeletonizationError {
                refused += 1
            }
        }
        #expect(refused > 100)
    }

    private func text(_ head: String) -> String {
        var text = head
        for vertex in mesh.vertices { text += "\(vertex.x) \(vertex.y) \(vertex.z)\n" }
        for face in mesh.faces { text += "3 \(face.a) \(face.b) \(face.c)\n" }
        return text
    }

    private func plyHead(_ format: String) -> String {
        """
        ply
        format \(format) 1.0
        element vertex \(mesh.vertices.count)
        property double x
        property double y
        property double z
        element face \(mesh.faces.count)
        property list uchar int vertex_indices
        end_header

        """
    }

    @Test func damagedOBJ() throws {
        var text = ""
        for vertex in mesh.vertices { text += "v \(vertex.x) \(vertex.y) \(vertex.z)\n" }
        for face in mesh.faces { text += "f \(face.a + 1)/1 \(face.b + 1) \(face.c + 1)\n" }
        try expectNoTrap(Array(text.utf8)) { _ = try TriangleMesh.obj($0, path: "a").geometry(.init()) }
    }

    @Test func damagedTextPLY() throws {
        try expectNoTrap(Array(text(plyHead("ascii")).utf8)) { _ = try TriangleMesh.ply($0, path: "a") }
    }

    @Test(arguments: ["binary_little_endian", "binary_big_endian"])
    func damagedBinaryPLY(format: String) throws {
        var bytes = Array(plyHead(format).utf8)
        func append(_ bits: UInt64, _ size: Int) {
            let little = (0..<size).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
            bytes += format == "binary_big_endian" ? little.reversed() : little
        }
        for vertex in mesh.vertices { for axis in 0..<3 { append(vertex[axis].bitPattern, 8) } }
        for face in mesh.faces {
            bytes.append(3)
            for corner in [face.a, face.b, face.c] { append(UInt64(UInt32(bitPattern: corner)), 4) }
        }
        #expect(try TriangleMesh.ply(bytes, path: "a") == mesh)
        try expectNoTrap(bytes) { _ = try TriangleMesh.ply($0, path: "a").geometry(.init()) }
    }

    @Test func damagedFragment() throws {
        let folder = try TemporaryFolder()
        let manifest = try folder.write(#"{"fragments":["piece"]}"#, to: "1:0")
        func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
        var bytes = little(UInt32(mesh.vertices.count))
        for vertex in mesh.vertices { for axis in 0..<3 { bytes += little(Float(vertex[axis]).bitPattern) } }
        for face in mesh.faces { for corner in [face.a, face.b, face.c] { bytes += little(UInt32(corner)) } }
        try expectNoTrap(bytes) { damaged in
            try AtomicFile.write(damaged, to: folder("piece"))
            _ = try TriangleMesh.neuroglancer(manifest: manifest)
        }
    }

    @Test func damagedNumpy() throws {
        let folder = try TemporaryFolder()
        let size = Point3(10, 10, 10)
        let volume = try LabelVolume(labels: [1, 0, 1, 1, 2, 0], shape: VoxelGrid(1, 2, 3), voxelSize: size)
        let bytes = try volume.numpyFile()
        try expectNoTrap(bytes) { damaged in
            try AtomicFile.write(damaged, to: folder("a.npy"))
            _ = try LabelVolume.numpy(folder("a.npy"), voxelSize: size).level2Graphs()
        }
    }

    @Test func damagedHeadersOfVolumes() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write([1, 2, 0, 1], to: folder("d"))
        let header = #"""
            {"format":"label_volume","version":1,"data":"d","shape":[1,2,2],"dtype":"uint8","offset":0,"axes":"zyx",
            "voxel_nm":[8,8,40],"origin_nm":[0,1,2],"chunk_voxels":[1,1,2],"soma_pt":{"1":[1,2,3]}}
            """#
        try expectNoTrap(Array(header.utf8)) { damaged in
            try AtomicFile.write(damaged, to: folder("h.json"))
            _ = try LabelVolume.header(folder("h.json")).level2Graphs()
        }
        let info = #"""
            {"data_type":"uint8","num_channels":1,"scales":[{"key":"s","size":[1,2,2],"resolution":[8,8,40],
            "voxel_offset":[1,2,3],"chunk_sizes":[[4,4,4]],"encoding":"raw"}]}
            """#
        try expectNoTrap(Array(info.utf8)) { damaged in
            try AtomicFile.write(damaged, to: folder("info"))
            _ = try LabelVolume.precomputed(folder.path).level2Graphs()
        }
    }

    @Test func damagedTables() throws {
        let nodes = "id,x,y,z,size_nm3\n1,2,3,4,5\n2,\"3\",4,5,6\n9223372036854775807,,,,\n"
        try expectNoTrap(Array(nodes.utf8)) { _ = try Level2GraphTables.nodes($0, path: "n") }
        let synapses = "side,id,level2_id,x,y,z,size,partner\npre,1,2,3,4,5,6,7\npost,,2,,,,,0\n"
        try expectNoTrap(Array(synapses.utf8)) { _ = try SynapseTable($0, path: "s") }
    }
}
