import Testing

@testable import SkeletonModel

struct SmoothTests {
    private func line(_ y: [Double]) throws -> Skeleton {
        try Skeleton(
            parents: y.indices.map { Int32($0) - 1 },
            x: y.indices.map(Double.init),
            y: y,
            z: y.map { _ in 0 }
        )
    }

    @Test func endsAndLinksStay() throws {
        for skeleton in try EditTesting.forests() {
            for smoothing in [Smoothing.window(1), .window(5), .sigma(4)] {
                let edited = try skeleton.smoothed(smoothing)
                EditTesting.check(edited, of: skeleton, isMoving: true)
                #expect(edited.skeleton.parents == skeleton.parents)
                #expect(edited.skeleton.ids == skeleton.ids)
                for section in skeleton.sections {
                    #expect(edited.skeleton.point(Int(section.end)) == skeleton.point(Int(section.end)))
                    #expect(edited.skeleton.point(Int(section.start)) == skeleton.point(Int(section.start)))
                }
                if smoothing == .window(1) { #expect(edited.skeleton.x == skeleton.x) }
            }
        }
    }

    @Test func windowsAreMeansOnPaper() throws {
        let smooth = try line([0, 3, 0, 6, 0, 9]).smoothed(.window(5)).skeleton
        // Next to the ends one node on each side, further in two.
        #expect(smooth.y == [0, 1, 9 / 5.0, 18 / 5.0, 5, 9])
        #expect(smooth.x == [0, 1, 2, 3, 4, 5])
        #expect(try line([0, 3, 0, 6, 0, 9]).smoothed(.window(4)).skeleton.y == [0, 1, 3, 2, 5, 9])
    }

    @Test func straightLinesStayStraight() throws {
        let straight = try line([0, 1, 2, 3, 4, 5, 6])
        for smoothing in [Smoothing.window(3), .window(99), .sigma(0.5), .sigma(100)] {
            let smooth = try straight.smoothed(smoothing).skeleton
            #expect(zip(smooth.y, straight.y).allSatisfy { abs($0 - $1) < 1e-12 })
            #expect(abs(smooth.cableLength - straight.cableLength) < 1e-12)
        }
    }

    @Test func bellCurvesWeighByArcLength() throws {
        let smooth = try line([0, 0, 6, 0, 0]).smoothed(.sigma(10)).skeleton
        // The corner is 6.08 away along the cable, the ends 7.08: weights exp(−d²/200).
        let corner = 37.0.squareRoot()
        let weights = [corner + 1, corner, 0, corner, corner + 1].map { Self.exponential(-$0 * $0 / 200) }
        #expect(abs(smooth.y[2] - 6 / weights.reduce(0, +)) < 1e-12)
    }

    /// The series, for small arguments.
    private static func exponential(_ x: Double) -> Double {
        var (term, sum) = (1.0, 1.0)
        for n in 1..<40 {
            term *= x / Double(n)
            sum += term
        }
        return sum
    }

    @Test func optionsAreChecked() throws {
        #expect(try EditTesting.empty().smoothed(.window(3)).skeleton.nodeCount == 0)
        #expect(try EditTesting.single().smoothed(.sigma(3)).nodeMap == [0])
        #expect(throws: SkeletonError.self) { try EditTesting.single().smoothed(.window(0)) }
        #expect(throws: SkeletonError.self) { try EditTesting.single().smoothed(.sigma(0)) }
    }
}
