import FoundationEssentials
import Logging
import SkeletonAPI
import SkeletonModel
import SkeletonService
import Synchronization
import TestSupport
import Testing

@testable import Routes

/// Who may ask for what; the bodies of refusals are compared with recorded ones in `ProtocolReplayTests`.
struct AccessTests {
    private static let info = "/skeletoncache/api/v1/demo_stack/precomputed/skeleton/2/info"

    @Test(arguments: [
        ("abc123\n# a comment\n\ndef456 demo_stack,other # a guest\n", "def456", ["demo_stack", "other"]),
        (#"{"token": "abc123"}"#, "abc123", nil),
        (#"{"tokens": [{"token": "abc123", "user": "Ann", "view": ["demo_stack"]}]}"#, "abc123", ["demo_stack"]),
        (#"{"tokens": [{"token": "abc123", "view": ["*"]}]}"#, "abc123", nil),
    ])
    func everyFormOfATokenFileIsRead(_ text: String, _ token: String, _ datastacks: [String]?) throws {
        let list = try AccessList(Array(text.utf8), path: "tokens")
        let user = try #require(list.user(of: token))
        #expect(user.datastacks == datastacks.map(Set.init))
        for wrong in ["", "abc12", "abc1234", "ABC123", "abc123abc123", "# a comment"] {
            #expect(list.user(of: wrong) == nil)
        }
    }

    @Test(arguments: [
        ("", "tokens: not a token file: there is no token in it"),
        ("# nothing\n", "tokens: not a token file: there is no token in it"),
        ("a b c\n", "tokens: not a token file: line 1 has more than a token and its datastacks"),
        (#"{"tokens": [{"user": "Ann"}]}"#, "tokens: not a token file: entry 1 of tokens has no token"),
        ("{", "tokens: not a token file: "),
    ])
    func anotherFileIsRefusedWithItsReason(_ text: String, _ sentence: String) {
        let error = #expect(throws: RoutesError.self) { try AccessList(Array(text.utf8), path: "tokens") }
        #expect(error?.description.hasPrefix(sentence) == true)
        #expect(error?.code == "bad_token_file")
    }

    @Test func aServerOnTheNetworkNeedsTokensOrABlessing() async throws {
        let standIn = try await StandInService.shared()
        var options = ServeOptions(host: "0.0.0.0")
        let error = #expect(throws: RoutesError.self) {
            try HTTPServer(standIn.service, options: options, logger: .silent)
        }
        #expect(error == .openToNetwork(host: "0.0.0.0"))
        #expect(error?.description.contains("give a --token file, or say --open if that is meant") == true)
        options.isOpen = true
        #expect(throws: Never.self) { try HTTPServer(standIn.service, options: options, logger: .silent) }
        for host in ["127.0.0.1", "127.1.2.3", "::1", "localhost"] {
            #expect(throws: Never.self) {
                try HTTPServer(standIn.service, options: ServeOptions(host: host), logger: .silent)
            }
        }
    }

    @Test func aBrowserGetsACookieForTheTokenInItsAddress() async throws {
        try await Self.protected { (replay: Replay) async throws in
            let first = try await replay.get("\(Self.info)?middle_auth_token=\(StandInService.token)&verbose_level=1")
            #expect(first.status == 302)
            #expect(first.header("Location") == "http://localhost\(Self.info)?verbose_level=1")
            #expect(
                first.header("Set-Cookie")
                    == "middle_auth_token=\(StandInService.token); Secure; HttpOnly; Path=/"
            )
            let cookie = ["Cookie": "other=1; middle_auth_token=\(StandInService.token)"]
            #expect(try await replay.get(Self.info, headers: cookie).status == 200)
            let script = ["X-Requested-With": "x"]
            let inQuery = try await replay.get(
                "\(Self.info)?middle_auth_token=\(StandInService.token)",
                headers: script
            )
            #expect(inQuery.status == 200)
        }
    }

    @Test func theHeaderComesBeforeTheCookie() async throws {
        try await Self.protected { (replay: Replay) async throws in
            let both = ["Authorization": "Bearer wrong", "Cookie": "middle_auth_token=\(StandInService.token)"]
            #expect(try await replay.get(Self.info, headers: both).status == 401)
        }
    }

    @Test func whetherAnIDIsOneIsNotToldToEverybody() async throws {
        try await Self.protected { (replay: Replay) async throws in
            let path = "/segmentation/api/v1/table/demo_stack/valid_nodes"
            let body = #"{"node_ids": [864691135000000001]}"#
            let script = ["X-Requested-With": "x"]
            #expect(try await replay.post(path, body, headers: script).status == 401)
            let token = ["Authorization": "Bearer \(StandInService.token)"]
            #expect(
                try await replay.post(path, body, headers: token).text == "{\"valid_roots\":[864691135000000001]}\n"
            )
        }
    }

    @Test(arguments: [
        "skeletons%2F..%2F..%2Fkarst.sqlite", "karst.sqlite", "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd",
        "skeletons%2Fdemo_stack%2F4%2F..%2F..%2F..%2Fkarst.sqlite",
        "skeletons%2F..%2F4%2Fskeleton__v4__rid-864691135000000001__ds-..__res-1x1x1__cs-True__cr-7500.h5.gz",
        "skeletons%2Fdemo_stack%2F4%2Fskeleton__v4__rid-1%2F..__ds-demo_stack__res-1x1x1__cs-True__cr-7500.h5.gz",
    ])
    func noOtherFileCanBeDownloaded(_ object: String) async throws {
        try await Self.protected { (replay: Replay) async throws in
            let token = ["Authorization": "Bearer \(StandInService.token)"]
            let received = try await replay.get("/download/storage/v1/b/karst/o/\(object)?alt=media", headers: token)
            #expect(received.status == 404)
            #expect(received.text.hasPrefix("No such object: "))
        }
    }

    @Test func aTokenForFilesOpensThoseOfItsDatastackUntilItEnds() {
        let tokens = DirectTokens()
        let now = Date.now
        let (token, expiry) = tokens.issue(datastack: "one", user: User(name: "Ann"), now: now)
        #expect(tokens.opens(token, datastack: "one", now: now))
        #expect(!tokens.opens(token, datastack: "two", now: now))
        #expect(!tokens.opens("", datastack: "one", now: now))
        #expect(!tokens.opens(token, datastack: "one", now: expiry))
        #expect(token.utf8.count == 64)
    }

    @Test func noTokenReachesTheLog() async throws {
        let lines = Mutex<[String]>([])
        let standIn = try await StandInService.shared()
        var logger = Logger(label: "test") { _ in LogLines(form: .text) { line in lines.withLock { $0.append(line) } } }
        logger.logLevel = .trace
        var options = ServeOptions()
        options.access = try AccessList(Array(StandInService.token.utf8), path: "tokens")
        let routes = ServiceRoutes(standIn.service, options: options, logger: logger)
        try await Replay.on(routes) { (replay: Replay) async throws in
            _ = try await replay.get("\(Self.info)?middle_auth_token=\(StandInService.token)")
            _ = try await replay.get(Self.info, headers: ["Authorization": "Bearer \(StandInService.token)"])
            _ = try await replay.get(Self.info, headers: ["Cookie": "middle_auth_token=\(StandInService.token)"])
            let page = try await replay.get("/metrics")
            #expect(!page.text.contains(StandInService.token))
        }
        let text = lines.withLock { $0.joined(separator: "\n") }
        #expect(text.contains("path=\(Self.info)"))
        #expect(!text.contains(StandInService.token))
    }

    private static func protected(_ body: @escaping @Sendable (Replay) async throws -> Void) async throws {
        let standIn = try await StandInService.shared()
        var options = ServeOptions()
        options.access = try AccessList(Array(StandInService.token.utf8), path: "tokens")
        try await Replay.on(standIn.service, options, body)
    }
}
