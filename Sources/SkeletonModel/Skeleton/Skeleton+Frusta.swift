extension Skeleton {
    /// Whether the edge from a node to its parent touches the soma (type 1) with one of its ends.
    func isSomaLink(_ node: Int) -> Bool {
        types[node] == 1 || types[Int(parents[node])] == 1
    }

    /// A sum over edges, of their length and the radii at both ends; radii below 0 count as 0.
    func sumOfEdges(
        withoutSomaLinks: Bool,
        _ term: (_ length: Double, _ radius: Double, _ parentRadius: Double) -> Double
    ) -> Double {
        var sum = 0.0
        for (node, parent) in parents.enumerated() where parent >= 0 {
            if withoutSomaLinks, isSomaLink(node) { continue }
            sum += term(edgeLength(node, Int(parent)), max(radius[node], 0), max(radius[Int(parent)], 0))
        }
        return sum
    }

    /// The side of the frusta between nodes and their parents.
    func frustaArea(withoutSomaLinks: Bool) -> Double {
        sumOfEdges(withoutSomaLinks: withoutSomaLinks) { length, r1, r2 in
            .pi * (r1 + r2) * ((r1 - r2) * (r1 - r2) + length * length).squareRoot()
        }
    }

    /// The volume of the frusta between nodes and their parents.
    func frustaVolume(withoutSomaLinks: Bool) -> Double {
        sumOfEdges(withoutSomaLinks: withoutSomaLinks) { length, r1, r2 in
            .pi * length * (r1 * r1 + r1 * r2 + r2 * r2) / 3
        }
    }
}
