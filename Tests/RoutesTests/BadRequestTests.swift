import SkeletonAPI
import SkeletonModel
import SkeletonService
import TestSupport
import Testing

@testable import Routes

/// Requests that nobody should send.
struct BadRequestTests {
    private static let base = "/skeletoncache/api/v1/demo_stack"

    static let addresses: [(method: String, path: String, status: Int)] = [
        ("GET", "/", 404), ("GET", "", 404), ("GET", "/skeletoncache", 404), ("GET", "/%zz", 404), ("GET", "/%", 404),
        ("GET", "/%00", 404), ("GET", "/%ff%fe", 404), ("GET", "//skeletoncache//api//version", 200),
        ("GET", "/skeletoncache/api/version?x=%zz", 200), ("GET", "/skeletoncache/%61pi/version", 200),
        ("PUT", "/skeletoncache/api/version", 405), ("DELETE", "/skeletoncache/api/version", 405),
        ("HEAD", "/skeletoncache/api/version", 200), ("OPTIONS", "/skeletoncache/api/version", 200),
        ("GET", "\(base)/async/get_skeleton/4/abc/swc", 404), ("GET", "\(base)/async/get_skeleton/4/-1/swc", 404),
        ("GET", "\(base)/async/get_skeleton/4.0/1/swc", 404), ("GET", "\(base)/async/get_skeleton/--1/1/swc", 404),
        ("GET", "\(base)/async/get_skeleton/4/0/swc", 400),
        ("GET", "\(base)/async/get_skeleton/4/99999999999999999999999/swc", 400),
        ("GET", "\(base)/async/get_skeleton/99999999999999999999999/1/swc", 400),
        ("GET", "\(base)/async/get_skeleton/-2/1/swc", 400), ("GET", "\(base)/async/get_skeleton/5/1/swc", 400),
        ("GET", "\(base)/precomputed/skeleton/query_cache/4/8/-1", 404),
        ("GET", "\(base)/precomputed/skeleton/query_cache/4/8,/0", 400),
        ("GET", "\(base)/precomputed/skeleton/query_cache/4/86469113500000000011/0", 400),
        ("GET", "\(base)/bulk/get_skeletons/4/precomputed/0/1", 400),
        ("GET", "\(base)/bulk/get_skeletons/4/flatdict/0/1,x,-5,", 200),
        ("GET", "/skeletoncache/api/v1/..%2F..%2Fetc/async/get_skeleton/4/1/swc", 400),
        ("GET", "/skeletoncache/api/v1/nobody/async/get_skeleton/4/1/swc", 400),
        ("GET", "/info/api/v2/datastack/full/nobody", 404), ("GET", "/segmentation/table/nobody/info", 404),
    ]

    @Test(arguments: addresses)
    func everyAddressHasItsStatus(_ method: String, _ path: String, _ status: Int) async throws {
        try await Self.routes { (replay: Replay) async throws in
            let received = try await replay.send(method, path)
            #expect(received.status == status)
            #expect(received.header("Access-Control-Allow-Origin") == "*")
        }
    }

    static let bodies: [(text: String, status: Int)] = [
        ("", 400), ("null", 400), ("[]", 400), ("{}", 400), ("{\"root_ids\": 1, \"skeleton_version\": 4}", 400),
        ("{\"root_ids\": [1.5], \"skeleton_version\": 4}", 400),
        ("{\"root_ids\": [null], \"skeleton_version\": 4}", 400),
        ("{\"root_ids\": [1], \"skeleton_version\": \"4\"}", 400),
        ("{\"root_ids\": [1], \"skeleton_version\": 7}", 400),
        ("{\"root_ids\": [99999999999999999999], \"skeleton_version\": 4}", 400),
        ("{\"root_ids\": [-5, 0], \"skeleton_version\": 4}", 200),
        ("{\"root_ids\": [\"x\"], \"skeleton_version\": 4}", 200),
        ("{\"root_ids\": [], \"skeleton_version\": 4, \"more\": {}}", 200), (String(repeating: "[", count: 5000), 400),
        ("\u{FEFF}{}", 400),
    ]

    @Test(arguments: bodies)
    func everyBodyHasItsStatus(_ body: String, _ status: Int) async throws {
        try await Self.routes { (replay: Replay) async throws in
            let received = try await replay.post(Self.base + "/precomputed/skeleton/exists", body)
            #expect(received.status == status)
            // The Python client parses every 4xx that says it is JSON.
            if received.header("Content-Type") == "application/json" {
                #expect(throws: Never.self) { try JSONValue.parse(received.body) }
            }
        }
    }

    @Test func theAnswerToAPreflightNamesTheMethods() async throws {
        try await Self.routes { (replay: Replay) async throws in
            let headers = ["Origin": "http://elsewhere", "Access-Control-Request-Headers": "authorization"]
            let received = try await replay.send(
                "OPTIONS",
                Self.base + "/precomputed/skeleton/exists",
                headers: headers
            )
            #expect(received.status == 200)
            #expect(received.header("Access-Control-Allow-Methods") == "OPTIONS, POST")
            #expect(received.header("Access-Control-Allow-Headers") == "authorization")
        }
    }

    @Test func theHeadOfAnAnswerHasNoBody() async throws {
        try await Self.routes { (replay: Replay) async throws in
            let path = Self.base + "/async/get_skeleton/4/864691135000000001/swc"
            let whole = try await replay.get(path)
            let head = try await replay.send("HEAD", path)
            #expect(head.body.isEmpty)
            #expect(head.header("Content-Length") == "\(whole.body.count)")
        }
    }

    @Test func aReplacedFileIsAnsweredAnew() async throws {
        let standIn = try await StandInService()
        try await Replay.on(standIn.service) { (replay: Replay) async throws in
            let path = Self.base + "/async/get_skeleton/4/864691135000000002/flatdict"
            let first = try await replay.get(path)
            #expect(try await replay.get(path).body == first.body)
            try standIn.replaceSkeleton(2, by: 3)
            // The file is another neuron's now, so it is set aside, and nothing is there to make a new one of.
            let second = try await replay.get(path)
            #expect(second.status == 500)
            #expect(second.text.contains("is damaged"))
        }
        await standIn.service.close()
    }

    @Test func aFolderThatHasGoneIsNotHealthy() async throws {
        let standIn = try await StandInService()
        try await Replay.on(standIn.service) { (replay: Replay) async throws in
            #expect(try await replay.get("/health").text == "\"healthy\"\n")
            try standIn.removeFolder()
            let received = try await replay.get("/health")
            #expect(received.status == 503)
            #expect(received.text.contains("has gone"))
            let skeleton = try await replay.get(Self.base + "/async/get_skeleton/4/864691135000000032/flatdict")
            #expect(skeleton.status == 500)
        }
        await standIn.service.close()
    }

    private static func routes(_ body: @escaping @Sendable (Replay) async throws -> Void) async throws {
        let standIn = try await StandInService.shared()
        try await Replay.on(standIn.service, ServeOptions(), body)
    }
}
