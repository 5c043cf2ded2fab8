import FoundationEssentials
import Glibc
import SkeletonModel
import TestSupport
import Testing

/// `karst auth`, `karst doctor`, `karst cache` and `--trace-http`, as they are typed.
struct ClientCommandTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    private static let server = "https://cave.example.org"

    /// The JSON objects of an output's lines.
    private static func rows(_ finished: Finished) throws -> [JSONObject] {
        try finished.output.split(separator: "\n").map { line in
            try #require(try JSONValue.parse(Array(line.utf8)).objectValue)
        }
    }

    /// No output of any kind may hold the token.
    private static func expectNoToken(_ finished: Finished) {
        #expect(!finished.output.contains(token))
        #expect(!finished.errors.contains(token))
    }

    // MARK: auth

    @Test func authSaysWhereItLookedAndHowToGetAToken() throws {
        let finished = try Sandbox().karst("auth", "--server", Self.server)
        #expect(finished.status == 1)
        let places = finished.output.split(separator: "\n").map {
            $0.split(separator: "\t").prefix(2).joined(separator: " ")
        }
        #expect(places == ["environment absent", "server_file absent", "shared_file absent", "legacy_file absent"])
        #expect(finished.output.contains("/.cloudvolume/secrets/cave.example.org-cave-secret.json\t"))
        #expect(finished.errors.contains("no token was found for \(Self.server). To get one:\n"))
        #expect(
            finished.errors.contains("\(Self.server)/auth/api/v1/create_token  (ends the validity of the one before)")
        )
        #expect(finished.errors.contains("karst auth --save"))
    }

    @Test func authSavesATokenForItsOwnerAloneAndNeverPrintsIt() throws {
        let sandbox = try Sandbox()
        let saved = try sandbox.karst("auth", "--server", Self.server, "--save", "--json", input: "\(Self.token)\n")
        #expect(saved.status == 0, "\(saved.errors)")
        #expect(try Self.rows(saved).count == 2)
        let found = try sandbox.karst("auth", "--server", Self.server, "--json")
        #expect(found.status == 0)
        let place = try #require(try Self.rows(found).first { $0["place"]?.stringValue == "server_file" })
        #expect(place["finding"]?.stringValue == "used")
        #expect(place["permissions"]?.stringValue == "600")
        #expect(place["open_to_others"]?.booleanValue == false)
        let other = try sandbox.karst("auth", "--server", Self.server, "--save", input: "fedcba98\n")
        #expect(other.status == 1)
        #expect(other.errors.contains("it holds another token under 'token'"))
        let replaced = try sandbox.karst(
            "auth",
            "--server",
            Self.server,
            "--save",
            "--overwrite",
            input: "fedcba98\n"
        )
        #expect(replaced.status == 0)
        for finished in [saved, found, other, replaced] { Self.expectNoToken(finished) }
        #expect(!(other.errors + replaced.output).contains("fedcba98"))
    }

    @Test func authTellsOfAFileThatOthersCanRead() throws {
        var sandbox = try Sandbox()
        try FileManager.default.createDirectory(
            atPath: sandbox.folder("home/.cloudvolume/secrets"),
            withIntermediateDirectories: true
        )
        try sandbox.folder.write("{\"token\": \"\(Self.token)\"}", to: "home/.cloudvolume/secrets/cave-secret.json")
        chmod(sandbox.folder("home/.cloudvolume/secrets/cave-secret.json"), 0o644)
        sandbox.environment["CAVE_TOKEN"] = "abcdef012345"
        let finished = try sandbox.karst("auth", "--json")
        let rows = try Self.rows(finished)
        #expect(rows[0]["finding"]?.stringValue == "used")
        let shared = try #require(rows.first { $0["place"]?.stringValue == "shared_file" })
        #expect(shared["finding"]?.stringValue == "found")
        #expect(shared["open_to_others"]?.booleanValue == true)
        Self.expectNoToken(finished)
        #expect(!finished.output.contains("abcdef012345"))
    }

    // MARK: A service that wants a token

    /// A service with two neurons that takes one token.
    private static func service() throws -> (Laboratory, Server) {
        let laboratory = try Laboratory(.init(cached: 2, missing: 0, outdated: 0, refused: 0, notRoots: 0))
        try laboratory.sandbox.folder.write(token, to: "tokens")
        return (laboratory, try Server(laboratory.sandbox, ["--token", "tokens"]))
    }

    private static func states(_ finished: Finished) throws -> [String: String] {
        var states: [String: String] = [:]
        for row in try rows(finished) { states[row["name"]?.stringValue ?? ""] = row["state"]?.stringValue }
        return states
    }

    @Test func doctorLooksAtEverythingBetweenAUserAndASkeleton() throws {
        let (laboratory, server) = try Self.service()
        var sandbox = laboratory.sandbox
        let words = ["doctor", "--server", server.address, "--datastack", "lab", "--json"]
        sandbox.environment["CAVE_TOKEN"] = Self.token
        let well = try sandbox.program(words).finish()
        #expect(well.status == 0, "\(well.output)")
        let names = ["karst", "environment", "cache", "token", "server", "clock", "skeletons"]
        #expect(try Self.states(well) == Dictionary(uniqueKeysWithValues: names.map { ($0, "ok") }))
        Self.expectNoToken(well)

        sandbox.environment["CAVE_TOKEN"] = "fedcba9876543210"
        let refused = try sandbox.program(words).finish()
        #expect(refused.status == 1)
        #expect(try Self.states(refused)["skeletons"] == "failure")
        #expect(refused.output.contains("the token is not valid, or has expired (see 'karst auth')"))
        #expect(!refused.output.contains("fedcba9876543210"))

        sandbox.environment["SSL_CERT_FILE"] = sandbox.folder("nothing.pem")
        let unsure = try sandbox.karst("doctor", "--offline", "--json")
        #expect(unsure.status == 1)
        #expect(try Self.states(unsure)["environment"] == "failure")
        #expect(try Self.states(unsure)["server"] == "warning")
    }

    @Test func doctorNamesAServerThatDoesNotAnswer() throws {
        let (laboratory, server) = try Self.service()
        let address = server.address
        server.running.send(SIGKILL)
        _ = server.running.finish()
        let finished = try laboratory.sandbox.karst("doctor", "--server", address)
        #expect(finished.status == 1)
        #expect(finished.output.contains("\nserver\tfailure\tno answer from 127.0.0.1:"), "\(finished.output)")
    }

    // MARK: Traces

    private static func script(_ laboratory: Laboratory, _ server: Server, _ options: String = "") -> String {
        """
        local client = karst.cave.client("lab", { server_address = "\(server.address)", \(options) })
        local found = client.skeleton:fetch_skeletons { \(laboratory.ids[0]), \(laboratory.ids[1]) }
        print(#found[\(laboratory.ids[0])], #found[\(laboratory.ids[1])])
        """
    }

    @Test func aTraceHasALineForEachExchangeAndNoSecret() throws {
        let (laboratory, server) = try Self.service()
        var sandbox = laboratory.sandbox
        sandbox.environment["CAVE_TOKEN"] = Self.token
        let script = Self.script(laboratory, server)
        let shown = try sandbox.karst("--trace-http", "-e", script)
        #expect(shown.status == 0, "\(shown.errors)")
        let written = try sandbox.karst("--trace-http=trace.txt", "-e", script)
        #expect(written.status == 0)
        let trace = String(decoding: try laboratory.bytes("trace.txt"), as: UTF8.self)
        for text in [shown.errors, trace] {
            let lines = text.split(separator: "\n")
            #expect(lines.contains { $0.contains(" GET \(server.address)/info/api/v2/datastack/full/lab 200 ") })
            #expect(
                lines.contains { line in
                    line.contains(
                        " POST \(server.address)/skeletoncache/api/v1/lab/bulk/get_cached_skeletons/4/flatdict"
                    )
                        && line.contains(" sent) 200 ")
                }
            )
            #expect(lines.allSatisfy { $0.hasPrefix("+") && $0.contains("s ") })
            #expect(!text.contains(Self.token))
        }
        // What the server says of a wrong token is traced without it, too.
        sandbox.environment["CAVE_TOKEN"] = "fedcba9876543210"
        let refused = try sandbox.karst("--trace-http", "-e", script)
        #expect(refused.status == 1)
        #expect(refused.errors.contains(" 401 "))
        #expect(!refused.errors.contains("fedcba9876543210"))
    }

    // MARK: The cache

    @Test func theCacheIsListedVerifiedAndCleared() throws {
        let (laboratory, server) = try Self.service()
        var sandbox = laboratory.sandbox
        sandbox.environment["CAVE_TOKEN"] = Self.token
        let fetched = try sandbox.karst("-e", Self.script(laboratory, server, "cache = true"))
        #expect(fetched.output == "6\t6\n", "\(fetched.errors)")

        let listed = try Self.rows(try sandbox.karst("cache", "ls", "--json"))
        #expect(Set(listed.compactMap { $0["root_id"]?.integerValue }) == Set(laboratory.ids))
        #expect(listed.allSatisfy { $0["datastack"]?.stringValue == "lab" && ($0["size"]?.integerValue ?? 0) > 0 })
        let good = try sandbox.karst("cache", "verify")
        #expect(good.status == 0)
        #expect(good.errors == "2 good, 0 damaged\n")

        let path = try Self.file(sandbox, of: laboratory.ids[0])
        var bytes = try AtomicFile.read(path)
        bytes[bytes.count - 30] ^= 0x55
        try AtomicFile.write(bytes, to: path)
        let damaged = try sandbox.karst("cache", "verify", "--json")
        #expect(damaged.status == 1)
        #expect(try Self.rows(damaged).map { $0["outcome"]?.stringValue } == ["damaged"])
        #expect(try sandbox.karst("cache", "verify", "--remove").status == 0)

        let removed = try sandbox.karst("cache", "rm", "\(laboratory.ids[1])", "--json")
        #expect(try Self.rows(removed).map { $0["outcome"]?.stringValue } == ["removed"])
        #expect(try sandbox.karst("cache", "ls").output == "")
        #expect(try sandbox.karst("cache", "rm").status == 2)
        #expect(try sandbox.karst("cache", "rm", "8.6e17").status == 2)
    }

    private static func file(_ sandbox: Sandbox, of id: Int64) throws -> String {
        let files = try rows(try sandbox.karst("cache", "verify", "--json"))
        #expect(files.isEmpty)
        let all = try sandbox.karst(
            "-e",
            """
            local function walk(folder)
              for _, name in ipairs(karst.fs.list(folder)) do
                local path = karst.fs.join(folder, name)
                if karst.fs.is_folder(path) then walk(path) elseif name:find("rid-\(id)__", 1, true) then print(path) end
              end
            end
            walk(os.getenv("XDG_CACHE_HOME"))
            """
        )
        return String(all.output.prefix { $0 != "\n" })
    }

    @Test func twoProcessesShareACacheThatIsTooSmallForThem() throws {
        let laboratory = try Laboratory(
            .init(cached: 60, missing: 0, outdated: 0, refused: 0, notRoots: 0),
            by: .served
        )
        let address = try #require(laboratory.server?.address)
        let script = """
            local client = karst.cave.client("lab", { server_address = "\(address)", cache = "shared", cache_limit = 20000 })
            local ids = karst.ids.read { "ids.txt" }
            for round = 1, 4 do
              for _, id in ipairs(ids) do assert(#client.skeleton:fetch_skeletons({ id })[id] == 6) end
            end
            print("all there")
            """
        let processes = try (0..<2).map { _ in try laboratory.sandbox.program(["-e", script]).start() }
        for process in processes {
            let finished = process.finish()
            #expect(finished.output == "all there\n", "\(finished.errors)")
            #expect(!finished.errors.contains("damaged"))
        }
        let verified = try laboratory.sandbox.karst("cache", "verify", "--folder", "shared")
        #expect(verified.status == 0)
        #expect(verified.errors.hasSuffix(" good, 0 damaged\n"))
        let sizes = try Self.rows(try laboratory.sandbox.karst("cache", "ls", "--folder", "shared", "--json"))
            .compactMap { $0["size"]?.integerValue }
        #expect(sizes.reduce(0, +) <= 20_000 + 2_000)
    }
}
