extension Edit {
    package static let heal = Edit(name: "heal", summary: "Joins trees by the shortest links between their nodes.")
}

/// Which trees are joined, and by which links.
public struct Healing: Sendable, Hashable {
    /// The longest link that is made, in the skeleton's unit.
    public var maxDistance: Double
    /// Trees of fewer nodes stay on their own.
    public var minNodes: Int
    /// Links start and end at tips and roots only.
    public var tipsOnly: Bool
    /// Links are measured from surface to surface, radii below 0 counting as 0.
    public var usesRadius: Bool

    /// All trees, by links of any length between any nodes, unless said otherwise.
    public init(
        maxDistance: Double = .infinity,
        minNodes: Int = 1,
        tipsOnly: Bool = false,
        usesRadius: Bool = false
    ) {
        (self.maxDistance, self.minNodes) = (maxDistance, minNodes)
        (self.tipsOnly, self.usesRadius) = (tipsOnly, usesRadius)
    }
}

/// A link between two trees that an edit made.
public struct AddedLink: Sendable, Hashable {
    /// The id of the node at one end; of the two the one that came first.
    public var from: Int64
    /// The id of the node at the other end.
    public var to: Int64
    /// How far these are from each other, in the skeleton's unit.
    public var length: Double
}

extension Skeleton {
    /// The trees joined by the links that make the least length together, and these links, short ones first.
    ///
    /// What hangs together then has the root that it had where the soma is, at the soma's first node, or else the root
    /// of the tree with the most cable. Trees that no link was made to stay as they are.
    public func healed(_ healing: Healing = Healing()) throws(SkeletonError) -> (edited: Edited, links: [AddedLink]) {
        guard healing.maxDistance >= 0 else {
            throw .badOption("the longest link must be 0 or more, got \(Decimal.shortest(healing.maxDistance))")
        }
        var joining = TreeJoining(self, healing)
        let links = joining.shortestLinks()
        let added = links.map { link in
            AddedLink(
                from: id(of: Int(link.a)),
                to: id(of: Int(link.b)),
                length: edgeLength(Int(link.a), Int(link.b))
            )
        }
        if links.isEmpty { return ((self, sameNodes), []) }
        return (joined(links), added.sorted { ($0.length, $0.from, $0.to) < ($1.length, $1.from, $1.to) })
    }

    private func joined(_ links: [TreeJoining.Link]) -> Edited {
        let root = rootOfNode
        var linksOfTree: [Int32: [(own: Int32, other: Int32)]] = [:]
        for link in links {
            linksOfTree[root[Int(link.a)], default: []].append((link.a, link.b))
            linksOfTree[root[Int(link.b)], default: []].append((link.b, link.a))
        }
        var parents = parents
        var isReached: Set<Int32> = []
        for start in treesByRank where linksOfTree[root[Int(start)]] != nil && !isReached.contains(root[Int(start)]) {
            Skeleton.turn(&parents, at: start)
            isReached.insert(root[Int(start)])
            var open = [root[Int(start)]]
            while let tree = open.popLast() {
                for (own, other) in linksOfTree[tree] ?? [] where isReached.insert(root[Int(other)]).inserted {
                    Skeleton.turn(&parents, at: other)
                    parents[Int(other)] = own
                    open.append(root[Int(other)])
                }
            }
        }
        return relinkedInAnyOrder(parents)
    }

    /// For each tree the node that a whole with it would have as its root, the most deserving trees first.
    private var treesByRank: [Int32] {
        let (cable, root) = (treeCables, rootOfNode)
        let somata = somaNodes.map { $0[0] }
        let somatic = Set(somata.map { root[Int($0)] })
        func longer(_ a: Int32, _ b: Int32) -> Bool {
            let (first, second) = (cable[Int(root[Int(a)])], cable[Int(root[Int(b)])])
            return first != second ? first > second : a < b
        }
        return somata.sorted(by: longer) + roots.filter { !somatic.contains($0) }.sorted(by: longer)
    }
}

/// The search for the shortest links between trees, by Borůvka: in each round each part finds the shortest link to
/// another one, so that there are at most half as many parts afterwards.
struct TreeJoining {
    /// A link between two nodes; `a` comes before `b`.
    struct Link {
        var a: Int32
        var b: Int32
        /// What is kept small: the distance, less the radii where these count.
        var gap: Double

        func comesFirst(_ other: Link) -> Bool { (gap, a, b) < (other.gap, other.a, other.b) }
    }

    private let healing: Healing
    private let index: SpatialIndex
    private let treeOfNode: [Int32]
    // The radius of each entry, and the largest of each range; nil where radii do not count.
    private let radius: [Double]?
    private let reach: SpatialIndex.Reach?
    private var parts: UnionFind
    // For each entry the tree that stands for its part.
    private var partOfEntry: [Int32]
    // No entry has a link shorter than this to another part: parts only grow.
    private var leastGap: [Double]

    init(_ skeleton: Skeleton, _ healing: Healing) {
        self.healing = healing
        let tree = skeleton.treeOfNode
        var size = [Int](repeating: 0, count: skeleton.roots.count)
        for tree in tree { size[Int(tree)] += 1 }
        let counts = skeleton.childCounts
        let nodes = (0..<Int32(skeleton.nodeCount)).filter { node in
            let isEnd = counts[Int(node)] == 0 || skeleton.parents[Int(node)] < 0
            return size[Int(tree[Int(node)])] >= healing.minNodes && (isEnd || !healing.tipsOnly)
        }
        let index = SpatialIndex(skeleton, nodes: nodes)
        let radius = index.entries.map { max(skeleton.radius[Int($0.node)], 0) }
        (self.index, treeOfNode) = (index, tree)
        self.radius = healing.usesRadius ? radius : nil
        reach = healing.usesRadius ? index.reach { max(skeleton.radius[Int($0)], 0) } : nil
        parts = UnionFind(count: size.count)
        partOfEntry = index.entries.map { tree[Int($0.node)] }
        leastGap = [Double](repeating: -.infinity, count: nodes.count)
    }

    mutating func shortestLinks() -> [Link] {
        var links: [Link] = []
        while true {
            let count = links.count
            for link in shortestOfEachPart() where parts.join(tree(link.a), tree(link.b)) { links.append(link) }
            if links.count == count { return links }
            for entry in partOfEntry.indices { partOfEntry[entry] = parts.representative(of: partOfEntry[entry]) }
        }
    }

    private func tree(_ node: Int32) -> Int32 { treeOfNode[Int(node)] }

    private mutating func shortestOfEachPart() -> [Link] {
        // Of a range that lies in one part that part, else −1.
        var only = partOfEntry
        index.gather(&only, 0..<only.count) { $0 == $1 ? $0 : -1 }
        var best = [Link?](repeating: nil, count: parts.count)
        for entry in partOfEntry.indices {
            let part = Int(partOfEntry[entry])
            guard leastGap[entry] <= best[part]?.gap ?? healing.maxDistance else { continue }
            best[part] = shortest(from: entry, only, best[part])
            leastGap[entry] = best[part]?.gap ?? healing.maxDistance
        }
        return best.compactMap { $0 }.sorted { $0.comesFirst($1) }
    }

    /// The shortest link from an entry to another part, where that comes before the best one so far.
    private func shortest(from entry: Int, _ only: [Int32], _ best: Link?) -> Link? {
        let (own, part) = (index.entries[entry], partOfEntry[entry])
        let ownRadius = radius?[entry] ?? 0
        var best = best
        index.search(
            around: Point3(own.x, own.y, own.z),
            bound: (best?.gap ?? healing.maxDistance) + ownRadius,
            reach: reach,
            skipping: (only, part)
        ) { other, square in
            if partOfEntry[other] != part {
                let node = index.entries[other].node
                let gap = square.squareRoot() - ownRadius - (radius?[other] ?? 0)
                let link = Link(a: min(own.node, node), b: max(own.node, node), gap: gap)
                if gap <= healing.maxDistance, best.map({ link.comesFirst($0) }) ?? true { best = link }
            }
            return (best?.gap ?? healing.maxDistance) + ownRadius
        }
        return best
    }
}
