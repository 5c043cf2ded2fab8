import SkeletonModel

/// The JSON file that says how the labels in a raw or numpy file are to be read.
///
/// ```
/// {"format":"label_volume","version":1,"data":"labels.raw","shape":[384,384,256],"dtype":"uint32",
///  "voxel_nm":[128,128,128],"origin_nm":[0,0,0],"chunk_voxels":[16,16,16],"soma_pt":{"1":[9830,9800,9800]}}
/// ```
///
/// `data` lies in the same folder. `axes` names the axes of `shape` and of the numbers below it in the file's order,
/// `"xyz"` or `"zyx"`; `order` says which of them runs fastest, the last (`"C"`) or the first (`"F"`); `byte_order` is
/// `"little"` or `"big"`; `offset` counts the bytes before the first label. These and `shape` and `dtype` are not for
/// `.npy` files, which say them on their own (but `axes` is).
struct VolumeHeader {
    let dataPath: String
    private let path: String
    private let object: JSONObject

    /// What the files without a header have: numpy's own head, x slowest.
    init(numpy path: String) {
        (self.path, dataPath, object) = (path, path, [:])
    }

    init(_ bytes: [UInt8], path: String) throws(SkeletonizationError) {
        guard let object = (try? JSONValue.parse(bytes))?.objectValue, object["format"]?.stringValue == "label_volume"
        else { throw Self.fault(path, "not the header of a label volume (\"format\":\"label_volume\")") }
        guard object["version"] == .integer(1) else { throw Self.fault(path, "only version 1 of the header is known") }
        for key in object.members.map(\.key) where !Self.known.contains(key) {
            throw Self.fault(path, "unknown field '\(key)'")
        }
        guard let name = object["data"]?.stringValue, !name.isEmpty, !name.contains("/"), !name.contains("\0"),
            name != ".."
        else { throw Self.fault(path, "'data' must be the name of a file beside the header") }
        (self.path, self.object, dataPath) = (path, object, InputFile.sibling(of: path, name))
    }

    private static let known: Set = [
        "format", "version", "data", "shape", "dtype", "order", "axes", "byte_order", "offset", "voxel_nm",
        "origin_nm", "chunk_voxels", "soma_pt",
    ]

    private static func fault(_ path: String, _ problem: String) -> SkeletonizationError {
        .badVolume(path: path, fault: .badHeader(problem))
    }

    private func bad(_ field: String, _ expected: String) -> SkeletonizationError {
        Self.fault(path, "'\(field)' must be \(expected)")
    }

    /// The volume that the header and the caller's wishes describe; the caller's come first.
    func volume(voxelSize: Point3?, origin: Point3?) throws(SkeletonizationError) -> LabelVolume {
        let start = try SeekableFile(dataPath)
        let isNumpy = try start.start(6) == NumpyFile.magic
        let described = try isNumpy ? numpy(start) : raw()
        guard let listed = VoxelGrid(described.shape), described.shape.allSatisfy({ $0 >= 1 }), listed.product != nil
        else { throw .badVolume(path: dataPath, fault: .badShape(described.shape)) }
        let isReversed = try word("axes", ["xyz", "zyx"]) == "zyx"
        var file = described.file
        let strides = DenseVoxels.File.strides(listed, firstIsFastest: described.firstIsFastest)
        file.strides = isReversed ? VoxelGrid(strides.z, strides.y, strides.x) : strides
        let shape = isReversed ? VoxelGrid(listed.z, listed.y, listed.x) : listed
        try file.checkSize(start.size, shape)
        let (ownSize, ownOrigin) = (try point("voxel_nm"), try point("origin_nm"))
        var volume = try LabelVolume(
            .dense(file),
            shape: shape,
            voxelSize: voxelSize ?? ownSize,
            origin: origin ?? ownOrigin ?? Point3(0, 0, 0),
            path: dataPath
        )
        volume.chunk = try integers("chunk_voxels").flatMap { VoxelGrid($0) }
        volume.somaPoints = try somaPoints()
        return volume
    }

    private struct Description {
        var file: DenseVoxels.File
        var shape: [Int]
        var firstIsFastest: Bool
    }

    private func numpy(_ start: SeekableFile) throws(SkeletonizationError) -> Description {
        for field in ["shape", "dtype", "order", "byte_order", "offset"] where object[field] != nil {
            throw bad(field, "left out for a numpy file, which says so itself")
        }
        do throws(VolumeFault) {
            let head = try NumpyFile(wrapped(start))
            let file = DenseVoxels.File(
                path: dataPath,
                type: head.type,
                offset: head.offset,
                strides: VoxelGrid(0, 0, 0)
            )
            return Description(file: file, shape: head.shape, firstIsFastest: head.isFortran)
        } catch {
            throw .badVolume(path: dataPath, fault: error)
        }
    }

    private func wrapped(_ start: SeekableFile) throws(VolumeFault) -> [UInt8] {
        do {
            return try start.start(1 << 16)
        } catch {
            throw .notNumpy(error.description)
        }
    }

    private func raw() throws(SkeletonizationError) -> Description {
        guard object["data"] != nil else {
            throw .badVolume(path: dataPath, fault: .notNumpy("it does not start with NUMPY"))
        }
        guard let name = object["dtype"]?.stringValue, var type = VoxelType(name: name) else {
            throw bad("dtype", "uint8, uint16, uint32, uint64 or their signed kin")
        }
        type.isBigEndian = try word("byte_order", ["little", "big"]) == "big"
        guard let shape = try integers("shape") else { throw bad("shape", "a list of 3 integers") }
        let offset = object["offset"] == nil ? 0 : object["offset"]?.integerValue ?? -1
        guard offset >= 0, offset < 1 << 48 else { throw bad("offset", "a number of bytes") }
        let file = DenseVoxels.File(path: dataPath, type: type, offset: Int(offset), strides: VoxelGrid(0, 0, 0))
        return Description(file: file, shape: shape, firstIsFastest: try word("order", ["C", "F"]) == "F")
    }

    /// One of the words that a field may have, the first when it is not there.
    private func word(_ field: String, _ words: [String]) throws(SkeletonizationError) -> String {
        guard let value = object[field] else { return words[0] }
        guard let word = value.stringValue, words.contains(word) else {
            throw bad(field, words.map { "'\($0)'" }.joined(separator: " or "))
        }
        return word
    }

    private func integers(_ field: String) throws(SkeletonizationError) -> [Int]? {
        guard let value = object[field] else { return nil }
        let list = (value.arrayValue ?? []).compactMap { $0.integerValue.map(Int.init) }
        guard list.count == 3, value.arrayValue?.count == 3 else { throw bad(field, "a list of 3 integers") }
        return list
    }

    private func point(_ field: String) throws(SkeletonizationError) -> Point3? {
        guard let value = object[field] else { return nil }
        return try point(value, field)
    }

    private func point(_ value: JSONValue, _ field: String) throws(SkeletonizationError) -> Point3 {
        let list = (value.arrayValue ?? []).compactMap(\.doubleValue)
        guard list.count == 3, value.arrayValue?.count == 3, list.allSatisfy(\.isFinite) else {
            throw bad(field, "a list of 3 numbers")
        }
        return Point3(list[0], list[1], list[2])
    }

    private func somaPoints() throws(SkeletonizationError) -> [UInt64: Point3] {
        guard let value = object["soma_pt"] else { return [:] }
        guard let members = value.objectValue?.members else { throw bad("soma_pt", "an object of points by label") }
        var points: [UInt64: Point3] = [:]
        for member in members {
            guard let label = UInt64(member.key) else { throw bad("soma_pt", "an object of points by label") }
            points[label] = try point(member.value, "soma_pt")
        }
        return points
    }
}
