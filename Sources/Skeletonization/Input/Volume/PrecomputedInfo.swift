import SkeletonModel

/// The `info` file of a precomputed volume.
struct PrecomputedInfo {
    private let folder: String
    private let path: String
    private let info: JSONObject

    init(folder: String) throws(SkeletonizationError) {
        self.folder = folder
        path = "\(folder)/info"
        guard let object = (try? JSONValue.parse(InputFile.readUnzipped(path)))?.objectValue else {
            _ = try InputFile.readUnzipped(path)
            throw .badVolume(path: path, fault: .badHeader("not a JSON object"))
        }
        info = object
    }

    private func bad(_ problem: String) -> SkeletonizationError { .badVolume(path: path, fault: .badHeader(problem)) }

    /// The scale of a key, or the first one.
    func scale(_ key: String?) throws(SkeletonizationError) -> PrecomputedVoxels.Scale {
        if let type = info["@type"]?.stringValue, type != "neuroglancer_multiscale_volume" {
            throw bad("'@type' is '\(type)', not a volume")
        }
        guard info["num_channels"] == nil || info["num_channels"] == .integer(1) else {
            throw .badVolume(path: path, fault: .unsupported("a volume of several channels"))
        }
        guard let name = info["data_type"]?.stringValue, let type = VoxelType(name: name), name != "bool" else {
            throw bad("'data_type' must be an integer type")
        }
        let scales = (info["scales"]?.arrayValue ?? []).compactMap(\.objectValue)
        guard let scale = scales.first(where: { key == nil || $0["key"]?.stringValue == key }) else {
            let keys = scales.compactMap { $0["key"]?.stringValue }.joined(separator: ", ")
            throw key == nil ? bad("no scales") : bad("no scale '\(key ?? "")' (there are: \(keys))")
        }
        return try read(scale, type)
    }

    private func read(_ scale: JSONObject, _ type: VoxelType) throws(SkeletonizationError) -> PrecomputedVoxels.Scale {
        guard let key = scale["key"]?.stringValue, !key.isEmpty, !key.contains("\0"), !key.hasPrefix("/"),
            !key.split(separator: "/").contains("..")
        else { throw bad("a scale needs a 'key' that is a folder beside 'info'") }
        let encoding = scale["encoding"]?.stringValue ?? "raw"
        guard encoding == "raw" else { throw .badVolume(path: path, fault: .unsupported("encoding '\(encoding)'")) }
        guard scale["sharding"] == nil || scale["sharding"] == .null else {
            throw .badVolume(path: path, fault: .unsupported("a sharded volume"))
        }
        let chunkSizes = scale["chunk_sizes"]?.arrayValue ?? []
        guard let size = grid(scale["size"]), size.list.allSatisfy({ $0 >= 1 }), size.product != nil else {
            throw bad("scale '\(key)': 'size' must be 3 numbers of voxels")
        }
        guard let chunk = grid(chunkSizes.first), chunk.list.allSatisfy({ $0 >= 1 }),
            let count = chunk.product, count <= 1 << 27
        else { throw bad("scale '\(key)': 'chunk_sizes' must be a list of 3 numbers of voxels") }
        let resolution = (scale["resolution"]?.arrayValue ?? []).compactMap(\.doubleValue)
        guard resolution.count == 3 else { throw bad("scale '\(key)': 'resolution' must be 3 lengths in nm") }
        guard let offset = scale["voxel_offset"].map({ grid($0) }) ?? VoxelGrid(0, 0, 0),
            offset.list.allSatisfy({ abs($0) < 1 << 48 })
        else { throw bad("scale '\(key)': 'voxel_offset' must be 3 integers") }
        return PrecomputedVoxels.Scale(
            folder: folder,
            key: key,
            type: type,
            size: size,
            resolution: Point3(resolution[0], resolution[1], resolution[2]),
            voxelOffset: offset,
            chunkSize: chunk
        )
    }

    private func grid(_ value: JSONValue?) -> VoxelGrid? {
        let list = value?.arrayValue ?? []
        return VoxelGrid(list.compactMap { $0.integerValue.map(Int.init) })
    }
}
