public import SkeletonModel

extension LabelVolume {
    /// The labels in a numpy `.npy` file of three axes, x, y and z, in either order of storage.
    ///
    /// Numpy files do not know the voxel size; a JSON header beside the file can, see ``header(_:voxelSize:origin:)``.
    /// - Parameters:
    ///   - path: the file.
    ///   - voxelSize: the sides of a voxel in nm.
    ///   - origin: the corner of voxel 0, 0, 0 in nm, nil for 0, 0, 0.
    public static func numpy(
        _ path: String,
        voxelSize: Point3?,
        origin: Point3? = nil
    ) throws(SkeletonizationError) -> LabelVolume {
        try VolumeHeader(numpy: path).volume(voxelSize: voxelSize, origin: origin)
    }

    /// The labels in the raw or numpy file that a JSON header names.
    ///
    /// ```
    /// {"format":"label_volume","version":1,"data":"labels.raw","shape":[384,384,256],"dtype":"uint32",
    ///  "voxel_nm":[128,128,128],"origin_nm":[0,0,0],"chunk_voxels":[16,16,16],"soma_pt":{"1":[9830,9800,9800]}}
    /// ```
    ///
    /// `data` lies beside the header. For raw files `order` says whether the last axis runs fastest (`"C"`, the default)
    /// or the first (`"F"`), `byte_order` is `"little"` or `"big"`, `offset` counts the bytes before the first label.
    /// `axes` may be `"zyx"` where the axes come in that order. The file must be exactly as long as the shape asks for.
    /// - Parameters:
    ///   - path: the header.
    ///   - voxelSize: takes the place of `voxel_nm`.
    ///   - origin: takes the place of `origin_nm`.
    public static func header(
        _ path: String,
        voxelSize: Point3? = nil,
        origin: Point3? = nil
    ) throws(SkeletonizationError) -> LabelVolume {
        try VolumeHeader(InputFile.readUnzipped(path), path: path).volume(voxelSize: voxelSize, origin: origin)
    }

    /// The labels in the folder of a Neuroglancer precomputed volume with `raw` chunks, gzipped or not.
    ///
    /// Coordinates are those of the volume: its voxel offset counts.
    /// - Parameters:
    ///   - folder: where `info` lies.
    ///   - key: the key of a scale, nil for the first.
    ///   - fillsMissing: takes chunks without a file for background; otherwise they are an error.
    public static func precomputed(
        _ folder: String,
        scale key: String? = nil,
        fillsMissing: Bool = false
    ) throws(SkeletonizationError) -> LabelVolume {
        var scale = try PrecomputedInfo(folder: folder).scale(key)
        scale.fillsMissing = fillsMissing
        let (offset, size) = (scale.voxelOffset, scale.resolution)
        return try LabelVolume(
            .precomputed(scale),
            shape: scale.size,
            voxelSize: size,
            origin: Point3(Double(offset.x) * size.x, Double(offset.y) * size.y, Double(offset.z) * size.z),
            path: folder
        )
    }

    /// The content of a numpy file with these labels as 32-bit numbers, x slowest.
    ///
    /// All in memory: 4 bytes per voxel. Throws when a label does not fit.
    public func numpyFile() throws(SkeletonizationError) -> [UInt8] {
        var bytes = NumpyFile.head("<u4", shape)
        var source = try source()
        let labels = FastArray<UInt64>(repeating: 0, count: shape.y * shape.z)
        bytes.reserveCapacity(bytes.count + 4 * (shape.product ?? 0))
        for x in 0..<shape.x {
            if Task.isCancelled { throw .cancelled }
            let box = VoxelBox(low: VoxelGrid(x, 0, 0), size: VoxelGrid(1, shape.y, shape.z))
            // Most voxels are background, which is zero already.
            let slice = bytes.count
            bytes += repeatElement(0, count: 4 * labels.count)
            guard try source.read(box, into: labels) else { continue }
            for voxel in 0..<labels.count where labels[voxel] != 0 {
                let label = labels[voxel]
                guard label <= UInt64(UInt32.max) else {
                    let (y, z) = voxel.quotientAndRemainder(dividingBy: shape.z)
                    throw .badVolume(path: path, fault: .labelTooLarge(label, x: x, y: y, z: z))
                }
                for byte in 0..<4 {
                    bytes[slice + 4 * voxel + byte] = UInt8(truncatingIfNeeded: label >> (8 * byte))
                }
            }
        }
        return bytes
    }
}
