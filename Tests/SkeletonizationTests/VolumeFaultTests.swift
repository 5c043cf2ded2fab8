import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// What files of volumes are refused for, each with its sentence.
struct VolumeFaultTests {
    private let folder: TemporaryFolder
    private let size = Point3(10, 10, 10)

    init() throws { folder = try TemporaryFolder() }

    /// The sentence without the folder's name.
    private func sentence(_ read: () throws -> LabelVolume) -> String? {
        #expect(throws: SkeletonizationError.self) { try read() }?.description.replacing(folder.path + "/", with: "")
    }

    private func numpy(_ head: String, _ count: Int, version: UInt8 = 1) throws -> String? {
        let text = Array(head.utf8)
        let bytes = NumpyFile.magic + [version, 0, UInt8(text.count), 0] + text + [UInt8](repeating: 1, count: count)
        try AtomicFile.write(bytes, to: folder("a.npy"))
        return sentence { try LabelVolume.numpy(folder("a.npy"), voxelSize: size) }
    }

    @Test func numpyFaultsAreNamed() throws {
        let start = "{'descr': '|u1', 'fortran_order': False, 'shape': "
        let no = "a.npy: not a numpy file that holds labels"
        #expect(try numpy(start + "(2, 3, 4)}", 23) == "a.npy: the header asks for 24 bytes of voxels, the file has 23")
        #expect(try numpy(start + "(2, 3, 4)}", 25) == "a.npy: the header asks for 24 bytes of voxels, the file has 25")
        #expect(
            try numpy(start + "(9223372036854775807, 3, 4)}", 0)
                == "a.npy: a label volume needs 3 dimensions of 1 to 2^40 voxels (got 9223372036854775807 × 3 × 4)"
        )
        #expect(
            try numpy(start + "(1048576, 1048576, 1048576)}", 5)
                == "a.npy: the header asks for 1152921504606846976 bytes of voxels, the file has 5"
        )
        #expect(
            try numpy(start + "(2, 3)}", 6)?.hasSuffix("needs 3 dimensions of 1 to 2^40 voxels (got 2 × 3)") == true
        )
        #expect(try numpy(start + "(2, 3, 0)}", 0)?.hasSuffix("(got 2 × 3 × 0)") == true)
        #expect(try numpy(start + "()}", 0)?.contains("needs 3 dimensions") == true)
        for head in [start + "(2, 3, -4)}", start + "(2, 3, 4", start, "", "{'descr", "{'descr': Maybe}", "{1: 2}"] {
            #expect(try numpy(head, 0) == "\(no) (its head is not as numpy writes it)")
        }
        #expect(try numpy("{}", 0) == "\(no) (its head lacks 'descr', 'fortran_order' or 'shape')")
        #expect(try numpy("{'descr': [('a', '<f4')]}", 0) == "\(no) (it holds records, not labels)")
        for type in ["<f4", "<u3", "u4", "|u4", "|b2", "<c8", "|O", "=i8"] {
            #expect(
                try numpy("{'descr': '\(type)', 'fortran_order': False, 'shape': (1, 1, 1)}", 8)
                    == "\(no) (its type is '\(type)', not one of the integer types)"
            )
        }
        #expect(try numpy(start + "(2, 3, 4)}", 24, version: 9) == "\(no) (version 9.0)")
        try AtomicFile.write(NumpyFile.magic + [1, 0, 200, 200], to: folder("a.npy"))
        let short = sentence { try LabelVolume.numpy(folder("a.npy"), voxelSize: size) }
        #expect(short == "\(no) (the file ends in its head)")
        try AtomicFile.write(Array("hello".utf8), to: folder("a.npy"))
        #expect(
            sentence { try LabelVolume.numpy(folder("a.npy"), voxelSize: size) }
                == "\(no) (it does not start with NUMPY)"
        )
        #expect(
            sentence { try LabelVolume.numpy(folder("none.npy"), voxelSize: size) }
                == "none.npy: no such file or directory"
        )
        #expect(sentence { try LabelVolume.numpy(folder.path, voxelSize: size) }?.hasSuffix("is a directory") == true)
    }

    @Test func everyPrefixOfANumpyFileIsRefused() throws {
        let labels = (0..<24).map { UInt64($0 % 3) }
        let bytes = try LabelVolume(labels: labels, shape: VoxelGrid(2, 3, 4), voxelSize: size).numpyFile()
        for length in 0..<bytes.count {
            try AtomicFile.write(Array(bytes.prefix(length)), to: folder("a.npy"))
            #expect(throws: SkeletonizationError.self) { try LabelVolume.numpy(folder("a.npy"), voxelSize: size) }
        }
    }

    @Test func aFileThatShrinksAfterwardsIsRefused() throws {
        let bytes = try LabelVolume(labels: [1, 2], shape: VoxelGrid(1, 1, 2), voxelSize: size).numpyFile()
        try AtomicFile.write(bytes, to: folder("a.npy"))
        let volume = try LabelVolume.numpy(folder("a.npy"), voxelSize: size)
        try AtomicFile.write(Array(bytes.dropLast(4)), to: folder("a.npy"))
        let error = #expect(throws: SkeletonizationError.self) { try volume.level2Graphs() }
        #expect(error?.code == "bad_volume")
    }

    @Test func negativeLabelsAreNamed() throws {
        let head = "{'descr': '|i1', 'fortran_order': False, 'shape': (1, 2, 3)}"
        let bytes = NumpyFile.magic + [1, 0, UInt8(head.utf8.count), 0] + Array(head.utf8) + [1, 2, 3, 0, 254, 0]
        try AtomicFile.write(bytes, to: folder("a.npy"))
        let volume = try LabelVolume.numpy(folder("a.npy"), voxelSize: size)
        let error = #expect(throws: SkeletonizationError.self) { try volume.level2Graphs() }
        #expect(error?.description.contains("at voxel 0, 1, 1 is outside 0 to") == true)
    }

    @Test func headerFaultsAreNamed() throws {
        try AtomicFile.write([1, 1], to: folder("d"))
        func header(_ fields: String, voxelSize: Point3? = nil) throws -> String? {
            let path = try folder.write(#"{"format":"label_volume","version":1,\#(fields)}"#, to: "h.json")
            return sentence { try LabelVolume.header(path, voxelSize: voxelSize) }
        }
        let good = #""data":"d","shape":[1,1,2],"dtype":"uint8""#
        #expect(try header(good) == "d: the voxel size is not known (give voxel_size, or voxel_nm in a header file)")
        #expect(try header(good + #","voxel_nm":[1,1]"#) == "h.json: 'voxel_nm' must be a list of 3 numbers")
        #expect(try header(good + #","voxel_nm":[1,0,1]"#)?.hasPrefix("option 'voxel_size' must be") == true)
        #expect(try header(good + #","origin_nm":[1e99,0,1]"#, voxelSize: size)?.hasPrefix("option 'origin'") == true)
        #expect(try header(good + #","colour":1"#) == "h.json: unknown field 'colour'")
        #expect(try header(good + #","offset":-1"#) == "h.json: 'offset' must be a number of bytes")
        #expect(try header(good + #","offset":9"#) == "d: the header asks for 2 bytes of voxels, the file has 0")
        #expect(try header(good + #","offset":1"#) == "d: the header asks for 2 bytes of voxels, the file has 1")
        #expect(try header(good + #","axes":"yxz""#) == "h.json: 'axes' must be 'xyz' or 'zyx'")
        #expect(try header(good + #","order":1"#) == "h.json: 'order' must be 'C' or 'F'")
        #expect(try header(good + #","soma_pt":{"x":[1,1,1]}"#, voxelSize: size)?.contains("points by label") == true)
        #expect(
            try header(#""data":"d","shape":[1,1],"dtype":"uint8""#) == "h.json: 'shape' must be a list of 3 integers"
        )
        #expect(
            try header(#""data":"d","shape":[1,1,2],"dtype":"float""#)?.hasPrefix("h.json: 'dtype' must be") == true
        )
        #expect(try header(#""data":"../d""#) == "h.json: 'data' must be the name of a file beside the header")
        #expect(try header(#""data":"none""#) == "none: no such file or directory")
        let other = try folder.write(#"{"format":"swc"}"#, to: "o.json")
        #expect(
            sentence { try LabelVolume.header(other) }?.hasPrefix("o.json: not the header of a label volume") == true
        )
        let later = try folder.write(#"{"format":"label_volume","version":2}"#, to: "o.json")
        #expect(sentence { try LabelVolume.header(later) } == "o.json: only version 1 of the header is known")
    }

    @Test func precomputedFaultsAreNamed() throws {
        func info(_ text: String, scale: String? = nil) throws -> String? {
            try folder.write(text, to: "info")
            return sentence { try LabelVolume.precomputed(folder.path, scale: scale) }
        }
        func volume(_ scale: String, _ more: String = "") -> String {
            #"{"data_type":"uint32","scales":[{\#(scale)}]\#(more)}"#
        }
        let scale = #""key":"s","size":[4,4,4],"resolution":[1,1,1],"chunk_sizes":[[4,4,4]],"encoding":"#
        #expect(try info("[") == "info: not a JSON object")
        #expect(try info("{}") == "info: 'data_type' must be an integer type")
        #expect(try info(#"{"data_type":"float32"}"#) == "info: 'data_type' must be an integer type")
        #expect(try info(#"{"data_type":"uint8"}"#) == "info: no scales")
        #expect(try info(volume(scale + #""raw""#), scale: "t") == "info: no scale 't' (there are: s)")
        #expect(try info(volume(scale + #""jpeg""#)) == "info: encoding 'jpeg' is not supported")
        #expect(try info(volume(scale + #""raw","sharding":{}"#)) == "info: a sharded volume is not supported")
        #expect(
            try info(volume(scale + #""raw""#, #","num_channels":2"#))
                == "info: a volume of several channels is not supported"
        )
        #expect(try info(#"{"@type":"neuroglancer_skeletons"}"#)?.contains("not a volume") == true)
        #expect(try info(volume(#""key":"../s""#))?.contains("needs a 'key'") == true)
        #expect(try info(volume(#""key":"s","size":[4,4]"#))?.contains("'size' must be") == true)
        #expect(try info(volume(#""key":"s","size":[4,4,4]"#))?.contains("'chunk_sizes' must be") == true)
        #expect(
            try info(volume(#""key":"s","size":[4,4,4],"chunk_sizes":[[0,4,4]]"#))?.contains("'chunk_sizes'") == true
        )
        #expect(
            try info(volume(#""key":"s","size":[4,4,4],"chunk_sizes":[[4,4,4]]"#))?.contains("'resolution'") == true
        )
        try folder.write(volume(scale + #""raw""#), to: "info")
        try FileManager.default.createDirectory(atPath: folder("s"), withIntermediateDirectories: true)
        try AtomicFile.write([1, 2, 3], to: folder("s/0-4_0-4_0-4"))
        let error = #expect(throws: SkeletonizationError.self) {
            try LabelVolume.precomputed(folder.path).level2Graphs()
        }
        #expect(
            error?.description.replacing(folder.path + "/", with: "")
                == "s/0-4_0-4_0-4: the header asks for 256 bytes of voxels, the file has 3"
        )
    }
}
