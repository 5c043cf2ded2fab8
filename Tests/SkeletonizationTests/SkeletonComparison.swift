import SkeletonModel
import Testing

@testable import Skeletonization

/// Our skeleton beside the reference's where ties allow more than one right answer.
struct SkeletonComparison {
    private let ours: Tree
    private let reference: Tree
    private let draft: SkeletonDraft
    private let forest: RootedForest
    private let input: [Point3]
    private let inputEdges: Set<[Int32]>
    private let invalidation: Double
    private let referenceMap: [Int32]

    /// What is measured on either side.
    private struct Tree {
        var vertices: [Point3]
        var edges: [SkeletonArrays.Edge]
        var root: Int

        func length(_ edge: SkeletonArrays.Edge) -> Double {
            vertices[Int(edge.child)].distance(to: vertices[Int(edge.parent)])
        }

        var cable: Double { edges.reduce(0) { $0 + length($1) } }

        var medianEdge: Double {
            let lengths = edges.map(length).sorted()
            return lengths[lengths.count / 2]
        }

        var tips: Set<Int> {
            var degree = [Int](repeating: 0, count: vertices.count)
            for edge in edges {
                degree[Int(edge.child)] += 1
                degree[Int(edge.parent)] += 1
            }
            return Set(degree.indices.filter { degree[$0] <= 1 })
        }

        /// Vertices and points along the edges, with the cable that each stands for.
        var samples: [(point: Point3, weight: Double)] {
            edges.flatMap { edge in
                let (a, b) = (vertices[Int(edge.child)], vertices[Int(edge.parent)])
                return [0.1, 0.3, 0.5, 0.7, 0.9].map { t in
                    (Point3(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), a.z + t * (b.z - a.z)), length(edge) / 5)
                }
            }
        }

        func distance(to point: Point3) -> Double {
            samples.map { $0.point.distance(to: point) }.min() ?? .infinity
        }
    }

    init(_ geometry: SkeletonGeometry, _ golden: GoldenCase) throws {
        let expected = try #require(golden.expected["skeleton"])
        (draft, forest) = (geometry.draft, geometry.forest)
        ours = Tree(vertices: draft.vertices, edges: draft.edges, root: Int(draft.root))
        reference = Tree(
            vertices: expected["vertices"]?.points ?? [],
            edges: expected["edges"]?.edges ?? [],
            root: Int(try #require(expected["root"]?.integerValue))
        )
        referenceMap = expected["mesh_to_skel_map"]?.indices ?? []
        input = golden.points.compactMap { $0 }
        inputEdges = Set(golden.inputEdges.map { [min($0.a, $0.b), max($0.a, $0.b)] })
        invalidation = golden.options.invalidationDistance
    }

    private var longestInputEdge: Double {
        inputEdges.map { input[Int($0[0])].distance(to: input[Int($0[1])]) }.max() ?? 0
    }

    func expectEquivalence() {
        expectForest()
        #expect(ours.vertices.count - ours.edges.count == reference.vertices.count - reference.edges.count)
        #expect(abs(ours.cable - reference.cable) <= 0.05 * reference.cable)
        let tips = (ours: ours.tips, reference: reference.tips)
        #expect(abs(tips.ours.count - tips.reference.count) <= max(1, tips.reference.count / 20))
        expectNear(ours, reference)
        expectNear(reference, ours)
        let sameRoot = ours.vertices[ours.root] == reference.vertices[reference.root]
        #expect(sameRoot || (tips.ours.contains(ours.root) && tips.reference.contains(reference.root)))
        let close = referenceMap.indices.filter { node in
            let (a, b) = (draft.meshToSkeletonMap[node], referenceMap[node])
            if a < 0 || b < 0 { return a == b }
            let distance = ours.vertices[Int(a)].distance(to: reference.vertices[Int(b)])
            return distance <= 2 * invalidation + longestInputEdge
        }
        #expect(Double(close.count) >= 0.99 * Double(referenceMap.count))
    }

    private func expectNear(_ a: Tree, _ b: Tree) {
        let far = a.samples.map { ($0.weight, b.distance(to: $0.point)) }
        let near = far.filter { $0.1 <= 1.5 * max(a.medianEdge, b.medianEdge) }.reduce(0) { $0 + $1.0 }
        #expect(near >= 0.95 * a.cable)
        #expect(far.allSatisfy { $0.1 <= invalidation + longestInputEdge })
    }

    func expectInvariants() {
        expectForest()
        for edge in draft.edges {
            let (a, b) = (draft.meshIndex[Int(edge.child)], draft.meshIndex[Int(edge.parent)])
            #expect(inputEdges.contains([min(a, b), max(a, b)]))
        }
        #expect(draft.meshToSkeletonMap.allSatisfy { $0 >= 0 })
        #expect(input.allSatisfy { ours.distance(to: $0) <= invalidation })
        #expect(abs(ours.cable - reference.cable) <= 0.25 * reference.cable)
        let allowed = max(3, 0.4 * Double(reference.tips.count))
        #expect(abs(Double(ours.tips.count) - Double(reference.tips.count)) <= allowed)
    }

    private func expectForest() {
        #expect(forest.order.count == draft.vertices.count)
        #expect(draft.edges.allSatisfy { forest.parents[Int($0.child)] == $0.parent })
        #expect(draft.edges.count == forest.parents.count { $0 >= 0 })
    }
}
