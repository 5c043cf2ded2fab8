import SkeletonModel
import TestSupport
import Testing

struct ServiceSWCTests {
    @Test(
        .enabled(if: Repository.hasShared, "needs the shared reference files"),
        arguments: ServiceRecording.all + ["twopart", "n5k", "n20k"]
    )
    func textEqualsTheRecordedOne(_ name: String) throws {
        let recording = try ServiceRecording(name)
        let ours = try SWC.serviceText(recording.arrays())
        #expect(try ours == recording.body("get_v4_swc"))
    }
}
