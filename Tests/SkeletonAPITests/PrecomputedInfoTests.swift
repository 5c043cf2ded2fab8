import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

struct PrecomputedInfoTests {
    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: [1, 2, 3, 4])
    func theRecordIsWhatTheServiceAnswered(_ number: Int) throws {
        let file = "golden/protocol/get_precomputed_skeleton_info_v\(number).json"
        let recording = try JSONValue.parse(Array(Data(contentsOf: Repository.shared.appending(path: file))))
        let exchanges = try #require(recording.objectValue?["exchanges"]?.arrayValue)
        let body = try #require(exchanges.last?.objectValue?["response"]?.objectValue?["body"])
        let record = JSONValue.object(PrecomputedInfo.record(of: try SkeletonVersion(number)))
        let expected = try body.stringValue.map { try JSONValue.parse($0) } ?? body
        #expect(record.sortedText == expected.sortedText)
    }

    @Test func minusOneAndZeroAreFourAndTwo() throws {
        #expect(PrecomputedInfo.record(of: try SkeletonVersion(-1)) == PrecomputedInfo.record(of: .newest))
        #expect(PrecomputedInfo.record(of: try SkeletonVersion(0)) == PrecomputedInfo.record(of: .two))
    }
}
