import Testing

@testable import SkeletonModel

struct PruneTests {
    private static let mask: @Sendable (Int) -> Bool = { $0 % 3 != 1 }

    /// Each test with the answer for one node, written for obviousness.
    private static func cases(_ s: Skeleton) -> [(NodeTest, (Int) -> Bool)] {
        func length(_ nodes: [Int]) -> Double {
            zip(nodes, nodes.dropFirst()).reduce(0) { $0 + s.point($1.0).distance(to: s.point($1.1)) }
        }
        let children = EditTesting.children(s)
        let root = { EditTesting.wayToRoot($0, s).last }
        let box = BoundingBox(low: Point3(-5, -9, -9), high: Point3(6, 9, 9))
        return [
            (.depth(0...15), { length(EditTesting.wayToRoot($0, s)) <= 15 }),
            (
                .treeLength(20...80),
                { node in
                    let tree = s.parents.indices.filter { root($0) == root(node) }
                    let cable = tree.reduce(0) { $0 + length(Array(EditTesting.wayToRoot($1, s).prefix(2))) }
                    return cable >= 20 && cable <= 80
                }
            ),
            (
                .sectionLength(8...1000),
                { node in
                    if s.parents[node] < 0 { return true }
                    var end = node
                    while children[end].count == 1 { end = children[end][0] }
                    let way = EditTesting.wayToRoot(end, s)
                    let stop = way.dropFirst().firstIndex { children[$0].count != 1 || s.parents[$0] < 0 }
                    return length(Array(way[...(stop ?? 0)])) >= 8
                }
            ),
            (.radius(2...8), { s.radius[$0] >= 2 && s.radius[$0] <= 8 }),
            (.types([1, 2, 3, 4]), { (1...4).contains(s.types[$0]) }),
            (.box(box), { s.x[$0] >= -5 && s.x[$0] <= 6 && abs(s.y[$0]) <= 9 && abs(s.z[$0]) <= 9 }),
            (
                .shell(center: Point3(1, 0, 0), radii: 3...11),
                { (3...11).contains(s.point($0).distance(to: Point3(1, 0, 0))) }
            ),
            (.mask(s.parents.indices.map(mask)), mask),
        ]
    }

    @Test func whatSatisfiesTheTestStays() throws {
        for skeleton in try EditTesting.forests() {
            for (test, satisfies) in Self.cases(skeleton) {
                let kept = skeleton.parents.indices.filter(satisfies)
                let edited = try skeleton.pruned(to: [test])
                EditTesting.check(edited, of: skeleton)
                #expect(edited.skeleton.ids == kept.map { skeleton.id(of: $0) }, "\(test)")
                for node in kept {
                    let parent = Int(skeleton.parents[node])
                    let wanted = parent >= 0 ? edited.nodeMap[parent] : -1
                    #expect(edited.skeleton.parents[Int(edited.nodeMap[node])] == wanted)
                }
            }
        }
    }

    @Test func bridgesLeadToTheNearestAncestorThatStays() throws {
        for skeleton in try EditTesting.forests() {
            for (test, satisfies) in Self.cases(skeleton) {
                let edited = try skeleton.pruned(to: [test], bridge: true)
                EditTesting.check(edited, of: skeleton)
                for node in skeleton.parents.indices.filter(satisfies) {
                    let ancestor = EditTesting.wayToRoot(node, skeleton).dropFirst().first(where: satisfies)
                    let wanted = ancestor.map { edited.nodeMap[$0] } ?? -1
                    #expect(edited.skeleton.parents[Int(edited.nodeMap[node])] == wanted)
                }
            }
        }
    }

    @Test func allOfSeveralTestsMustHold() throws {
        let skeleton = try EditTesting.forests(1)[0]
        let both = try skeleton.pruned(to: [.radius(2...8), .types([1, 2, 3, 4])])
        let first = try skeleton.pruned(to: [.radius(2...8)]).skeleton
        #expect(try both.skeleton.ids == first.pruned(to: [.types([1, 2, 3, 4])]).skeleton.ids)
        #expect(try skeleton.pruned(to: []).skeleton.ids == skeleton.ids)
    }

    @Test func aMaskNeedsAnAnswerForEachNode() throws {
        #expect(throws: SkeletonError.badOption("the mask has 2 entries for 1 nodes")) {
            try EditTesting.single().pruned(to: [.mask([true, false])])
        }
        #expect(try EditTesting.empty().pruned(to: [.mask([]), .depth(0...1)]).skeleton.nodeCount == 0)
    }
}
