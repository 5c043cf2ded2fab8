import SkeletonAPI
import SkeletonModel

/// Which skeleton a file of the cache holds: the same neuron differs between servers, versions and forms.
struct CacheKey: Hashable, Sendable {
    let server: String
    let datastack: String
    let version: SkeletonVersion
    let format: OutputFormat
    let rootID: RootID

    /// The folder below the cache's own.
    var folder: String { "\(Percent.encoded(server))/\(datastack)/\(version.resolved)" }

    /// The file's name: what every file of the service's own cache has in its name, and the form.
    var name: String {
        CacheFileName(rootID: rootID, datastack: datastack, version: version.resolved).stem + ".\(format.rawValue).gz"
    }
}
