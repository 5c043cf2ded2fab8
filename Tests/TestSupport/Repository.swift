public import FoundationEssentials

/// Where tests find the project's own files and, where they exist, the shared reference files.
public enum Repository: Sendable {
    /// The root of the checkout that the tests were built from.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// `Tests/Fixtures`.
    public static let fixtures = root.appending(path: "Tests/Fixtures")

    /// The folder of reference results and real reconstructions beside the checkout.
    ///
    /// Users do not have it.
    public static let shared = root.deletingLastPathComponent().appending(path: "shared")

    /// Whether the reference files are there; tests that need them are skipped otherwise.
    public static let hasShared = FileManager.default.fileExists(atPath: shared.path)

    /// Whether tests that take long are wanted, as `scripts/test --long` does.
    public static let isLongRun = ProcessInfo.processInfo.environment["KARST_LONG_TESTS"] != nil
}
