import TestSupport
import Testing

@testable import SkeletonModel

struct ResampleTests {
    @Test func sectionsAreCutIntoPiecesOfEqualArcLength() throws {
        for skeleton in try EditTesting.forests() {
            for spacing in [0.7, 3, 50.0] {
                let edited = try skeleton.resampled(spacing: spacing)
                EditTesting.check(edited, of: skeleton)
                let new = edited.skeleton
                var expected = skeleton.roots.count
                for section in skeleton.sections {
                    expected += max(1, Int((section.length / spacing + 0.5).rounded(.down)))
                }
                #expect(new.nodeCount == expected)
                #expect(new.sections.count == skeleton.sections.count)
                #expect(new.cableLength <= skeleton.cableLength * (1 + 1e-12))
                #expect((0..<new.nodeCount).allSatisfy { EditTesting.isOnCable(new.point($0), skeleton) })
            }
        }
    }

    @Test func onPaper() throws {
        let text = "1 1 0 0 0 1 -1\n2 2 4 0 0 3 1\n3 3 4 6 0 3 2\n"
        let (new, map) = try SWC.parse(Array(text.utf8)).resampled(spacing: 2.6)
        #expect(new.ids == [1, 4, 5, 6, 3])
        #expect(new.parents == [-1, 0, 1, 2, 3])
        #expect(new.x == [0, 2.5, 4, 4, 4])
        #expect(zip(new.y, [0, 0, 1, 3.5, 6]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(new.radius == [1, 2.25, 3, 3, 3])
        #expect(new.types == [1, 2, 3, 3, 3])
        // The corner is at 4 of 10: nearer to 5 than to 2.5.
        #expect(map == [0, 2, 4])
    }

    @Test func nodesAreStoodForByTheNearestAlongTheCable() throws {
        for skeleton in try EditTesting.forests() {
            let (new, map) = try skeleton.resampled(spacing: 2)
            let distance = skeleton.rootDistance
            for section in skeleton.sections {
                let pieces = max(1, Int((section.length / 2 + 0.5).rounded(.down)))
                let way = EditTesting.wayToRoot(Int(section.end), skeleton).prefix { $0 != Int(section.start) }
                let places = (0...pieces).map { section.length * Double($0) / Double(pieces) }
                var nodes = [map[Int(section.end)]]
                while nodes.count <= pieces { nodes.append(new.parents[Int(nodes[nodes.count - 1])]) }
                for node in way {
                    let place = distance[node] - distance[Int(section.start)]
                    let stand = try #require(nodes.firstIndex(of: map[node])).distance(to: pieces)
                    let nearest = places.map { abs($0 - place) }.min() ?? 0
                    #expect(abs(abs(places[stand] - place) - nearest) < 1e-9)
                }
            }
        }
    }

    @Test func optionsAreChecked() throws {
        #expect(try EditTesting.empty().resampled(spacing: 1).skeleton.nodeCount == 0)
        #expect(try EditTesting.single().resampled(spacing: 1).nodeMap == [0])
        #expect(throws: SkeletonError.badOption("the spacing must be a positive number, got 0")) {
            try EditTesting.single().resampled(spacing: 0)
        }
        let line = try SWC.parse(Array("1 0 0 0 0 1 -1\n2 0 1e300 0 0 1 1\n".utf8))
        #expect(throws: SkeletonError.badOption("a spacing of 1 would make more nodes than 2^31")) {
            try line.resampled(spacing: 1)
        }
    }

    @Test func newIDsAreFreeEvenWhereThereIsNoRoomAbove() throws {
        let text = "9223372036854775807 0 0 0 0 1 -1\n1 0 9 0 0 1 9223372036854775807\n"
        #expect(try SWC.parse(Array(text.utf8)).resampled(spacing: 3).skeleton.ids == [.max, 2, 3, 1])
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func realFilesEqualTheReferenceAndNavis(_ file: String) throws {
        let skeleton = try EditTesting.real(file)
        let expected = try #require(EditTesting.expected(file, "reference", "resample"))
        let edited = try skeleton.resampled(spacing: #require(expected["spacing"]?.doubleValue))
        try EditTesting.compare(edited, expected, tolerance: 1e-9)
        if let navis = EditTesting.expected(file, "navis", "resample") {
            try EditTesting.compare(edited, navis, tolerance: 2e-6)
        }
    }
}
