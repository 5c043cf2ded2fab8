extension Skeleton {
    /// The mean of a number over the sections that have one, nil where none has.
    func meanOfSections(_ number: (Section) -> Double?) -> Double? {
        sections.compactMap(number).mean
    }

    /// How many sections there are.
    var sectionCount: Int {
        let counts = childCounts
        return parents.indices.count { parents[$0] >= 0 && counts[$0] != 1 }
    }

    /// The loss of diameter along a section by a length; nil where a radius is not known or the length is 0.
    func taper(_ section: Section, by length: Double) -> Double? {
        let (start, end) = (radius[Int(section.start)], radius[Int(section.end)])
        guard start > 0, end > 0, length > 0 else { return nil }
        return 2 * (start - end) / length
    }

    /// The mean over nodes with two children, roots left out, of a number that their radius and those of the children
    /// give; nodes where one is not known are left out, and those that have no number.
    func meanOfForks(_ number: (_ fork: Double, _ first: Double, _ second: Double) -> Double?) -> Double? {
        let children = children
        let numbers = (0..<nodeCount).compactMap { node -> Double? in
            guard parents[node] >= 0, children.count(of: node) == 2, radius[node] > 0 else { return nil }
            let radii = children[node].map { radius[Int($0)] }
            return radii[0] > 0 && radii[1] > 0 ? number(radius[node], radii[0], radii[1]) : nil
        }
        return numbers.mean
    }

    /// A third of the volume that the directions of three edges in a row span, for each such three in a section.
    var helices: [Double] {
        var result: [Double] = []
        forEachSection { path in
            let places = path.map { SIMD3(point(Int($0))) }
            for index in 3..<max(places.count, 3) {
                let edges = (index - 2...index).map { places[$0] - places[$0 - 1] }
                let lengths = edges.reduce(1) { $0 * $1.square.squareRoot() }
                guard lengths > 0 else { continue }
                result.append((edges[0].cross(edges[1]) * edges[2]).sum() / (3 * lengths))
            }
        }
        return result
    }
}
