import SkeletonAPI
import SkeletonModel
import Testing

@testable import SkeletonClient

/// Servers of every age: what they cannot is said, and what they can is asked the way they know.
struct VersionGateTests {
    private static func failure(_ version: String, _ work: (ServiceClient) async throws -> Void) async -> ServiceError?
    {
        do {
            try await work(try ServiceClient.forTests(DemoService(version: version).transport))
        } catch let error as ServiceError { return error } catch {}
        return nil
    }

    private static func isTooOld(_ error: ServiceError?) -> Bool {
        if case .request(let failure) = error { failure.kind == .serverTooOld } else { false }
    }

    @Test(arguments: [("0.23.8", true), ("0.23.9", false), ("0.23.11+local", false)])
    func fetching(_ version: String, _ isRefused: Bool) async {
        let error = await Self.failure(version) { client in
            _ = try await client.cachedSkeletons(
                [.test(1)],
                datastack: "demo_stack",
                version: .newest,
                format: .dict,
                generateMissing: false
            )
        }
        #expect(Self.isTooOld(error) == isRefused)
        guard isRefused else { return }
        #expect(
            error?.description
                == "'fetch_skeletons' needs version 0.23.9 of the skeleton service or later, and 127.0.0.1:9 has "
                + "\(version) (its operators can update it)"
        )
    }

    @Test(arguments: [("0.20.9", true), ("0.21.0", false)])
    func refusalList(_ version: String, _ isRefused: Bool) async {
        let error = await Self.failure(version) { _ = try await $0.refusalList(datastack: "demo_stack") }
        #expect(Self.isTooOld(error) == isRefused)
    }

    @Test(arguments: [("0.5.9", true), ("0.5.10", false)])
    func existence(_ version: String, _ isRefused: Bool) async {
        let error = await Self.failure(version) {
            _ = try await $0.existence(of: [.test(1)], datastack: "demo_stack", version: .newest)
        }
        #expect(Self.isTooOld(error) == isRefused)
    }

    @Test(
        arguments: [
            ("0.5.12", "/precomputed/skeleton/4/864691135000000001/jsoncompressed"),
            ("0.6.0", "/precomputed/skeleton/4/864691135000000001/flatdict"),
            ("0.13.7", "/async/get_skeleton/4/864691135000000001/flatdict"),
        ]
    )
    func addressesOfOneSkeleton(_ version: String, _ path: String) async throws {
        let transport = DemoService(version: version).transport
        _ = try? await ServiceClient.forTests(transport)
            .skeleton(.test(1), datastack: "demo_stack", version: SkeletonVersion(-1), format: .dict)
        let asked = try #require(
            transport.requests.last?.url.dropFirst(Recording.server.count + DemoService.prefix.count)
        )
        // −1 is the newest one's number for servers that do not know it.
        let expected = version == "0.5.12" || version == "0.6.0" ? path : path.replacing("/4/", with: "/-1/")
        #expect(asked == "\(expected)?verbose_level=0")
    }

    @Test func existenceByAddressOnOldServers() async throws {
        let transport = DemoService(version: "0.8.5").transport
        _ = try? await ServiceClient.forTests(transport)
            .existence(of: [.test(1), .test(2)], datastack: "demo_stack", version: .newest)
        let last = try #require(transport.requests.last)
        #expect(last.method == .get)
        #expect(
            last.url.hasSuffix("/precomputed/skeleton/exists/4/864691135000000001,864691135000000002?verbose_level=0")
        )
    }

    @Test func aVersionThatTheServerDoesNotKnow() async throws {
        let service = DemoService { $0.hasSuffix("/api/versions") ? .init(200, json: "[1, 2]") : nil }
        let client = try ServiceClient.forTests(service.transport)
        await #expect(throws: ServiceError.unknownVersion(4)) {
            try await client.skeleton(.test(1), datastack: "demo_stack", version: .newest, format: .dict)
        }
    }

    @Test func traceLinesTellWhatWasAskedAndNoToken() async throws {
        let lines = Messages()
        let client = try ServiceClient.forTests(DemoService().transport) { $0.trace = { lines.append($0) } }
        _ = try await client.existence(of: [.test(1)], datastack: "demo_stack", version: .newest)
        #expect(
            lines.all.contains { $0.contains("POST http://127.0.0.1:9/skeletoncache/") && $0.contains(" 200 6 B in ") }
        )
        #expect(!lines.all.contains { $0.contains(Recording.token) })
    }
}
