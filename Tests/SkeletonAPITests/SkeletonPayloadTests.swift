import SkeletonAPI
import SkeletonModel
import Testing

struct SkeletonPayloadTests {
    /// A soma with two vertices on a line, as the cache would hold it.
    private let stored = SkeletonArrays(
        vertices: [Point3(1000, 2000, 3000), Point3(1500, 2000, 3000), Point3(2500, 2000, 3000)],
        edges: [.init(child: 1, parent: 0), .init(child: 2, parent: 1)],
        root: 0,
        radius: [500, 250, 125],
        compartment: [1, 3, 2],
        meshToSkeletonMap: [0, 1, 2, 2],
        level2IDs: [
            144_115_188_075_855_873, 144_115_188_075_855_874, 144_115_188_075_855_875, 144_115_188_075_855_876,
        ],
        meta: ["root_id": .integer(9_007_199_254_740_993), "soma_pt_x": .number(1000)]
    )

    private func payload(_ version: SkeletonVersion, _ format: OutputFormat) throws -> SkeletonPayload {
        let id = try #require(RootID(9_007_199_254_740_993))
        return SkeletonPayload(stored: stored, rootID: id, version: version, format: format)
    }

    @Test(arguments: SkeletonVersion.all)
    func onlyVersionFourCarriesLevel2IDs(_ version: SkeletonVersion) throws {
        let arrays = try payload(version, .dict).arrays()
        #expect(arrays.level2IDs == (version.resolved == .newest ? stored.level2IDs : nil))
        #expect(arrays.meta["skeleton_version"] == .integer(Int64(version.resolved.rawValue)))
        #expect(arrays.radius == stored.radius)
    }

    @Test(arguments: SkeletonVersion.all, [OutputFormat.dict, .swc, .precomputed, .h5])
    func bytesReadBackGiveTheSameArraysOrGeometry(_ version: SkeletonVersion, _ format: OutputFormat) throws {
        let sent = try payload(version, format)
        // Once: HDF5 notes the second in which it was written.
        let bytes = try sent.bytes()
        let received = SkeletonPayload(bytes: bytes, rootID: sent.rootID, version: sent.version, format: format)
        switch format {
        case .dict, .h5: #expect(try received.arrays() == sent.arrays())
        case .precomputed: #expect(try received.arrays().edges == stored.edges)
        case .swc: #expect(try received.skeleton().nodeCount == 3)
        }
        #expect(try received.bytes() == bytes)
    }

    @Test func theSkeletonOfSWCIsInMicrometresAndOfTheOthersInNanometres() throws {
        let swc = try payload(.newest, .swc).skeleton()
        #expect(swc.unit == .micrometres)
        #expect(abs(swc.cableLength - 1.5) < 1e-9)
        let dict = try payload(.newest, .dict).skeleton()
        #expect(dict.unit == .nanometres)
        #expect(abs(dict.cableLength - 1500) < 1e-9)
    }

    @Test func theFileOfTheCacheIsVersionFourWhateverIsAsked() throws {
        #expect(try payload(.two, .h5).arrays() == stored)
    }

    @Test func withoutSynapsesEverythingIsThreeAndAKnownSomaOne() {
        var arrays = stored
        arrays.compartment = nil
        #expect(arrays.served(as: .newest).compartment == [1, 3, 3])
        arrays.meta["soma_pt_x"] = .null
        #expect(arrays.served(as: .newest).compartment == [3, 3, 3])
    }

    @Test func bytesThatAreNoSkeletonAreAnErrorThatNamesTheID() throws {
        let id = try #require(RootID(7))
        let payload = SkeletonPayload(bytes: Array("null".utf8), rootID: id, version: .two, format: .dict)
        let error = #expect(throws: ServiceError.self) { try payload.arrays() }
        #expect(error?.code == "damaged")
        #expect(error?.description.hasPrefix("the dict answer for root id 7 is damaged: ") == true)
    }
}
