import TestSupport
import Testing

@testable import SkeletonModel

struct CentersTests {
    @Test func centersAreMeansOfNodesAndOfCable() throws {
        let skeleton = try SWC.parse(Array("1 0 0 0 0 1 -1\n2 2 8 0 0 1 1\n3 3 8 2 0 1 2\n4 3 8 2 0 1 3\n".utf8))
        #expect(skeleton.centroid == Point3(6, 1, 0))
        #expect(skeleton.cableCentroid == Point3((4 * 8 + 8 * 2) / 10.0, 0.2, 0))
        #expect(skeleton.cableLengthByType == [2: 8, 3: 2])
        #expect(try EditTesting.empty().centroid == nil)
        #expect(try EditTesting.single().cableCentroid == Point3(1, 2, 3))
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func realFilesEqualTheReference(_ file: String) throws {
        let reference = try #require(MeasureTests.reference[file]?.objectValue?["reference"]?.objectValue)
        let skeleton = try EditTesting.real(file)
        func near(_ a: Double, _ b: Double?) -> Bool { b.map { abs(a - $0) <= 1e-9 * max(abs(a), 1) } ?? false }
        let expected = try #require(reference["centroid"]?.numbers)
        let found = try #require(skeleton.centroid)
        #expect(near(found.x, expected[0]) && near(found.y, expected[1]) && near(found.z, expected[2]))
        let lengths = try #require(reference["cable_length_by_type"]?.objectValue)
        let byType = skeleton.cableLengthByType
        for (type, length) in byType where length > 0 {
            #expect(near(length, lengths["\(type)"]?.doubleValue))
        }
        let longest = reference["long_segments_top5"]?.numbers ?? []
        let segments = skeleton.longSegments
        #expect(zip(segments, longest).allSatisfy { near($0.length, $1) })
        if let distance = reference["geodesic_first_last_tip"]?.doubleValue, let first = skeleton.tips.first,
            let last = skeleton.tips.last
        {
            #expect(near(try skeleton.geodesicDistance(Int(first), Int(last)), distance))
        }
        let histogram = try #require(reference["strahler_histogram"]?.objectValue)
        let orders = Dictionary(grouping: skeleton.strahlerOrder) { $0 }.mapValues(\.count)
        for (order, count) in orders { #expect(histogram["\(order)"]?.integerValue == Int64(count)) }
    }

    @Test func longSegmentsCoverEachEdgeOnce() throws {
        for skeleton in try EditTesting.forests(40) {
            let segments = skeleton.longSegments
            let edges = segments.flatMap { segment in
                zip(segment.nodes, segment.nodes.dropFirst()).map { "\($0) \($1)" }
            }
            let all = skeleton.parents.indices.filter { skeleton.parents[$0] >= 0 }.map {
                "\(skeleton.parents[$0]) \($0)"
            }
            #expect(edges.sorted() == all.sorted())
            #expect(zip(segments, segments.dropFirst()).allSatisfy { $0.length >= $1.length })
            for segment in segments {
                let length = segment.nodes.dropFirst().reduce(0) { sum, node in
                    sum + skeleton.edgeLength(Int(node), Int(skeleton.parents[Int(node)]))
                }
                #expect(abs(segment.length - length) < 1e-9 * (1 + length))
            }
        }
    }
}
