import TestSupport
import Testing

@testable import SkeletonModel

struct SomaTests {
    private func soma(_ text: String) throws -> Soma? { try SWC.parse(Array(text.utf8)).soma }

    @Test func withoutNodesOfTypeOneThereIsNone() throws {
        #expect(try soma("1 0 0 0 0 1 -1\n") == nil)
        #expect(try EditTesting.empty().soma == nil)
    }

    @Test func aPointIsASphere() throws {
        let found = try #require(try soma("1 3 0 0 0 1 -1\n2 1 5 6 7 2 1\n"))
        #expect(found == Soma(shape: .point, nodes: [1], center: Point3(5, 6, 7), radius: 2, surface: 16 * .pi))
        #expect(try soma("1 1 0 0 0 -1 -1\n")?.surface == 0)
    }

    @Test func threePointsAreKnownByTheirLinks() throws {
        // A tilted axis, as most files have it.
        let found = try #require(try soma("1 1 0 0 0 3 -1\n2 1 3 0 0 3 1\n3 1 -3 0.1 0 3 1\n4 3 9 0 0 1 1\n"))
        #expect(found.shape == .threePoint)
        #expect(found.nodes == [0, 1, 2])
        #expect(found.center == Point3(0, 0, 0) && found.radius == 3 && found.surface == 36 * .pi)
    }

    @Test func aChainIsABodyOfRevolution() throws {
        let found = try #require(try soma("1 1 0 0 0 1 -1\n2 1 2 0 0 1 1\n3 1 8 0 0 1 2\n"))
        #expect(found.shape == .chain)
        #expect(found.center == Point3(4, 0, 0))
        #expect(abs(found.surface - 16 * .pi) < 1e-12)
        #expect(abs(found.radius - 2) < 1e-12)
        let flat = try #require(try soma("1 1 5 0 0 1 -1\n2 1 5 0 0 3 1\n"))
        #expect(flat.shape == .chain && flat.center == Point3(5, 0, 0) && flat.radius == 3)
    }

    @Test func aContourIsMeasuredAsAPolygon() throws {
        // A square of side 20 in steps of 5, thin, all but closed.
        let corners =
            (0..<4).map { ($0 * 5, 0) } + (0..<4).map { (20, $0 * 5) } + (0..<4).map { (20 - $0 * 5, 20) }
            + (0..<4).map { (0, 20 - $0 * 5) }
        let rows = corners.enumerated().map { "\($0 + 1) 1 \($1.0) \($1.1) 0 0.1 \($0 == 0 ? -1 : $0)\n" }
        let found = try #require(try soma(rows.joined()))
        #expect(found.shape == .contour)
        #expect(found.center.distance(to: Point3(10, 10, 0)) < 1e-12)
        #expect(abs(found.radius - (400 / Double.pi).squareRoot()) < 1e-12)
        #expect(abs(found.surface - 1600) < 1e-9)
        let fat = try #require(try soma(rows.joined().replacing(" 0.1 ", with: " 9 ")))
        #expect(fat.shape == .chain)
    }

    @Test func anythingElseIsAMean() throws {
        let fork = try #require(
            try soma("1 1 0 0 0 1 -1\n2 1 2 0 0 4 1\n3 1 0 2 0 1 1\n4 1 0 0 2 1 1\n")
        )
        #expect(fork.shape == .branched)
        #expect(fork.center == Point3(0.5, 0.5, 0.5) && fork.radius == 4)
        #expect(abs(fork.surface - .pi * (5 * (13.0).squareRoot() + 4 + 4)) < 1e-9)
        let two = try #require(try soma("1 1 0 0 0 1 -1\n2 3 2 0 0 1 1\n3 1 4 0 0 2 2\n"))
        #expect(two.shape == .scattered)
        #expect(two.center == Point3(2, 0, 0) && two.radius == 2 && two.surface == 0)
    }
}
