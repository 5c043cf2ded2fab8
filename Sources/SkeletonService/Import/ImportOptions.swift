public import Skeletonization

/// What an import has to know beyond its files.
public struct ImportOptions: Sendable {
    /// The datastack that all neurons go into.
    ///
    /// Without one, a finished skeleton goes where its file name or its metadata say, and all else into `local`.
    public var datastack: String?
    /// What meshes, tables and volumes do not say themselves.
    public var source = SkeletonSource.Options()
    /// How volumes are cut.
    public var volume = VolumeOptions()

    /// Nothing beyond what the files say.
    public init(datastack: String? = nil) { self.datastack = datastack }

    /// Where neurons go of which nothing says where they belong.
    static let defaultDatastack = "local"
}
