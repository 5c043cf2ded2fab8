import TestSupport
import Testing

@testable import SkeletonModel

struct ShollTests {
    private func metrics(_ skeleton: Skeleton) -> [ShollMetric] {
        [.straight(from: skeleton.point(0)), .straight(from: Point3(1, -2, 3)), .alongCable]
    }

    private func distance(_ node: Int, _ skeleton: Skeleton, _ metric: ShollMetric) -> Double {
        switch metric {
        case .straight(let center): skeleton.point(node).distance(to: center)
        case .alongCable: skeleton.rootDistance[node]
        }
    }

    @Test func countsAreThoseOfTheDefinition() throws {
        for skeleton in try EditTesting.forests(40) {
            let children = EditTesting.children(skeleton)
            for metric in metrics(skeleton) {
                let profile = try skeleton.sholl(metric, radii: [2, 5, 9, 30])
                for (index, radius) in profile.radii.enumerated() {
                    let inner = index == 0 ? -1 : profile.radii[index - 1]
                    let edges = (0..<skeleton.nodeCount).filter { skeleton.parents[$0] >= 0 }
                    let crossing = edges.filter { node in
                        let ends = [node, Int(skeleton.parents[node])].map { distance($0, skeleton, metric) }
                        return ends.min() ?? 0 < radius && radius <= ends.max() ?? 0
                    }
                    #expect(profile.crossings[index] == crossing.count)
                    let inside = (0..<skeleton.nodeCount).filter {
                        inner < distance($0, skeleton, metric) && distance($0, skeleton, metric) <= radius
                    }
                    #expect(profile.branchPoints[index] == inside.count { children[$0].count >= 2 })
                    #expect(profile.tips[index] == inside.count { children[$0].isEmpty && skeleton.parents[$0] >= 0 })
                }
            }
        }
    }

    @Test func lengthsAreThoseOfManySmallPieces() throws {
        for skeleton in try EditTesting.forests(12) {
            for metric in metrics(skeleton) {
                let radii = try skeleton.shollRadii(metric, step: 4)
                let profile = try skeleton.sholl(metric, radii: radii)
                #expect(abs(profile.lengths.reduce(0, +) - skeleton.cableLength) < 1e-9 * (1 + skeleton.cableLength))
                // Distance along a piece changes as along its edge.
                let fine = try skeleton.resampledEdges(pieces: 400)
                var lengths = [Double](repeating: 0, count: radii.count)
                for node in 0..<fine.nodeCount where fine.parents[node] >= 0 {
                    let parent = Int(fine.parents[node])
                    let middle = (distance(node, fine, metric) + distance(parent, fine, metric)) / 2
                    let shell = try #require(radii.firstIndex { middle <= $0 + 1e-9 })
                    lengths[shell] += fine.edgeLength(node, parent)
                }
                for (found, expected) in zip(profile.lengths, lengths) { #expect(abs(found - expected) < 2) }
            }
        }
    }

    @Test func anEdgeThroughASphereIsInsideWhereItIs() throws {
        // A chord of the sphere of radius 5 at height 3: 4 to each side.
        let skeleton = try SWC.parse(Array("1 0 -10 3 0 1 -1\n2 0 10 3 0 1 1\n".utf8))
        let profile = try skeleton.sholl(.straight(from: Point3(0, 0, 0)), radii: [3, 5, 20])
        #expect(profile.crossings == [0, 0, 0])
        #expect(profile.lengths == [0, 8, 12])
    }

    @Test func radiiAreChecked() throws {
        let skeleton = try SWC.parse(Array("1 0 0 0 0 1 -1\n2 0 10 0 0 1 1\n".utf8))
        #expect(try skeleton.shollRadii(.alongCable, step: 4) == [4, 8, 12])
        #expect(try skeleton.shollRadii(.alongCable, step: 5) == [5, 10])
        #expect(try skeleton.sholl(.alongCable, radii: [5, 10]).crossings == [1, 1])
        #expect(throws: SkeletonError.self) { try skeleton.sholl(.alongCable, radii: [2, 2]) }
        #expect(throws: SkeletonError.self) { try skeleton.sholl(.alongCable, radii: [0, 2]) }
        #expect(throws: SkeletonError.self) { try skeleton.sholl(.alongCable, radii: [1, .nan]) }
        #expect(throws: SkeletonError.self) { try skeleton.shollRadii(.alongCable, step: 1e-9) }
        #expect(try EditTesting.empty().sholl(.alongCable, radii: [1]).lengths == [0])
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func crossingsOfRealFilesEqualTheReference(_ file: String) throws {
        let reference = try #require(MeasureTests.reference[file]?.objectValue?["reference"]?.objectValue)
        guard let radii = reference["sholl_radii"]?.numbers, !radii.isEmpty,
            let expected = reference["sholl_crossings"]?.arrayValue?.compactMap(\.integerValue)
        else { return }
        let skeleton = try EditTesting.real(file)
        let center = try #require(reference["sholl_center"]?.numbers)
        let metric = ShollMetric.straight(from: Point3(center[0], center[1], center[2]))
        #expect(try skeleton.sholl(metric, radii: radii).crossings.map(Int64.init) == expected)
    }
}

extension Skeleton {
    /// Each edge in so many pieces of equal length.
    fileprivate func resampledEdges(pieces: Int) throws -> Skeleton {
        let places = parents.indices.filter { parents[$0] >= 0 }.flatMap { node in
            (1..<pieces).map { CablePlace(node: Int32(node), fraction: Double($0) / Double(pieces)) }
        }
        return try insertingNodes(at: places).edited.skeleton
    }
}
