import TestSupport
import Testing

@testable import SkeletonModel

struct DownsampleTests {
    @Test func everyNthNodeFromTheDistalEndStays() throws {
        for skeleton in try EditTesting.forests() {
            let children = EditTesting.children(skeleton)
            for step in [1, 2, 3, 7] {
                let edited = try skeleton.downsampled(every: step)
                EditTesting.check(edited, of: skeleton)
                #expect(try EditTesting.mapIsNearest(edited, of: skeleton))
                let kept = skeleton.parents.indices.filter { node in
                    if skeleton.parents[node] < 0 { return true }
                    var (distance, end) = (0, node)
                    while children[end].count == 1 { (distance, end) = (distance + 1, children[end][0]) }
                    return distance % step == 0
                }
                #expect(EditTesting.ids(edited) == Set(kept.map { skeleton.id(of: $0) }))
                #expect(edited.skeleton.sections.count == skeleton.sections.count)
            }
        }
    }

    @Test func removedNodesAreStoodForByTheNearestAlongTheCable() throws {
        for skeleton in try EditTesting.forests() {
            let (result, map) = try skeleton.downsampled(every: nil)
            let distance = skeleton.rootDistance
            for node in 0..<skeleton.nodeCount where skeleton.position(ofID: result.id(of: Int(map[node]))) != node {
                let stand = try #require(skeleton.position(ofID: result.id(of: Int(map[node]))))
                let gap = abs(distance[stand] - distance[node])
                let ends = skeleton.sections.first { section in
                    EditTesting.wayToRoot(Int(section.end), skeleton).contains(node)
                        && EditTesting.wayToRoot(node, skeleton).contains(Int(section.start))
                        && EditTesting.children(skeleton)[node].count == 1
                }
                let section = try #require(ends)
                #expect([Int(section.start), Int(section.end)].contains(stand))
                #expect(gap <= distance[node] - distance[Int(section.start)] + 1e-9)
                #expect(gap <= distance[Int(section.end)] - distance[node] + 1e-9)
            }
        }
    }

    @Test func preservedNodesStay() throws {
        for skeleton in try EditTesting.forests() {
            let edited = try skeleton.downsampled(every: nil, preserving: [skeleton.nodeCount / 2])
            EditTesting.check(edited, of: skeleton)
            #expect(EditTesting.ids(edited).contains(skeleton.id(of: skeleton.nodeCount / 2)))
        }
        #expect(throws: SkeletonError.self) { try EditTesting.single().downsampled(every: 2, preserving: [1]) }
        #expect(throws: SkeletonError.self) { try EditTesting.single().downsampled(every: 0) }
        #expect(try EditTesting.empty().downsampled(every: 2).skeleton.nodeCount == 0)
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func realFilesEqualTheReference(_ file: String) throws {
        let skeleton = try EditTesting.real(file)
        let five = try #require(EditTesting.expected(file, "reference", "downsample_5"))
        try EditTesting.compare(skeleton.downsampled(every: 5), five, tolerance: 1e-9)
        let ends = try #require(EditTesting.expected(file, "reference", "topology_only"))
        try EditTesting.compare(skeleton.downsampled(every: nil), ends, tolerance: 1e-9)
    }
}
