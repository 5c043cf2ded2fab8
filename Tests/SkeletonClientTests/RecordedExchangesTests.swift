import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

/// A method, called as it was when the reference's client was recorded.
struct RecordedCall: Sendable, CustomTestStringConvertible {
    let name: String
    let run: @Sendable (ServiceClient) async throws -> Void

    var testDescription: String { name }

    init(_ name: String, _ run: @escaping @Sendable (ServiceClient) async throws -> Void) {
        (self.name, self.run) = (name, run)
    }

    static func skeleton(_ name: String, version: Int, _ format: OutputFormat = .dict, id: Int64 = 1) -> RecordedCall {
        RecordedCall(name) { client in
            let payload = try await client.skeleton(
                .test(id),
                datastack: "demo_stack",
                version: try SkeletonVersion(version),
                format: format
            )
            let cell = try payload.skeleton()
            #expect(cell.nodeCount == 9)
        }
    }

    static let all: [RecordedCall] = [
        .skeleton("get_skeleton_dict_vm1", version: -1), .skeleton("get_skeleton_dict_v0", version: 0),
        .skeleton("get_skeleton_dict_v1", version: 1), .skeleton("get_skeleton_dict_v2", version: 2),
        .skeleton("get_skeleton_dict_v3", version: 3), .skeleton("get_skeleton_dict_v4", version: 4),
        .skeleton("get_skeleton_swc_v2", version: 2, .swc), .skeleton("get_skeleton_swc_v4", version: 4, .swc),
        RecordedCall("get_versions") { client in
            let versions = try await client.skeletonVersions()
            #expect(versions == SkeletonVersion.all)
        },
        RecordedCall("get_datastacks") { client in
            let names = try await client.datastackNames()
            #expect(names == ["demo_stack"])
        },
        RecordedCall("get_refusal_list") { client in
            let list = try await client.refusalList(datastack: "demo_stack")
            #expect(list == [Refusal(datastack: "demo_stack", rootID: .test(777))])
        },
        RecordedCall("get_precomputed_skeleton_info_v4") { client in
            let info = try await client.precomputedInfo(datastack: "demo_stack", version: .newest)
            #expect(info["@type"]?.stringValue == "neuroglancer_skeletons")
            #expect(info["vertex_attributes"]?.arrayValue?.count == 2)
        },
        RecordedCall("get_cache_contents_mixed") { client in
            let contents = try await client.cacheContents(
                datastack: "demo_stack",
                version: .newest,
                prefixes: ["864691135000000001", "86469113500000000"],
                limit: 0
            )
            #expect(contents.found == 4)
            #expect(contents.files.count == 4)
        },
        RecordedCall("skeletons_exist_many") { client in
            let ids: [RootID] = [.test(1), .test(2), .test(32)]
            let answer = try await client.existence(of: ids, datastack: "demo_stack", version: try SkeletonVersion(0))
            #expect(answer == [.test(1): true, .test(2): true, .test(32): false])
        },
        RecordedCall("skeletons_exist_one_list") { client in
            let answer = try await client.existence(of: [.test(1)], datastack: "demo_stack", version: .newest)
            #expect(answer == [.test(1): true])
        },
        RecordedCall("skeletons_exist_one_int") { client in
            let answer = try await client.existence(of: [.test(1)], datastack: "demo_stack", version: .newest)
            #expect(answer == [.test(1): true])
        },
        RecordedCall("get_bulk_skeletons_dict") { client in
            let entries = try await client.bulkSkeletons(
                [.test(1), .test(2)],
                datastack: "demo_stack",
                version: .newest,
                format: .dict,
                generateMissing: false
            )
            let counts = try entries.map { try $0.payload?.skeleton().nodeCount }
            #expect(counts == [9, 9])
        },
        RecordedCall("get_bulk_skeletons_swc") { client in
            let entries = try await client.bulkSkeletons(
                [.test(1), .test(2)],
                datastack: "demo_stack",
                version: .newest,
                format: .swc,
                generateMissing: false
            )
            let units = try entries.map { try $0.payload?.skeleton().unit }
            #expect(units == [.micrometres, .micrometres])
        },
        RecordedCall("fetch_skeletons_dict") { client in
            let found = try await client.cachedSkeletons(
                [.test(1), .test(32)],
                datastack: "demo_stack",
                version: .newest,
                format: .dict,
                generateMissing: false
            )
            #expect(found.keys.sorted() == [.test(1)] || found.keys.sorted() == [.test(1), .test(32)])
        },
        RecordedCall("fetch_skeletons_swc") { client in
            let found = try await client.cachedSkeletons(
                [.test(1)],
                datastack: "demo_stack",
                version: .newest,
                format: .swc,
                generateMissing: false
            )
            #expect(Array(found.keys) == [.test(1)])
        },
        RecordedCall("fetch_skeletons_gcs") { client in
            let found = try await client.bucketSkeletons([.test(1), .test(50)], datastack: "demo_stack")
            #expect(Array(found.keys) == [.test(1)])
            let cell = try #require(found[.test(1)]).skeleton()
            #expect(cell.nodeCount == 9)
        },
        RecordedCall("generate_bulk_skeletons_async") { client in
            let ids: [RootID] = [.test(32), .test(43), .test(1), .test(777), RootID(72_057_594_037_927_936)].compactMap(
                \.self
            )
            let seconds = try await client.generateSkeletons(ids, datastack: "demo_stack", version: .newest)
            #expect(seconds == 60)
        },
        RecordedCall("is_valid_nodes") { client in
            let valid = try await client.validNodes([.test(1), .test(404)], datastack: "demo_stack")
            #expect(valid == [.test(1): true, .test(404): false])
        },
    ]
}

@Suite(.enabled(if: Repository.hasShared, "needs the shared reference files"))
struct RecordedExchangesTests {
    /// What the reference's client asks and ours does not: it validates each id although the service does, reads the
    /// image's own info to shift an integer, and asks for the versions before each call.
    private static func isDeliberatelyLeftOut(_ exchange: Recording.Exchange, in name: String) -> Bool {
        if exchange.path.hasPrefix("/ws/") || exchange.path == "/info/version" { return true }
        if exchange.path.contains("/valid_nodes") { return name != "is_valid_nodes" }
        // The bucket's token says all there is to say; a call of the bucket checks the version once.
        return exchange.path == "/skeletoncache/api/versions"
    }

    @Test(arguments: RecordedCall.all)
    func asksWhatTheReferenceClientAsks(_ call: RecordedCall) async throws {
        let recording = try Recording(call.name)
        let transport = try ReplayServer([recording]).transport
        try await call.run(try ServiceClient.forTests(transport))

        let expected = recording.exchanges.filter { !Self.isDeliberatelyLeftOut($0, in: call.name) }
        let expectedPaths = Set(expected.map(\.path))
        let asked = transport.requests.filter { expectedPaths.contains(Self.path($0)) }
        #expect(asked.map { "\($0.method.rawValue) \(Self.path($0))" } == expected.map { "\($0.method) \($0.path)" })
        for (ours, theirs) in zip(asked, expected) {
            let body = try ours.body.map { try JSONValue.parse($0) }
            #expect(body.map(Self.comparable) == theirs.body.map(Self.comparable))
        }
        let bootstrap: Set = [
            "/info/api/v2/datastack/full/demo_stack", "/skeletoncache/api/version", "/skeletoncache/api/versions",
            "/segmentation/table/demo_seg/info",
        ]
        #expect(Set(transport.requests.map(Self.path)).subtracting(expectedPaths).isSubset(of: bootstrap))
    }

    @Test func theServiceTokenGoesToTheServiceAlone() async throws {
        let transport = try ReplayServer(["fetch_skeletons_gcs"]).transport
        _ = try await ServiceClient.forTests(transport).bucketSkeletons([.test(1)], datastack: "demo_stack")
        for request in transport.requests {
            let authorization = request.headers.first { $0.name == "Authorization" }?.value
            let isBucket = Self.path(request).hasPrefix("/download/")
            #expect(authorization == "Bearer " + (isBucket ? "ya29.demo-token" : Recording.token))
            #expect(!request.headers.contains { $0.name == "Cookie" })
        }
    }

    @Test func skeletonsAreWhatTheReferenceClientMakesOfThem() async throws {
        let recording = try Recording("get_skeleton_dict_v4")
        let client = try ServiceClient.forTests(try ReplayServer([recording]).transport)
        let arrays = try await client.skeleton(.test(1), datastack: "demo_stack", version: .newest, format: .dict)
            .arrays()
        let pairs = try #require(recording.returns.objectValue?["dict"]?.arrayValue).compactMap(\.arrayValue)
        let returned = Dictionary(uniqueKeysWithValues: pairs.map { ($0[0].stringValue ?? "", $0[2]) })
        func list(_ name: String) throws -> [JSONValue] {
            try #require(returned[name]?.objectValue?["ndarray"]?.arrayValue)
        }
        let vertices = try list("vertices").map { ($0.arrayValue ?? []).compactMap(\.doubleValue) }
        #expect(arrays.vertices.map { [$0.x, $0.y, $0.z] } == vertices)
        let edges = try list("edges").map { ($0.arrayValue ?? []).compactMap(\.integerValue) }
        #expect(arrays.edges.map { [Int64($0.child), Int64($0.parent)] } == edges)
        let radius = try list("radius").compactMap(\.doubleValue)
        #expect(arrays.radius == radius)
        let level2IDs = try list("lvl2_ids").compactMap(\.integerValue)
        #expect(arrays.level2IDs == level2IDs)
        #expect(arrays.meta["root_id"]?.integerValue == RootID.test(1).value)
    }

    @Test func markersOfBulkAnswersAreKept() async throws {
        let asked = try Recording("raw_bulk_markers").exchanges[0]
        let rest = try ReplayServer([] as [Recording]).transport
        let transport = TestTransport { request in
            Self.path(request).contains("/bulk/get_skeletons/") ? .success(asked.answer) : rest.answer(request)
        }
        let named = try #require(try JSONValue.parse(asked.answer.body).objectValue)
        let ids = named.keys.compactMap { RootID($0) }
        let entries = try await ServiceClient.forTests(transport).bulkSkeletons(
            ids,
            datastack: "demo_stack",
            version: .newest,
            format: .dict,
            generateMissing: true
        )
        for entry in entries {
            switch (entry.outcome, named[entry.rootID.description]?.stringValue) {
            case (.queued, "async"), (.invalid, "invalid_rid"), (.wrongLayer, "invalid_layer_rid"): break
            case (.skeleton, let digits?): #expect(digits.hasPrefix("1f8b"))
            case (let outcome, let word): Issue.record("\(word ?? "nothing") became \(outcome)")
            }
        }
    }

    static func path(_ request: HTTPRequest) -> String { String(request.url.dropFirst(Recording.server.count)) }

    /// The client of the reference sends a single id as text, and a flag for its log with everything.
    private static func comparable(_ value: JSONValue) -> JSONValue {
        guard var object = value.objectValue else { return value }
        if let ids = object["root_ids"]?.arrayValue { object["root_ids"] = .array(ids.map(number)) }
        return .object(JSONObject(members: object.members.sorted { $0.key < $1.key }))
    }

    private static func number(_ value: JSONValue) -> JSONValue {
        guard let text = value.stringValue, let id = Int64(text) else { return value }
        return .integer(id)
    }
}
