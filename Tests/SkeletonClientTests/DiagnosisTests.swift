import FoundationEssentials
import Glibc
import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

/// What `karst doctor` finds.
struct DiagnosisTests {
    private static func findings(
        version: String = "0.23.11",
        ahead: Double = 0,
        status: Int? = nil
    ) async throws -> [String: Finding] {
        let demo = DemoService(version: version) { path in
            if let status, path.hasSuffix("/exists") { return .init(status, json: "{\"message\": \"no\"}") }
            guard path == "/info/api/v2/datastacks" else { return nil }
            let date = httpDate(Date().timeIntervalSince1970 + ahead)
            return .init(200, json: "[\"demo_stack\", \"other\"]", headers: [("Date", date)])
        }
        let client = try ServiceClient.forTests(demo.transport)
        let list = await client.diagnosis(datastack: "demo_stack")
        return Dictionary(uniqueKeysWithValues: list.map { ($0.name, $0) })
    }

    /// A moment as servers write it.
    private static func httpDate(_ seconds: Double) -> String {
        var (moment, parts) = (time_t(seconds), tm())
        gmtime_r(&moment, &parts)
        var text = [CChar](repeating: 0, count: 64)
        let length = strftime(&text, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        return String(decoding: text[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    @Test func whatIsWellIsSaidToBe() async throws {
        let findings = try await Self.findings()
        #expect(findings.values.allSatisfy { $0.state == .good })
        #expect(findings["server"]?.text == "http://127.0.0.1:9 answers and knows 2 datastacks")
        #expect(findings["clock"]?.text == "agrees with the server's")
        #expect(findings["token"]?.text == "from argument")
        #expect(
            findings["skeletons"]?.text
                == "127.0.0.1:9 serves skeletons, version 0.23.11, of versions -1, 0, 1, 2, 3, 4"
        )
    }

    @Test func aClockThatIsFarFromTheServersIsTold() async throws {
        let slow = try await Self.findings(ahead: 7200)
        #expect(slow["clock"]?.state == .warning)
        #expect(slow["clock"]?.text.hasSuffix(" s behind the server's") == true)
        let fast = try await Self.findings(ahead: -7200)
        #expect(fast["clock"]?.text.hasSuffix(" s ahead of the server's") == true)
    }

    @Test func anOldServerIsAWarningAndARefusedTokenAFailure() async throws {
        let old = try await Self.findings(version: "0.22.0")
        #expect(old["skeletons"]?.state == .warning)
        #expect(old["skeletons"]?.text.hasSuffix("it is too old for fetch_skeletons") == true)
        let refused = try await Self.findings(status: 401)
        #expect(refused["skeletons"]?.state == .failure)
        #expect(refused["skeletons"]?.text.contains("the token is not valid, or has expired") == true)
    }

    @Test func aServerThatIsNotThereEndsTheLook() async throws {
        let transport = TestTransport { _ in .failure(.connection("connection refused")) }
        let findings = try await ServiceClient.forTests(transport).diagnosis(datastack: "demo_stack")
        #expect(findings.map(\.name) == ["token", "server"])
        #expect(findings.last?.state == .failure)
        #expect(findings.last?.text == "no answer from 127.0.0.1:9: connection refused")
    }

    @Test func offlineNobodyIsAsked() async throws {
        let transport = TestTransport { _ in .failure(.connection("must not be asked")) }
        let client = try ServiceClient.forTests(transport) { $0.isOffline = true }
        #expect(await client.diagnosis(datastack: nil).last?.text == "not asked: offline")
        #expect(transport.requests.isEmpty)
    }
}
