import SkeletonAPI
import TestSupport
import Testing

@testable import SkeletonClient

/// Servers that an engine's profile does not allow are not talked to, whoever names them.
struct ObjectionTests {
    private static let elsewhere = "http://127.0.0.1:10"

    /// Objects to all servers but the recordings' own.
    private static func client(
        _ transport: TestTransport,
        _ change: (inout ServiceClient.Options) -> Void = { _ in }
    ) throws -> ServiceClient {
        try ServiceClient.forTests(transport) {
            $0.objection = { $0 == Recording.server ? nil : "\($0): not among the servers that are allowed" }
            change(&$0)
        }
    }

    private static func expectForbidden(_ work: () async throws -> Void) async {
        await #expect {
            try await work()
        } throws: { error in
            guard case .request(let failure)? = error as? ServiceError else { return false }
            return failure.kind == .forbidden
                && failure.message == "\(elsewhere): not among the servers that are allowed"
        }
    }

    @Test func aDatastackThatIsElsewhereIsNotAskedFor() async throws {
        let demo = DemoService(cached: [.test(1)])
        let transport = TestTransport { request in
            var answer = demo.answer(request)
            let text = String(decoding: answer.body, as: UTF8.self)
            if request.url.contains("/info/") {
                answer.body = Array(text.replacing(Recording.server, with: Self.elsewhere).utf8)
            }
            return .success(answer)
        }
        let client = try Self.client(transport)
        await Self.expectForbidden {
            _ = try await client.existence(of: [.test(1)], datastack: "demo_stack", version: .newest)
        }
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix(Recording.server) })
    }

    @Test func theBucketIsAServerToo() async throws {
        let demo = DemoService { path in
            path.contains("/get_skeleton_token/")
                ? .init(200, json: "{\"token\": \"t\", \"bucket\": \"b\", \"path_template\": \"{rid}\"}") : nil
        }
        let transport = demo.transport
        let client = try Self.client(transport) { $0.bucketServer = Self.elsewhere }
        await Self.expectForbidden { _ = try await client.bucketSkeletons([.test(1)], datastack: "demo_stack") }
        #expect(transport.requests.allSatisfy { $0.url.hasPrefix(Recording.server) })
    }

    @Test func aServerThatIsNotAllowedIsNotNotedEither() async throws {
        let home = try TemporaryFolder()
        await Self.expectForbidden {
            _ = try ServiceClient.forTests(DemoService().transport, home: home) {
                $0.objection = { "\($0): not among the servers that are allowed" }
                $0.serverAddress = Self.elsewhere
                $0.notesServer = true
            }
        }
        #expect(Secrets(environment: ["HOME": home.path]).server(of: "demo_stack") == nil)
    }
}
