import SkeletonModel
import TestSupport
import Testing

struct PrecomputedTests {
    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: ServiceRecording.all)
    func bytesEqualTheRecordedOnesUpToTheDeclaredLength(_ name: String) throws {
        let recording = try ServiceRecording(name)
        let arrays = try recording.arrays()
        for (version, perVertex) in [(1, 12), (2, 20), (3, 17), (4, 17)] {
            let expected = try recording.body("get_v\(version)_precomputed")
            let ours = Precomputed.encode(arrays, version: version)
            #expect(ours.count == 8 + arrays.vertices.count * perVertex + arrays.edges.count * 8)
            #expect(ours[...] == expected.prefix(ours.count))
        }
    }
}
