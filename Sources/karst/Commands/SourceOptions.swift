import ArgumentParser
import SkeletonModel
import Skeletonization

/// What input files do not say themselves, as options.
struct SourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The sides of a voxel in nm, such as 8,8,40.", valueName: "x,y,z"))
    var voxelSize: Triple?

    @Option(help: ArgumentHelp("Cut volumes into chunks of so many voxels, such as 64,64,16.", valueName: "x,y,z"))
    var chunk: Triple?

    @Option(
        name: .customLong("label"),
        help: ArgumentHelp("A label of a volume to take; may be repeated (default: all).", valueName: "n")
    )
    var labels: [UInt64] = []

    @Option(help: ArgumentHelp("The centre of the soma in nm, for a mesh or tables.", valueName: "x,y,z"))
    var somaPoint: Triple?

    @Flag(help: "Make one vertex of mesh vertices in the same place.")
    var mergeVertices = false

    func validate() throws {
        if let voxelSize, min(voxelSize.point.x, voxelSize.point.y, voxelSize.point.z) <= 0 {
            throw ValidationError("--voxel-size must be three lengths above 0")
        }
        if chunk != nil, grid == nil { throw ValidationError("--chunk must be three whole numbers of 1 or more") }
    }

    /// For reading files.
    var source: SkeletonSource.Options {
        var options = SkeletonSource.Options()
        options.voxelSize = voxelSize?.point
        options.somaPoint = somaPoint?.point
        options.mergesVertices = mergeVertices
        return options
    }

    /// For cutting volumes.
    var volume: VolumeOptions {
        VolumeOptions(chunk: grid, labels: labels.isEmpty ? nil : Set(labels))
    }

    private var grid: VoxelGrid? {
        guard let point = chunk?.point, let x = Int(exactly: point.x), let y = Int(exactly: point.y),
            let z = Int(exactly: point.z), min(x, y, z) > 0
        else { return nil }
        return VoxelGrid(x, y, z)
    }
}

/// Three numbers with commas between them.
struct Triple: ExpressibleByArgument, Hashable, Sendable {
    let point: Point3

    init?(argument: String) {
        let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).compactMap { Double($0) }
        guard numbers.count == 3, argument.count(where: { $0 == "," }) == 2, numbers.allSatisfy(\.isFinite) else {
            return nil
        }
        point = Point3(numbers[0], numbers[1], numbers[2])
    }
}
