import SkeletonAPI
import SkeletonModel
import Synchronization
import Testing

@testable import SkeletonClient

/// The direct way to the service's bucket: its tokens end, and are renewed.
struct BucketTests {
    /// A service that gives the tokens `bucket-1`, `bucket-2` … that end at these moments, and a bucket that takes the
    /// last one only.
    private static func transport(expiries: [String], refusing stale: Set<String> = []) -> TestTransport {
        let demo = DemoService()
        let given = Mutex(0)
        return TestTransport { request in
            if request.url.contains("/bulk/get_skeleton_token/") {
                let number = given.withLock { given in
                    given += 1
                    return given
                }
                return .success(
                    .init(
                        200,
                        json: "{\"token\": \"bucket-\(number)\", \"token_type\": \"Bearer\", \"bucket\": \"b\", "
                            + "\"expiry\": \"\(expiries[min(number, expiries.count) - 1])\", "
                            + "\"path_template\": \"skeletons/skeleton__rid-{rid}.h5.gz\"}"
                    )
                )
            }
            guard request.url.contains("/download/storage/") else { return .success(demo.answer(request)) }
            let token = request.headers.first { $0.name == "Authorization" }?.value.dropFirst("Bearer ".count) ?? ""
            return .success(stale.contains(String(token)) ? .init(401, json: "{}") : .init(404, json: "{}"))
        }
    }

    private static func tokens(_ transport: TestTransport) -> [String] {
        transport.requests.filter { $0.url.contains("/download/") }
            .compactMap { request in request.headers.first { $0.name == "Authorization" }?.value }
    }

    @Test func aTokenThatTheBucketRefusesIsRenewedOnce() async throws {
        let transport = Self.transport(expiries: ["2099-01-01T12:00:00"], refusing: ["bucket-1"])
        let client = try ServiceClient.forTests(transport)
        let found = try await client.bucketSkeletons([.test(1), .test(2), .test(3)], datastack: "demo_stack")
        #expect(found.isEmpty, "no file is no skeleton, and no failure")
        #expect(transport.requests.count { $0.url.contains("/bulk/get_skeleton_token/") } == 2)
        #expect(Self.tokens(transport).suffix(3) == Array(repeating: "Bearer bucket-2", count: 3))
    }

    @Test func aTokenThatIsAboutToEndIsNotUsed() async throws {
        // Long over, and good for long.
        let transport = Self.transport(expiries: ["2001-01-01T12:00:00", "2099-01-01T12:00:00"])
        let client = try ServiceClient.forTests(transport)
        _ = try await client.bucketSkeletons([.test(1)], datastack: "demo_stack")
        _ = try await client.bucketSkeletons([.test(2)], datastack: "demo_stack")
        _ = try await client.bucketSkeletons([.test(3)], datastack: "demo_stack")
        #expect(Self.tokens(transport) == ["Bearer bucket-1", "Bearer bucket-2", "Bearer bucket-2"])
    }

    @Test func aBucketThatTakesNoTokenAtAllIsAnError() async throws {
        let transport = Self.transport(expiries: ["2099-01-01T12:00:00"], refusing: ["bucket-1", "bucket-2"])
        let client = try ServiceClient.forTests(transport)
        await #expect { try await client.bucketSkeletons([.test(1)], datastack: "demo_stack") } throws: { error in
            guard case .request(let failure)? = error as? ServiceError else { return false }
            return failure.kind == .invalidToken && failure.rootID == .test(1)
        }
        #expect(Self.tokens(transport) == ["Bearer bucket-1", "Bearer bucket-2"])
    }
}
