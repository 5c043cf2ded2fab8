import SkeletonAPI
import Testing

struct SkeletonVersionTests {
    @Test func theVersionsAreThoseThatTheServiceLists() {
        #expect(SkeletonVersion.all.map(\.rawValue) == [-1, 0, 1, 2, 3, 4])
    }

    @Test(arguments: [(-1, 4), (0, 2), (1, 1), (2, 2), (3, 3), (4, 4)])
    func minusOneMeansTheNewestAndZeroMeansTwo(_ asked: Int, _ answered: Int) throws {
        #expect(try SkeletonVersion(asked).resolved.rawValue == answered)
    }

    @Test(arguments: [-2, 5, 9, Int.min, Int.max])
    func anotherNumberIsAnErrorThatListsTheValidOnes(_ number: Int) {
        let error = #expect(throws: ServiceError.self) { try SkeletonVersion(number) }
        #expect(error?.description == "unknown skeleton version: \(number) (valid: -1, 0, 1, 2, 3, 4)")
        #expect(error?.code == "unknown_version")
        #expect(SkeletonVersion(rawValue: number) == nil)
    }
}
