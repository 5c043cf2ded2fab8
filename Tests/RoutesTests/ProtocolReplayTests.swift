import SkeletonAPI
import SkeletonModel
import SkeletonService
import Testing

@testable import Routes

/// Every exchange of `Fixtures/Protocol/client` is replayed.
struct ProtocolReplayTests {
    @Test(arguments: try Exchange.clientNames())
    func withQuirksEveryAnswerEqualsTheRecordedOne(_ name: String) async throws {
        try await replay(name, isQuirky: true) { received, exchange in
            if exchange.isEstimate || !exchange.isStandIn { expectEqual(received, exchange) }
        }
    }

    @Test(arguments: try Exchange.clientNames())
    func withoutQuirksAllButTheStatedFaultsDo(_ name: String) async throws {
        try await replay(name, isQuirky: false) { received, exchange in
            if exchange.isStandIn { return }
            guard let check = Self.stated[name], exchange.isLastOfItsKind else {
                return expectEqual(received, exchange)
            }
            try check(received, exchange)
        }
    }

    private func replay(
        _ name: String,
        isQuirky: Bool,
        _ check: @escaping @Sendable (Received, Exchange) throws -> Void
    ) async throws {
        let standIn = try await name == "get_refusal_list" ? StandInService() : .shared()
        // A datastack that only this recording knows.
        if name == "get_refusal_list" {
            try await standIn.service.refuse([StandInService.id(778)], datastack: "other_stack")
        }
        var options = ServeOptions()
        options.isQuirky = isQuirky
        options.access = try AccessList(Array(Self.tokens.utf8), path: "tokens")
        if name == "raw_error_rate_limited" { options.limits = [try RateLimit("get_skeleton_token_bulk=2/hour")] }
        try await Replay.on(standIn.service, options) { [options] (replay: Replay) async throws in
            var token = ""
            for exchange in try Exchange.client(name) {
                let exchange = exchange.adapted(token: token)
                let received = try await replay.send(exchange)
                if exchange.path.contains("get_skeleton_token"), received.status == 200 {
                    token = try #require(JSONValue.parse(received.body).objectValue?["token"]?.stringValue)
                    try expectToken(received, exchange)
                } else if exchange.status == 429 {
                    // The recording had a limit of three, one of which had been used.
                    #expect(received.status == 429)
                    #expect(received.text == "{\"message\":\"\(options.limits[0].text)\"}\n")
                    #expect((1...3600).contains(received.header("Retry-After").flatMap { Int($0) } ?? 0))
                } else {
                    try check(received, exchange)
                }
            }
        }
    }

    private static let tokens = """
        {"sticky_auth": "https://auth.invalid/sticky_auth", "auth_datasets": {"demo_stack": "demo"}, "tokens": [
          {"token": "0123456789abcdef0123456789abcdef", "user": "somebody", "view": ["demo_stack"]},
          {"token": "deadbeefdeadbeefdeadbeefdeadbeef", "user": "a guest", "view": []},
          {"token": "feedfacefeedfacefeedfacefeedface", "user": "a newcomer",
           "tos": {"id": 3, "name": "Demo TOS", "form_url": "https://auth.invalid/sticky_auth/api/v1/tos/3/accept"}}]}
        """

    /// The token itself is another one each time.
    private func expectToken(_ received: Received, _ exchange: Exchange) throws {
        expectEqualHead(received, exchange)
        let ours = try #require(JSONValue.parse(received.body).objectValue)
        let theirs = try #require(JSONValue.parse(exchange.body ?? []).objectValue)
        #expect(Set(ours.keys) == Set(theirs.keys))
        #expect(ours["path_template"] == theirs["path_template"])
        #expect(ours["token_type"] == theirs["token_type"])
        #expect(ours["expiry"]?.stringValue?.utf8.count == theirs["expiry"]?.stringValue?.utf8.count)
    }

    // MARK: What we answer where the reference is at fault

    private typealias Check = @Sendable (Received, Exchange) throws -> Void

    /// Sections 4.4, 5, 10 and 13 of the protocol, by the name of the recording.
    private static let stated: [String: Check] = [
        // 13, 10: the version is not the caller's mistake.
        "get_precomputed_skeleton_info_v0": { received, _ in
            let asTwo = try #require(try Exchange.client("get_precomputed_skeleton_info_v2").last?.body)
            #expect(received.status == 200)
            #expect(received.content == Content(asTwo))
        },
        // 10: the entries of the datastack that is asked for.
        "get_refusal_list": { received, exchange in
            expectEqualHead(received, exchange)
            let text = String(decoding: try Gzip.decompress(received.body), as: UTF8.self)
            #expect(text == "DATASTACK_NAME,ROOT_ID\ndemo_stack,864691135000000777\n")
        },
        // 10: the caller's own mistakes.
        "raw_error_bad_version": error("unknown skeleton version: 9 (valid: -1, 0, 1, 2, 3, 4)"),
        "raw_error_bad_prefix": error("a prefix of root ids has 1 to 19 digits and nothing else (got 'abc')"),
        "raw_error_missing_key": error("the body needs 'skeleton_version'"),
        "raw_format_bogus": error(
            """
            unknown output format: 'bogus' (valid: flatdict, json, jsoncompressed, arrays, arrayscompressed, swc, \
            swccompressed, precomputed, h5, none)
            """
        ),
        "raw_format_none": { received, _ in
            #expect(received.status == 200)
            #expect(received.content == .of(.string("The skeleton of root id 864691135000000001 is there.")))
        },
        "raw_format_h5": { received, _ in
            #expect(received.status == 200)
            let arrays = try CacheHDF5.decode(received.body)
            let recorded = try #require(try Exchange.client("raw_format_flatdict").first?.body)
            let size = try Gzip.decompress(recorded).count
            #expect(FlatDict.encode(arrays, version: 4).count == size)
        },
        // 5.5: the compartments once.
        "raw_format_precomputed": declaredPart(225),
        "raw_precomputed_v2": declaredPart(252),
        "raw_neuroglancer_skeleton": declaredPart(252),
        // 4.4: what is missing is left out unless it is to be made.
        "get_bulk_skeletons_missing": without("864691135000000041"),
        "raw_bulk_markers": without("864691135000000061"),
        // 5: always compartments, 3 where nothing is known and 1 at a known soma.
        "get_skeleton_dict_no_compartment": { received, exchange in
            expectEqualHead(received, exchange)
            var ours = try #require(received.content.value?.objectValue)
            #expect(ours["compartment"] == .array([.integer(1)] + [JSONValue](repeating: .integer(3), count: 8)))
            ours["compartment"] = nil
            let body = try #require(exchange.body)
            #expect(Content.gzip([.of(.object(ours))]) == Content(body))
        },
        "get_skeleton_dict_v2_no_compartment": { received, _ in
            #expect(received.status == 200)
            let compartment = received.content.value?.objectValue?["compartment"]
            #expect(compartment == .array([.number(1)] + [JSONValue](repeating: .number(3), count: 8)))
        },
        "get_skeleton_swc_no_compartment": { received, _ in
            #expect(received.status == 200)
            let text = String(decoding: try Gzip.decompress(received.body), as: UTF8.self)
            #expect(
                text.split(separator: "\n").map { $0.split(separator: " ")[1] } == ["1"]
                    + Array(repeating: "3", count: 8)
            )
        },
        "raw_format_precomputed_no_compartment": { received, _ in
            #expect(received.status == 200)
            #expect(received.body.count == 225)
            #expect(received.body.suffix(9) == [1, 3, 3, 3, 3, 3, 3, 3, 3])
        },
        "raw_bulk_swc_no_compartment": { received, _ in
            #expect(received.status == 200)
            #expect(received.content.value?.objectValue?["864691135000000095"] != nil)
        },
        // The estimate is measured; only nothing to do is nothing.
        "generate_bulk_skeletons_async": someTime,
        "generate_bulk_skeletons_async_17": someTime,
        "generate_bulk_skeletons_async_all_cached": { received, _ in
            #expect(received.status == 200)
            #expect(received.content == .of(.number(0)))
        },
    ]

    private static let someTime: Check = { received, _ in
        #expect(received.status == 200)
        #expect(received.content.value?.doubleValue ?? 0 > 0)
    }

    private static func error(_ sentence: String) -> Check {
        { received, _ in
            #expect(received.status == 400)
            #expect(received.header("Content-Type") == "application/json")
            #expect(received.content == .of(.object(["Error": .string(sentence)])))
        }
    }

    private static func declaredPart(_ count: Int) -> Check {
        { received, exchange in
            expectEqualHead(received, exchange)
            #expect(received.body.count == count)
            #expect(received.body == exchange.body.map { Array($0.prefix(count)) })
        }
    }

    private static func without(_ id: String) -> Check {
        { received, exchange in
            expectEqualHead(received, exchange)
            var recorded = try #require(JSONValue.parse(exchange.body ?? []).objectValue)
            #expect(recorded[id] == .string("async"))
            recorded[id] = nil
            #expect(received.content == .of(.object(recorded)))
        }
    }
}

extension Exchange {
    /// Whether the answer was not the reference's own but that of the recorder, which differs from ours in names.
    fileprivate var isStandIn: Bool {
        path.hasPrefix("/info/api/v2/datastack/") || path.hasPrefix("/segmentation/table/") || path.hasPrefix("/ws/")
            || path.hasPrefix("/l2cache/")
    }

    fileprivate var isEstimate: Bool { path.contains("gen_skeletons") }

    /// Whether a stated answer is about this one, and not about one that leads to it.
    fileprivate var isLastOfItsKind: Bool {
        path.hasPrefix("/skeletoncache/api/v1/") || name.hasPrefix("raw_")
    }

    /// The exchange with our own token and our own names in place of the recorded ones.
    fileprivate func adapted(token: String) -> Exchange {
        var headers = requestHeaders
        if path.hasPrefix("/download/") { headers["Authorization"] = "Bearer \(token)" }
        // The recorder's table had a name of its own; ours has the datastack's.
        let path = path.replacing("/table/demo_seg/", with: "/table/demo_stack/")
        let here = "localhost"
        var answer = self.headers
        answer["location"] = answer["location"]?.replacing("127.0.0.1%3A18471", with: here)
        let body = body.map {
            Array(String(decoding: $0, as: UTF8.self).replacing("127.0.0.1%3A18471", with: here).utf8)
        }
        return Exchange(
            self,
            path: path,
            requestHeaders: headers,
            headers: answer,
            body: answer["location"] == nil ? self.body : body
        )
    }

    fileprivate init(
        _ other: Exchange,
        path: String,
        requestHeaders: [String: String],
        headers: [String: String],
        body: [UInt8]?
    ) {
        (name, place, method, status) = (other.name, other.place, other.method, other.status)
        isUnpacked = other.isUnpacked
        requestBody = other.requestBody
        (self.path, self.requestHeaders, self.headers, self.body) = (path, requestHeaders, headers, body)
    }
}
