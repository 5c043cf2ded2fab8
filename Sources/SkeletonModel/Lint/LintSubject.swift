/// What the rules look at: a skeleton, the text it came from, and what several rules ask about it.
struct LintSubject {
    let skeleton: Skeleton
    /// The SWC text, nil for other sources.
    let text: [UInt8]?
    private let settings: LintSettings
    /// How many children each node has.
    let childCounts: [Int32]
    /// The groups of nodes of type 1 that hang together, each in order.
    let somata: [[Int32]]
    /// The median length of the edges that have one and do not touch a soma; nil when there is none.
    let medianEdge: Double?
    /// The longest side of the box around all nodes.
    let extent: Double

    init(_ skeleton: Skeleton, text: [UInt8]?, _ settings: LintSettings) {
        self.skeleton = skeleton
        self.text = text
        self.settings = settings
        childCounts = skeleton.childCounts
        somata = LintSubject.somata(of: skeleton)
        let lengths = skeleton.neuriteEdges.map { skeleton.edgeLength($0, Int(skeleton.parents[$0])) }
        medianEdge = lengths.filter { $0 > 0 }.median
        let box = skeleton.boundingBox.map { ($0.high.x - $0.low.x, $0.high.y - $0.low.y, $0.high.z - $0.low.z) }
        extent = box.map { max($0.0, $0.1, $0.2) } ?? 0
    }

    /// The value of a threshold.
    subscript(_ threshold: LintRule.Threshold) -> Double { settings.value(threshold) }

    /// Where a node is typed as soma.
    func isSoma(_ node: Int) -> Bool { skeleton.types[node] == 1 }

    /// How many units of the skeleton make a micrometre; nil when there is no telling.
    ///
    /// Numbers without a unit count as micrometres, as SWC has them, unless they look like something else.
    var micrometre: Double? {
        if let length = skeleton.unit.inNanometres { return 1000 / length }
        return looksLikeNanometres || looksLikeVoxels ? nil : 1
    }

    /// The first nodes of what grows out of somata.
    var neuriteStarts: [Int] {
        skeleton.parents.indices.filter { node in
            skeleton.parents[node] >= 0 && !isSoma(node) && isSoma(Int(skeleton.parents[node]))
        }
    }

    private static func somata(of skeleton: Skeleton) -> [[Int32]] {
        var group = [Int32](repeating: -1, count: skeleton.nodeCount)
        var somata: [[Int32]] = []
        for node in 0..<skeleton.nodeCount where skeleton.types[node] == 1 {
            let parent = Int(skeleton.parents[node])
            if parent >= 0, group[parent] >= 0 {
                group[node] = group[parent]
                somata[Int(group[node])].append(Int32(node))
            } else {
                group[node] = Int32(somata.count)
                somata.append([Int32(node)])
            }
        }
        return somata
    }
}

extension Skeleton {
    /// The nodes whose edge to the parent does not touch the soma.
    var neuriteEdges: [Int] {
        parents.indices.filter { parents[$0] >= 0 && !isSomaLink($0) }
    }
}

extension [Double] {
    /// The middle value, the mean of the middle two; nil for nothing.
    var median: Double? {
        if isEmpty { return nil }
        let ordered = sorted()
        return count % 2 == 1 ? ordered[count / 2] : (ordered[count / 2 - 1] + ordered[count / 2]) / 2
    }
}

/// A number for a sentence, with four significant digits.
func brief(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    var scale = 1.0
    while value.magnitude * scale < 1000, scale < 1e12 { scale *= 10 }
    return Decimal.shortest((value * scale).rounded() / scale)
}
