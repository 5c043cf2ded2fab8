import FoundationEssentials
import TestSupport
import Testing

/// The Python programs that people point at the service, against `karst serve`.
///
/// `scripts/python-env` installs them; without them these tests are skipped.
struct CaveClientTests {
    private static let python = Repository.root.appending(path: ".build/test-venv/bin/python").path
    private static let isInstalled = FileManager.default.isExecutableFile(atPath: python)

    /// Every method of the real client returns or raises what it did against the reference service.
    @Test(
        .enabled(if: isInstalled && Recordings.folder != nil, "needs scripts/python-env and the recordings")
    )
    func everyMethodOfTheRealClientAnswersAsTheReferenceDoes() throws {
        let finished = try run("caveclient_test.py", [try #require(Recordings.folder), FixtureNeuron.graph])
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(finished.errors.hasSuffix("\nOK\n"), "\(finished.errors)")
    }

    /// Neuroglancer in a browser fetches a skeleton and draws it.
    @Test(.enabled(if: isInstalled && Browser.path != nil, "needs scripts/python-env and chromium"))
    func neuroglancerDrawsASkeleton() throws {
        let finished = try run("neuroglancer_test.py", [FixtureNeuron.graph, try #require(Browser.path)])
        #expect(finished.status == 0, "\(finished.errors)")
        #expect(finished.errors.hasSuffix("\nOK\n"), "\(finished.errors)")
    }

    private func run(_ script: String, _ arguments: [String]) throws -> Finished {
        let path = Repository.root.appending(path: "Tests/Python/\(script)").path
        let home = try TemporaryFolder()
        var program = Program(Self.python, [path, BuiltProducts.karst] + arguments)
        program.environment["HOME"] = home.path
        program.home = home
        program.seconds = 300
        return try program.finish()
    }
}

/// What caveclient returned from the reference service.
private enum Recordings {
    static let folder: String? = [
        Repository.fixtures.appending(path: "Protocol/client"), Repository.shared.appending(path: "golden/protocol"),
    ].map(\.path).first { FileManager.default.fileExists(atPath: $0 + "/get_skeleton_dict_v4.json") }
}

/// A browser without a window.
private enum Browser {
    static let path: String? = ["chromium-headless-shell", "chromium", "google-chrome"].lazy
        .flatMap { name in ["/usr/bin", "/usr/local/bin"].map { "\($0)/\(name)" } }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}
