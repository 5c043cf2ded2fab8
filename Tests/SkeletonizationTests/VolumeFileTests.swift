import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// Volumes in every kind of file against the same labels in memory.
struct VolumeFileTests {
    /// A piece of the golden volume with both labels in it.
    private let shape = VoxelGrid(48, 40, 36)
    private let size = Point3(100, 100, 120)
    private let labels: [UInt64]
    private let options = VolumeOptions(chunk: VoxelGrid(16, 16, 16))

    init() throws {
        let golden = try JSONValue.read(GoldenCase.fixtures.appending(path: "volume_two_labels.json.gz"))
        let whole = (golden["rle"]?.arrayValue ?? []).flatMap { run in
            let run = run.integers
            return [UInt64](repeating: UInt64(run[0]), count: Int(run[1]))
        }
        var piece: [UInt64] = []
        for x in 32..<80 {
            for y in 24..<64 { piece += whole[((x * 96 + y) * 80 + 20)..<((x * 96 + y) * 80 + 56)] }
        }
        labels = piece
    }

    private func graphs() throws -> [Level2Graph] {
        try LabelVolume(labels: labels, shape: shape, voxelSize: size).level2Graphs(options)
    }

    @Test func thePieceHasBothLabels() throws { #expect(try graphs().count == 2) }

    /// All labels in another order of axes, as little- or big-endian numbers.
    private func bytes(_ axes: [Int], size: Int, isBigEndian: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        var place = VoxelGrid(0, 0, 0)
        for first in 0..<shape[axes[0]] {
            for second in 0..<shape[axes[1]] {
                for third in 0..<shape[axes[2]] {
                    place[axes[0]] = first
                    place[axes[1]] = second
                    place[axes[2]] = third
                    let label = labels[(place.x * shape.y + place.y) * shape.z + place.z]
                    let little = (0..<size).map { UInt8(truncatingIfNeeded: label >> (8 * UInt64($0))) }
                    bytes += isBigEndian ? little.reversed() : little
                }
            }
        }
        return bytes
    }

    private func numpyHead(_ type: String, fortran: Bool, _ shape: [Int], version: UInt8 = 1) -> [UInt8] {
        let list = shape.map(String.init).joined(separator: ", ")
        let text = "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': (\(list)), }\n"
        let count = text.utf8.count
        let length = version == 1 ? [UInt8(count), 0] : [UInt8(count), 0, 0, 0]
        return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(text.utf8)
    }

    @Test func numpyFilesGiveTheSame() throws {
        let expected = try graphs()
        let folder = try TemporaryFolder()
        let files: [(String, [UInt8])] = [
            ("<u4", numpyHead("<u4", fortran: false, shape.list) + bytes([0, 1, 2], size: 4)),
            ("|u1", numpyHead("|u1", fortran: true, shape.list) + bytes([2, 1, 0], size: 1)),
            (
                ">i2",
                numpyHead(">i2", fortran: false, shape.list, version: 2) + bytes([0, 1, 2], size: 2, isBigEndian: true)
            ),
            ("<u8", numpyHead("<u8", fortran: true, shape.list, version: 3) + bytes([2, 1, 0], size: 8)),
        ]
        for (name, content) in files {
            let path = folder("labels.npy")
            try AtomicFile.write(content, to: path)
            #expect(try LabelVolume.numpy(path, voxelSize: size).level2Graphs(options) == expected, "\(name)")
        }
    }

    @Test func whatIsWrittenAsNumpyIsReadBack() throws {
        let folder = try TemporaryFolder()
        let volume = try LabelVolume(labels: labels, shape: shape, voxelSize: size)
        let content = try volume.numpyFile()
        #expect(content.count % 64 == shape.x * shape.y * shape.z * 4 % 64)
        #expect(Array(content.suffix(4 * labels.count)) == bytes([0, 1, 2], size: 4))
        try AtomicFile.write(content, to: folder("a.npy"))
        #expect(try LabelVolume.numpy(folder("a.npy"), voxelSize: size).level2Graphs(options) == graphs())
    }

    @Test func rawFilesWithAHeaderGiveTheSame() throws {
        let expected = try graphs()
        let folder = try TemporaryFolder()
        let places = #""voxel_nm":[\#(size.x),\#(size.y),\#(size.z)],"chunk_voxels":[16,16,16]"#
        let start = #"{"format":"label_volume","version":1,"data":"labels.raw",\#(places),"#
        let headers: [(String, [UInt8])] = [
            (#""shape":[48,40,36],"dtype":"uint16""#, bytes([0, 1, 2], size: 2)),
            (
                #""shape":[36,40,48],"dtype":"int32","axes":"zyx","byte_order":"big","offset":3"#,
                [1, 2, 3] + bytes([2, 1, 0], size: 4, isBigEndian: true)
            ),
            (#""shape":[48,40,36],"dtype":"uint8","order":"F""#, bytes([2, 1, 0], size: 1)),
        ]
        for (fields, content) in headers {
            try AtomicFile.write(content, to: folder("labels.raw"))
            let path = try folder.write(start + fields + "}", to: "labels.json")
            #expect(try LabelVolume.header(path).level2Graphs() == expected, "\(fields)")
        }
        try AtomicFile.write(
            numpyHead("<u2", fortran: false, [36, 40, 48]) + bytes([2, 1, 0], size: 2),
            to: folder("a.npy")
        )
        let numpy =
            #"{"format":"label_volume","version":1,"data":"a.npy","axes":"zyx",\#(places),"soma_pt":{"9":[1,2,3]}}"#
        let volume = try LabelVolume.header(folder.write(numpy, to: "a.json"), origin: Point3(10, 0, 0))
        let moved = try volume.level2Graphs()
        #expect(moved.first { $0.rootID == RootID(label: 9) }?.somaPoint == Point3(1, 2, 3))
        #expect(moved.map(\.edges) == expected.map(\.edges))
        let (a, b) = (moved[0].nodes[5].coordinate, expected[0].nodes[5].coordinate)
        #expect(a == b.map { Point3($0.x + 10, $0.y, $0.z) })
    }

    @Test(arguments: [VoxelGrid(32, 32, 32), VoxelGrid(30, 50, 7), VoxelGrid(16, 16, 16)])
    func precomputedVolumesGiveTheSame(chunk: VoxelGrid) throws {
        let folder = try PrecomputedFolder(labels, shape, size, chunk: chunk)
        let moved = try LabelVolume.precomputed(folder.path, fillsMissing: true)
        #expect(moved.origin == Point3(10 * size.x, -3 * size.y, 0))
        let volume = try LabelVolume(labels: labels, shape: shape, voxelSize: size, origin: moved.origin)
        #expect(try moved.level2Graphs(options) == volume.level2Graphs(options))
    }

    @Test func missingChunksAreAnErrorUnlessAllowed() throws {
        let folder = try PrecomputedFolder(labels, shape, size, chunk: VoxelGrid(6, 6, 6))
        let error = #expect(throws: SkeletonizationError.self) {
            try LabelVolume.precomputed(folder.path).level2Graphs(options)
        }
        #expect(error?.code == "bad_volume")
        #expect(error?.description.contains("is missing (fill_missing takes missing chunks for background)") == true)
    }
}

/// A precomputed volume on the disk: empty chunks left out, every second one gzipped, at voxel 10, −3, 0.
private struct PrecomputedFolder {
    private let folder: TemporaryFolder

    var path: String { folder.path }

    init(_ labels: [UInt64], _ shape: VoxelGrid, _ size: Point3, chunk: VoxelGrid) throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder("s0"), withIntermediateDirectories: true)
        let scale = #"""
            {"key":"s0","size":[\#(shape.x),\#(shape.y),\#(shape.z)],"resolution":[\#(size.x),\#(size.y),\#(size.z)],
            "voxel_offset":[10,-3,0],"chunk_sizes":[[\#(chunk.x),\#(chunk.y),\#(chunk.z)]],"encoding":"raw"}
            """#
        try folder.write(
            #"{"type":"segmentation","data_type":"uint64","num_channels":1,"scales":[\#(scale)]}"#,
            to: "info"
        )
        var isOdd = false
        for x in stride(from: 0, to: shape.x, by: chunk.x) {
            for y in stride(from: 0, to: shape.y, by: chunk.y) {
                for z in stride(from: 0, to: shape.z, by: chunk.z) {
                    let low = VoxelGrid(x, y, z)
                    let high = VoxelGrid.each { min(low[$0] + chunk[$0], shape[$0]) }
                    var bytes: [UInt8] = []
                    for z in low.z..<high.z {
                        for y in low.y..<high.y {
                            for x in low.x..<high.x {
                                let label = labels[(x * shape.y + y) * shape.z + z]
                                bytes += (0..<8).map { UInt8(truncatingIfNeeded: label >> (8 * UInt64($0))) }
                            }
                        }
                    }
                    guard bytes.contains(where: { $0 != 0 }) else { continue }
                    let name = "s0/\(x + 10)-\(high.x + 10)_\(y - 3)-\(high.y - 3)_\(z)-\(high.z)"
                    isOdd.toggle()
                    try AtomicFile.write(
                        isOdd ? bytes : Gzip.compress(bytes),
                        to: folder(isOdd ? name : name + ".gz")
                    )
                }
            }
        }
    }
}
