import SkeletonAPI
import SkeletonModel
import Skeletonization
import TestSupport
import Testing

@testable import SkeletonService

/// A neuron is imported, its skeleton asked for in every version and format, and compared with what the real service
/// answered for the same input.
@Suite(.enabled(if: Repository.hasShared, "needs the shared reference files"))
struct ReferenceAnswersTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test(arguments: GoldenNeuron.recorded)
    func everyVersionAndFormatEqualsTheRecordedAnswer(_ neuron: GoldenNeuron) async throws {
        let service = try folder.service()
        let graph = try neuron.graph()
        try await service.importFiles([folder.write([graph])], datastack: neuron.datastack)
        func answer(_ version: SkeletonVersion, _ format: OutputFormat) async throws -> SkeletonPayload {
            try await service.skeleton(graph.rootID, datastack: neuron.datastack, version: version, format: format)
        }
        var compared = 0
        for version in SkeletonVersion.all {
            if let recorded = try neuron.body(version: version, "flatdict") {
                try await expectEqual(answer(version, .dict), recorded)
                compared += 1
            }
            if let recorded = try neuron.body(version: version, "swc") {
                let isSameText = try await answer(version, .swc).bytes() == recorded
                #expect(isSameText, "the SWC text")
                compared += 1
            }
            if let recorded = try neuron.body(version: version, "precomputed") {
                try await expectDeclaredPart(answer(version, .precomputed), equals: recorded)
                compared += 1
            }
        }
        #expect(compared >= 2)
        await service.close()
    }

    @Test(arguments: GoldenNeuron.complete)
    func theCacheFileHoldsWhatTheRealOneHolds(_ neuron: GoldenNeuron) async throws {
        let service = try folder.service()
        let graph = try neuron.graph()
        try await service.importFiles([folder.write([graph])], datastack: neuron.datastack)
        let payload = try await service.skeleton(
            graph.rootID,
            datastack: neuron.datastack,
            version: .newest,
            format: .h5
        )
        let expected = try CacheHDF5.decode(neuron.file("cache.h5.gz"))
        try expectEqual(CacheHDF5.decode(payload.bytes()), expected)
        let stored = try Disk.read(service.folder.skeleton(graph.rootID, neuron.datastack))
        try expectEqual(CacheHDF5.decode(Gzip.decompress(stored)), expected)
        await service.close()
    }

    @Test func aDatastackWithoutSynapsesHasCompartmentsAllTheSame() async throws {
        let neuron = GoldenNeuron(name: "nosyn")
        let service = try folder.service()
        let graph = try neuron.graph()
        try await service.importFiles([folder.write([graph])], datastack: "synth_nosyn")
        let payload = try await service.skeleton(graph.rootID, datastack: "synth_nosyn", version: .two, format: .dict)
        let arrays = try payload.arrays()
        let root = try #require(arrays.root)
        #expect(arrays.compartment?[root] == 1)
        #expect(arrays.compartment?.count { $0 == 3 } == arrays.vertices.count - 1)
        let text = try await service.skeleton(graph.rootID, datastack: "synth_nosyn", version: .two, format: .swc)
        #expect(try text.bytes().count { $0 == UInt8(ascii: "\n") } == arrays.vertices.count)
        // The stored file is the reference's, which has none.
        let expected = try CacheHDF5.decode(neuron.file("cache.h5.gz"))
        #expect(expected.compartment == nil)
        let file = try await service.skeleton(graph.rootID, datastack: "synth_nosyn", version: .newest, format: .h5)
        try expectEqual(file.arrays(), expected)
        await service.close()
    }

    /// Three level-2 nodes have no coordinates: at the reference the request never ends.
    @Test func aNeuronThatCannotBeMadeFailsWithTheReasonExceptInVersionOne() async throws {
        let service = try folder.service()
        let neuron = GoldenNeuron(name: "missing")
        let graph = try neuron.graph()
        try await service.importFiles([folder.write([graph])], datastack: neuron.datastack)
        let error = await #expect(throws: ServiceError.self) {
            try await service.skeleton(graph.rootID, datastack: neuron.datastack, version: .newest, format: .dict)
        }
        guard case .generationFailed(graph.rootID, let reason, retryable: false) = error else {
            Issue.record("not a failed generation: \(String(describing: error))")
            return
        }
        #expect(reason.contains("without a coordinate"))
        let status = try await service.status(of: [graph.rootID], datastack: neuron.datastack)
        #expect(status[graph.rootID] == IDStatus(.failed, reason: reason, retryable: false))
        let entries = try await service.bulkSkeletons(
            [graph.rootID],
            datastack: neuron.datastack,
            version: .newest,
            format: .dict,
            generateMissing: true
        )
        guard case .failed(reason) = entries[0].outcome else {
            Issue.record("not failed: \(entries[0].outcome)")
            return
        }
        let one = try await service.skeleton(graph.rootID, datastack: neuron.datastack, version: .one, format: .dict)
            .arrays()
        #expect(one.vertices.count > 10)
        #expect(one.meta["skeleton_version"] == .integer(1))
        await service.close()
    }

    // MARK: Comparing, with one line each in a failure and not a thousand numbers

    private func expectEqual(_ payload: SkeletonPayload, _ recorded: [UInt8]) throws {
        try expectEqual(payload.arrays(), FlatDict.decode(recorded))
        // Also as JSON, integers and floats told apart, for what decoding would smooth over.
        let isEqual = try withoutTime(payload.bytes()) == withoutTime(recorded)
        #expect(isEqual, "the JSON of version \(payload.version)")
    }

    private func withoutTime(_ dict: [UInt8]) throws -> JSONValue {
        var object = try #require(JSONValue.parse(dict).objectValue)
        var meta = try #require(object["meta"]?.objectValue)
        meta["timestamp"] = nil
        object["meta"] = .object(meta)
        return .object(object)
    }

    private func expectEqual(_ arrays: SkeletonArrays, _ expected: SkeletonArrays) throws {
        var differences: [String] = []
        if arrays.radius != expected.radius { differences.append("radius") }
        if arrays.vertices != expected.vertices { differences.append("vertices") }
        if arrays.edges != expected.edges { differences.append("edges") }
        if arrays.root != expected.root { differences.append("root") }
        if arrays.compartment != expected.compartment { differences.append("compartment") }
        if arrays.meshToSkeletonMap != expected.meshToSkeletonMap { differences.append("mesh_to_skel_map") }
        if arrays.level2IDs != expected.level2IDs { differences.append("lvl2_ids") }
        #expect(differences.isEmpty)
        #expect(arrays.meta.keys == expected.meta.keys)
        for key in expected.meta.keys where key != "timestamp" {
            // The members of the inner `meta` have no fixed order at the reference.
            #expect(arrays.meta[key]?.sortedText == expected.meta[key]?.sortedText)
        }
        #expect(arrays.meta["timestamp"]?.doubleValue != nil)
    }

    /// The service appends the compartments twice; what it declares must be equal.
    private func expectDeclaredPart(_ payload: SkeletonPayload, equals recorded: [UInt8]) throws {
        let bytes = try payload.bytes()
        let vertices = try payload.arrays().vertices.count
        let surplus = payload.version == .one ? 0 : payload.version == .two ? 4 * vertices : vertices
        #expect(bytes.count == recorded.count - surplus)
        let (ours, theirs) = try (Precomputed.decode(bytes).arrays, Precomputed.decode(recorded).arrays)
        let isGeometryEqual = ours.vertices == theirs.vertices && ours.edges == theirs.edges
        #expect(isGeometryEqual, "geometry")
        #expect(ours.compartment == theirs.compartment)
        let radiiAgree = ours.radius == theirs.radius
        #expect(radiiAgree, "radius")
    }
}
