import FoundationEssentials
import Glibc
import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

struct DiscoveryTests {
    private static let server = "https://cave.example.org:8443"

    /// A home with these files in the folder of secrets.
    private static func home(_ files: [String: String]) throws -> TemporaryFolder {
        let home = try TemporaryFolder()
        let secrets = home(".cloudvolume/secrets")
        try FileManager.default.createDirectory(atPath: secrets, withIntermediateDirectories: true)
        for (name, text) in files { try home.write(text, to: ".cloudvolume/secrets/\(name)") }
        return home
    }

    private static func search(
        _ home: TemporaryFolder,
        token: String? = nil,
        file: String? = nil,
        variable: String? = nil
    ) -> TokenSearch {
        var environment = ["HOME": home.path]
        environment["CAVE_TOKEN"] = variable
        return TokenSearch(server: server, token: token, file: file, environment: environment)
    }

    private static let all = [
        "cave.example.org:8443-cave-secret.json": "{\"token\": \"aaaa1111\"}",
        "cave-secret.json": "{\"token\": \"bbbb2222\"}", "chunkedgraph-secret.json": "{\"token\": \"cccc3333\"}",
        "mine.json": "{\"token\": \"dddd4444\"}",
    ]

    @Test func theFirstPlaceWins() throws {
        let home = try Self.home(Self.all)
        #expect(Self.search(home, token: "eeee5555", variable: "ffff6666").token?.value == "eeee5555")
        #expect(Self.search(home, variable: "ffff6666").token?.value == "ffff6666")
        #expect(Self.search(home, file: "~/.cloudvolume/secrets/mine.json").token?.value == "dddd4444")
        #expect(Self.search(home).token?.value == "aaaa1111")
    }

    @Test func aServersOwnFileKeepsTheSharedOneFromBeingRead() throws {
        var files = Self.all
        files["cave.example.org:8443-cave-secret.json"] = "{\"other\": \"aaaa1111\"}"
        let search = Self.search(try Self.home(files))
        #expect(search.token?.value == "cccc3333")
        #expect(search.places.first { $0.name == "shared_file" }?.finding == .skipped)
        #expect(search.places.first { $0.name == "server_file" }?.finding == .noKey)
    }

    @Test func theSharedFileServesServersWithoutOne() throws {
        var files = Self.all
        files["cave.example.org:8443-cave-secret.json"] = nil
        #expect(Self.search(try Self.home(files)).token?.value == "bbbb2222")
    }

    @Test func whatIsNoTokenIsNotUsed() throws {
        let search = Self.search(
            try Self.home([
                "cave-secret.json": "{\"token\": \"two words\\r\\nHeader: x\"}", "chunkedgraph-secret.json": "[1,",
            ])
        )
        #expect(!search.hasToken)
        #expect(search.places.map(\.finding) == [.absent, .absent, .malformed, .unreadable])
    }

    @Test func aFileThatOthersCanReadIsTold() throws {
        let home = try Self.home(Self.all)
        chmod(home(".cloudvolume/secrets/cave.example.org:8443-cave-secret.json"), 0o644)
        let place = try #require(Self.search(home).places.first { $0.name == "server_file" })
        #expect(place.isOpenToOthers)
        #expect(place.permissions == "644")
    }

    @Test func aTokenIsNeverPrinted() throws {
        let search = Self.search(try Self.home(Self.all))
        #expect(!"\(search)".contains("aaaa1111"))
        #expect(!String(reflecting: search).contains("aaaa1111"))
    }

    @Test func theMapSaysWhichServerADatastackIsOn() throws {
        let home = try Self.home(["cave_datastack_to_server_map.json": "{\"demo_stack\": \"\(Self.server)\"}"])
        let transport = TestTransport { _ in .failure(.connection("none")) }
        let noted = try ServiceClient.forTests(transport, home: home) { $0.serverAddress = nil }
        #expect(noted.serverAddress == Self.server)
        let named = try ServiceClient.forTests(transport, home: home) {
            $0.serverAddress = "https://other.example.org/"
        }
        #expect(named.serverAddress == "https://other.example.org")
        let unknown = try ServiceClient.forTests(transport) { $0.serverAddress = nil }
        #expect(unknown.serverAddress == ServiceClient.defaultServer)
    }

    @Test func aServerIsNotedWhenAsked() throws {
        let home = try Self.home(["cave_datastack_to_server_map.json": "{\"other\": \"https://o.example.org\"}"])
        let transport = TestTransport { _ in .failure(.connection("none")) }
        _ = try ServiceClient.forTests(transport, home: home) {
            $0.serverAddress = Self.server
            $0.notesServer = true
        }
        let secrets = Secrets(environment: ["HOME": home.path])
        #expect(secrets.server(of: "demo_stack") == Self.server)
        #expect(secrets.server(of: "other") == "https://o.example.org")
    }

    @Test func aSavedTokenIsFoundAndClosedToOthers() throws {
        let home = try Self.home([:])
        let transport = TestTransport { _ in .failure(.connection("none")) }
        let client = try ServiceClient.forTests(transport, home: home) {
            $0.token = nil
            $0.serverAddress = Self.server
        }
        #expect(client.credentials.location == nil)
        let files = try client.credentials.save("abcdef0123456789")
        #expect(
            files
                == ["cave.example.org:8443-cave-secret.json", "cave-secret.json"].map {
                    home(".cloudvolume/secrets/\($0)")
                }
        )
        #expect(client.credentials.location == files[1])
        let search = Self.search(home)
        #expect(search.token?.value == "abcdef0123456789")
        #expect(search.places.first { $0.name == "server_file" }?.permissions == "600")
        #expect(throws: ServiceError.self) { try client.credentials.save("another0123456789") }
        var replacing = Credentials.Saving()
        replacing.overwrites = true
        _ = try client.credentials.save("another0123456789", replacing)
        #expect(Self.search(home).token?.value == "another0123456789")
    }

    @Test(
        arguments: [
            ("https://global.daf-apis.com", "https://global.daf-apis.com"),
            ("global.daf-apis.com", "https://global.daf-apis.com"),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("HTTP://Example.ORG/base//", "http://example.org/base"),
            ("http://[::1]:80", "http://[::1]:80"), ("ftp://x", nil), ("", nil), ("http://", nil),
            ("http://h:99999", nil), ("http://user:pw@h", nil), ("http://a b", nil), ("https://x/a b", nil),
        ] as [(String, String?)]
    )
    func addresses(_ text: String, _ expected: String?) {
        #expect(ServerAddress(text)?.description == expected)
    }

    @Test func proxiesComeFromTheEnvironment() {
        let settings = ProxySettings([
            "https_proxy": "http://user:p%40ss@proxy.example.org:3128", "HTTP_PROXY": "plain.example.org:8080",
            "no_proxy": "localhost,.internal.example.org,10.0.0.1:8000",
        ])
        let secure = settings.proxy(for: "https://global.daf-apis.com/x")
        #expect(secure?.host == "proxy.example.org")
        #expect(secure?.port == 3128)
        #expect(secure?.user == "user")
        #expect(secure?.password == "p@ss")
        #expect(settings.proxy(for: "http://a.example.org")?.port == 8080)
        #expect(settings.proxy(for: "http://localhost:5000") == nil)
        #expect(settings.proxy(for: "http://127.0.0.1:5000") == nil, "a proxy elsewhere cannot reach this machine")
        #expect(settings.proxy(for: "https://deep.internal.example.org") == nil)
        #expect(settings.proxy(for: "http://10.0.0.1:8000/") == nil)
        #expect(settings.proxy(for: "http://10.0.0.1:8001/") != nil)
        #expect(ProxySettings(["all_proxy": "p:1", "no_proxy": "*"]).proxy(for: "http://a") == nil)
    }

    @Test func versionsAreCompared() throws {
        func version(_ text: String) throws -> ServiceVersion { try #require(ServiceVersion(text)) }
        let (old, new, local) = (try version("0.23.9"), try version("0.23.11"), try version("0.23.11+local"))
        #expect(old < new)
        #expect(local == new)
        let (short, long) = (try version("0.9"), try version("0.9.1"))
        #expect(short < long)
        #expect(ServiceVersion("x") == nil)
    }
}
