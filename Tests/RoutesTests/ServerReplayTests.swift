import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import SkeletonService
import TestSupport
import Testing

@testable import Routes

/// Every exchange of `Fixtures/Protocol/server` is replayed, on the very files that the reference had in its cache.
struct ServerReplayTests {
    static let neurons = ["n200", "n1k", "frag", "mixed", "nosyn", "twopart", "single", "missing"]
    /// Not ours to copy, or large.
    static let others = ["real5830", "n5k", "n20k"]

    @Test(arguments: neurons, [true, false])
    func answersAboutANeuron(_ name: String, isQuirky: Bool) async throws {
        try await replayNeuron(name, isQuirky: isQuirky)
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: others, [true, false])
    func answersAboutALargerNeuron(_ name: String, isQuirky: Bool) async throws {
        try await replayNeuron(name, isQuirky: isQuirky)
    }

    private func replayNeuron(_ name: String, isQuirky: Bool) async throws {
        let exchanges = try Exchange.server(name)
        let before = exchanges.filter { $0.isBeforeGeneration }
        let folder = try ReplayFolder()
        let datastack = try #require(exchanges.first?.datastack)
        let id = try #require(exchanges.lazy.compactMap(\.rootID).first)
        try await folder.add(id, datastack: datastack)
        try await replay(before, on: folder.service, isQuirky: isQuirky)
        if name != "missing" { try await folder.addSkeleton(of: name, datastack: datastack) }
        try await replay(exchanges.filter { !$0.isBeforeGeneration }, on: folder.service, isQuirky: isQuirky)
        await folder.service.close()
    }

    @Test(arguments: [true, false])
    func answersAboutTheService(isQuirky: Bool) async throws {
        let exchanges = try Exchange.server("service")
        let folder = try ReplayFolder()
        for name in ["n200", "n1k"] { try await folder.addSkeleton(of: name, datastack: "synth") }
        // It had a level-2 graph, and no skeleton.
        try await folder.add(try #require(RootID(864_691_128_455_136_242)), datastack: "synth")
        let refused = exchanges.firstIndex { $0.name == "refusal_list_one" } ?? exchanges.count
        try await replay(Array(exchanges[..<refused]), on: folder.service, isQuirky: isQuirky)
        try await folder.service.refuse([try #require(RootID(864_691_128_455_135_787))], datastack: "synth")
        try await replay(Array(exchanges[refused...]), on: folder.service, isQuirky: isQuirky)
        await folder.service.close()
    }

    private func replay(_ exchanges: [Exchange], on service: EmbeddedService, isQuirky: Bool) async throws {
        var options = ServeOptions()
        options.isQuirky = isQuirky
        try await Replay.on(service, options) { (replay: Replay) async throws in
            for exchange in exchanges {
                let received = try await replay.send(exchange)
                if isQuirky {
                    try Self.checkQuirky(received, exchange)
                } else {
                    try Self.checkStated(received, exchange)
                }
            }
        }
    }

    private static func checkQuirky(_ received: Received, _ exchange: Exchange) throws {
        switch exchange.name {
        // The recorder had no account with Google; we need none.
        case "token": #expect(received.status == 200)
        // The address in it is the recorder's.
        case "get_unknown_datastack":
            expectEqualHead(received, exchange)
            #expect(
                received.text.contains("404 Client Error: Not Found for url: http://localhost/info/api/v2/datastack")
            )
        default: expectEqual(received, exchange)
        }
    }

    // MARK: What we answer where the reference is at fault

    private static func checkStated(_ received: Received, _ exchange: Exchange) throws {
        if exchange.isEstimate {
            #expect(received.status == 200)
            #expect(received.content.value?.doubleValue != nil)
        } else if exchange.status == 500 {
            try checkInsteadOfFailure(received, exchange)
        } else if exchange.format == "precomputed", exchange.version != 1 {
            // The compartments once.
            expectEqualHead(received, exchange)
            let count = exchange.version == 2 || exchange.version == 0 ? 4 : 1
            if let body = exchange.body {
                let isDeclaredPart = received.body == Array(body.dropLast(nodeCount(body) * count))
                #expect(isDeclaredPart, "\(exchange.testDescription)")
            }
        } else if exchange.isBulkBefore {
            // Asked for with the flag, so queued.
            expectEqual(received, exchange)
        } else if exchange.datastack == "synth_nosyn" || exchange.body == Array("null".utf8) || exchange.lacksRadius {
            try checkWithDefaults(received, exchange)
        } else if let body = exchange.body, String(decoding: body, as: UTF8.self).contains("Infinity") {
            let text = String(decoding: body, as: UTF8.self).replacing("Infinity", with: "null")
            expectEqualHead(received, exchange)
            expectSame(
                received.content.value.map(Content.json),
                Content(Array(text.utf8)).value.map(Content.json),
                exchange
            )
        } else {
            expectEqual(received, exchange)
        }
    }

    private static func checkInsteadOfFailure(_ received: Received, _ exchange: Exchange) throws {
        let path = exchange.path
        if exchange.name == "token" || path.hasSuffix("/none") || path.contains("/exists/")
            || path.contains("gen_skeletons/")
        {
            return #expect(received.status == 200, "\(path)")
        }
        if path.hasSuffix("/h5"), !path.contains("/bulk/") {
            #expect(received.status == 200, "\(path)")
            let arrays = try CacheHDF5.decode(received.body)
            return #expect(!arrays.vertices.isEmpty)
        }
        if path.hasSuffix("/precomputed") { return #expect(received.status == 200, "\(path)") }
        if path.hasSuffix("/-1/info") || path.hasSuffix("/0/info") {
            return #expect(received.content.value?.objectValue?["@type"] == .string("neuroglancer_skeletons"))
        }
        // The caller's own mistakes.
        #expect(received.status == 400, "\(path)")
        #expect(received.content.value?.objectValue?["Error"]?.stringValue?.isEmpty == false)
    }

    /// A skeleton without compartments or radii has them all the same where the form cannot do without.
    private static func checkWithDefaults(_ received: Received, _ exchange: Exchange) throws {
        #expect(received.status == 200)
        guard var ours = received.content.value?.objectValue, let body = exchange.body else { return }
        guard var theirs = Content(body).value?.objectValue else {
            return #expect(ours["vertices"] != nil || ours.isEmpty)
        }
        for key in ["compartment", "vertex_properties"] where theirs["vertices"] != nil {
            (ours[key], theirs[key]) = (nil, nil)
        }
        expectSame(.of(.object(ours)), .of(.object(theirs)), exchange)
    }

    private static func nodeCount(_ precomputed: [UInt8]) -> Int {
        precomputed.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}

/// A data folder with what a recording needs.
private final class ReplayFolder: Sendable {
    let service: EmbeddedService
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        service = try EmbeddedService.open(folder("data"), workers: 0)
    }

    /// Makes a neuron known that has no skeleton.
    func add(_ id: RootID, datastack: String) async throws {
        let path = try folder.write(StandInService.smallestGraph(id), to: "\(id).l2.jsonl")
        try await service.importFiles([path], datastack: datastack)
    }

    /// Puts the file of the reference's cache into ours.
    func addSkeleton(of name: String, datastack: String) async throws {
        let path = Exchange.serverFolder(name).appending(path: "cache.h5.gz").path
        try await service.importFiles([path], datastack: datastack)
    }
}

extension Exchange {
    /// Whether it was recorded before there was a skeleton.
    fileprivate var isBeforeGeneration: Bool { name.hasSuffix("_before") || name == "generate" }
    fileprivate var isBulkBefore: Bool { name == "bulk_before" }
    fileprivate var isEstimate: Bool { path.contains("gen_skeletons") && method == "POST" }
    fileprivate var words: [Substring] { path.split(separator: "/") }
    fileprivate var datastack: String { words.count > 3 ? String(words[3]) : "" }
    fileprivate var isSkeleton: Bool {
        !path.contains("query_cache")
            && (path.contains("/async/get_skeleton/") || path.contains("/precomputed/skeleton/"))
    }

    /// Of a request for one skeleton.
    fileprivate var format: String? {
        guard isSkeleton, let last = words.last else { return nil }
        return RootID(last) == nil ? String(last) : words.contains { RootID($0) != nil } ? "precomputed" : nil
    }

    fileprivate var version: Int? {
        guard isSkeleton, let place = words.firstIndex(where: { ($0.utf8.count > 15) && RootID($0) != nil }) else {
            return nil
        }
        return Int(words[place - 1]) ?? 2
    }

    fileprivate var lacksRadius: Bool { name.hasPrefix("get_v") && path.contains("864691128455136241") }

    fileprivate var rootID: RootID? {
        if let word = words.first(where: { $0.utf8.count > 15 && RootID($0) != nil }) { return RootID(word) }
        let ids = requestBody.flatMap { try? JSONValue.parse($0) }?.objectValue?["root_ids"]?.arrayValue
        return ids?.first?.integerValue.flatMap { RootID($0) }
    }
}
