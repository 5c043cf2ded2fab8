import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// The volume of two labels against the records of the level-2 cache's own code, node by node and edge by edge.
struct VolumeGoldenTests {
    private let golden: JSONValue
    private let shape = VoxelGrid(112, 96, 80)
    private let size: Point3
    private let labels: [UInt64]
    private let options = VolumeOptions(chunk: VoxelGrid(16, 16, 16))

    init() throws {
        golden = try .read(GoldenCase.fixtures.appending(path: "volume_two_labels.json.gz"))
        size = try #require(golden["voxel_nm"]?.point)
        labels = (golden["rle"]?.arrayValue ?? []).flatMap { run in
            let run = run.integers
            return [UInt64](repeating: UInt64(run[0]), count: Int(run[1]))
        }
    }

    private func graphs() throws -> [Level2Graph] {
        try LabelVolume(labels: labels, shape: shape, voxelSize: size).level2Graphs(options)
    }

    @Test func nodesAgreeWithTheCache() throws {
        let records = try #require(golden["expected"]?["l2"]?.arrayValue)
        let graphs = try graphs()
        #expect(graphs.reduce(0) { $0 + $1.nodes.count } == records.count)
        var tied = 0
        for record in records {
            let label = try #require(record["label"]?.integerValue)
            let rootID = RootID(label: UInt64(label))
            let graph = try #require(graphs.first { $0.rootID == rootID })
            let id = try #require(record["l2_id"]?.integerValue)
            let node = try #require(graph.nodes.first { $0.id == id })
            #expect(node.sizeNM3 == record["size_nm3"]?.number)
            #expect(node.areaNM2 == record["area_nm2"]?.number)
            #expect(abs(try #require(node.maxDT) - #require(record["max_dt_nm"]?.number)) <= 1)
            let mean = try #require(record["mean_dt_nm"]?.number)
            #expect(abs(try #require(node.meanDT) - mean) <= 0.001 * mean)
            if try #require(record["rep_margin"]?.number) < 0.01 {
                tied += 1
            } else {
                #expect(node.coordinate == record["rep_coord_nm"]?.point)
            }
        }
        // Otherwise the comparison of the places would say little.
        #expect(tied * 10 < records.count)
    }

    @Test func edgesAgreeWithTheCache() throws {
        let expected = golden["expected"]?["edges"]?.arrayValue?.map(\.integers) ?? []
        let edges = try graphs().flatMap { graph in
            graph.edges.map { [graph.nodes[Int($0.a)].id, graph.nodes[Int($0.b)].id] }
        }
        #expect(Set(edges) == Set(expected) && edges.count == expected.count)
    }

    @Test func oneLabelCanBeTaken() throws {
        let all = try graphs()
        let last = try #require(all.last)
        // The label is in the low bits of the id.
        let wanted = UInt64(last.rootID.value) & 0xFF_FFFF
        var one = options
        one.labels = [wanted]
        one.somaPoints = [wanted: Point3(1, 2, 3)]
        var expected = last
        expected.somaPoint = Point3(1, 2, 3)
        #expect(
            try LabelVolume(labels: labels, shape: shape, voxelSize: size).level2Graphs(one) == [expected]
        )
    }
}
