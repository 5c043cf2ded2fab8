/// The numbers and names that the reference service fixes.
public enum ServiceConstants: Sendable {
    /// What the service answers as its version: the least that unlocks every method of the Python client.
    public static let version = "0.23.11"

    /// How many ids one bulk request is answered for; the reference ignores the others.
    public static let bulkLimit = 10

    /// How many ids one request for cached skeletons may name; more is an error.
    public static let cachedLimit = 500

    /// How many ids the Python client puts into one request for existence.
    public static let existenceLimit = 1000

    /// How many ids the Python client puts into one request for generation.
    public static let generationBatch = 1000

    /// How many ids the Python client takes for generation in all.
    public static let generationLimit = 10_000

    /// How long a request for a skeleton that has to be made first may wait.
    public static let longestWait: Duration = .seconds(600)

    /// The layer of root ids in the usual chunked graphs: the id's top eight bits.
    public static let rootLayer = 12

    /// The distance within which level-2 nodes collapse into the soma, in nanometres, as cache file names say it.
    public static let collapseRadius = 7500
}
