/// A skeleton that is being fitted to another program, and what was changed so far.
struct ExportDraft {
    private(set) var skeleton: Skeleton
    private(set) var changes: [String] = []

    init(_ skeleton: Skeleton) {
        self.skeleton = skeleton
    }

    /// Throws for a single node, in which some programs see no cell.
    func requireEdges(for program: String) throws(SkeletonError) {
        guard skeleton.nodeCount > 1 else { throw .badOption("\(program) reads no skeleton of a single node") }
    }

    /// Lengths in micrometres, or as they are when nothing tells their unit.
    mutating func useMicrometres() throws(SkeletonError) {
        if skeleton.unit == .unknown {
            changes.append("the unit is not known; the numbers were taken as micrometres")
            skeleton = skeleton.declared(in: .micrometres)
        } else if skeleton.unit != .micrometres {
            changes.append("lengths were changed from \(skeleton.unit) to um")
            skeleton = try skeleton.converted(to: .micrometres)
        }
    }

    /// Only the tree with the soma, else the one with the most cable.
    mutating func keepOneTree() {
        let count = skeleton.roots.count
        guard count > 1 else { return }
        let (root, before) = (mainRoot, skeleton.nodeCount)
        let rootOfNode = skeleton.rootOfNode
        skeleton = skeleton.keeping(rootOfNode.map { $0 == root }).skeleton
        let lost = before - skeleton.nodeCount
        changes.append("one of \(count) trees was kept, \(lost) \(lost == 1 ? "node was" : "nodes were") left out")
    }

    private var mainRoot: Int32 {
        let rootOfNode = skeleton.rootOfNode
        if let soma = skeleton.types.firstIndex(of: 1) { return rootOfNode[soma] }
        let cable = skeleton.treeCables
        return skeleton.roots.max { cable[Int($0)] != cable[Int($1)] ? cable[Int($0)] < cable[Int($1)] : $0 > $1 } ?? 0
    }

    /// Nodes of type 1 only in the first tree that has any.
    mutating func keepOneSoma() {
        for nodes in skeleton.somaNodes.dropFirst() {
            for node in nodes { skeleton.types[Int(node)] = 3 }
            changes.append("a second soma (node \(skeleton.id(of: Int(nodes[0])))) became a dendrite")
        }
    }

    /// The soma of each tree a single node.
    mutating func collapseSoma() {
        let before = skeleton.nodeCount
        skeleton = skeleton.collapsedSoma().skeleton
        guard skeleton.nodeCount < before else { return }
        changes.append("a soma of \(before - skeleton.nodeCount + 1) nodes became a single one")
    }

    /// The soma as NeuroMorpho has it, unless it has that form already.
    mutating func useThreePointSoma() throws(SkeletonError) {
        if skeleton.somaNodes.allSatisfy(isThreePoint) { return }
        let before = skeleton.somaNodes.reduce(0) { $0 + $1.count }
        skeleton = try skeleton.threePointSoma().skeleton
        let after = skeleton.somaNodes.reduce(0) { $0 + $1.count }
        changes.append("a soma of \(before) \(before == 1 ? "node" : "nodes") is written with \(after)")
    }

    private func isThreePoint(_ soma: [Int32]) -> Bool {
        soma.count == 3 && skeleton.parents[Int(soma[0])] < 0
            && soma.dropFirst().allSatisfy { skeleton.parents[Int($0)] == soma[0] }
    }

    /// Each tree with a soma begins with it.
    mutating func rootAtSoma() throws(SkeletonError) {
        for soma in skeleton.somaNodes.map({ skeleton.id(of: Int($0[0])) }) {
            guard let position = skeleton.position(ofID: soma), skeleton.parents[position] >= 0 else { continue }
            skeleton = try skeleton.rerooted(at: position).skeleton
            changes.append("the soma (node \(soma)) was made the root")
        }
    }

    /// Every type outside of a range becomes that of a dendrite.
    mutating func keepTypes(_ known: ClosedRange<Int32>) {
        var count = 0
        for node in 0..<skeleton.nodeCount where !known.contains(skeleton.types[node]) {
            skeleton.types[node] = 3
            count += 1
        }
        if count > 0 { changes.append("\(count) \(count == 1 ? "node" : "nodes") of other types became dendrite (3)") }
    }

    /// A root has the type of its first child when no child has its own.
    mutating func matchRootTypes() {
        let children = skeleton.children
        for root in skeleton.roots.map({ Int($0) }) {
            let below = children[root]
            guard let first = below.first, !below.contains(where: { skeleton.types[Int($0)] == skeleton.types[root] })
            else { continue }
            skeleton.types[root] = skeleton.types[Int(first)]
            changes.append("the root (node \(skeleton.id(of: root))) got the type of its first child")
        }
    }

    /// A radius that is not known becomes that of the nearest ancestor, else descendant, that has one; without any,
    /// half a unit.
    mutating func fillRadii() {
        let unknown = skeleton.radius.count { $0 <= 0 }
        guard unknown > 0 else { return }
        for (node, parent) in skeleton.parents.enumerated() where skeleton.radius[node] <= 0 && parent >= 0 {
            skeleton.radius[node] = skeleton.radius[Int(parent)]
        }
        for node in stride(from: skeleton.nodeCount - 1, to: 0, by: -1) where skeleton.radius[node] > 0 {
            let parent = Int(skeleton.parents[node])
            if parent >= 0, skeleton.radius[parent] <= 0 { skeleton.radius[parent] = skeleton.radius[node] }
        }
        for (node, parent) in skeleton.parents.enumerated() where skeleton.radius[node] <= 0 {
            skeleton.radius[node] = parent >= 0 && skeleton.radius[Int(parent)] > 0 ? skeleton.radius[Int(parent)] : 0.5
        }
        changes.append("\(unknown) \(unknown == 1 ? "radius was" : "radii were") not known and taken from a neighbour")
    }
}
