#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Skeleton {
    /// The angles, in radians, between the two children of each node, roots left out, that has exactly two.
    ///
    /// Local ones are between the first edges, remote ones between the straight lines to the next branch points or tips.
    /// Where an edge has no length the next node that lies elsewhere counts; where there is none the fork is left out.
    func bifurcationAngles(remote: Bool) -> [Double] {
        let children = children
        return (0..<nodeCount).compactMap { node in
            guard parents[node] >= 0, children.count(of: node) == 2 else { return nil }
            let directions = children[node].compactMap { direction(from: node, to: Int($0), remote: remote) }
            return directions.count == 2 ? angle(directions[0], directions[1]) : nil
        }
    }

    private func direction(from node: Int, to child: Int, remote: Bool) -> Point3? {
        var target = child
        while children.count(of: target) == 1, remote || edgeLength(target, node) == 0 {
            target = Int(children[target].first ?? Int32(target))
        }
        guard edgeLength(target, node) > 0 else { return nil }
        return Point3(x[target] - x[node], y[target] - y[node], z[target] - z[node])
    }

    private func angle(_ a: Point3, _ b: Point3) -> Double {
        let dot = a.x * b.x + a.y * b.y + a.z * b.z
        let zero = Point3(0, 0, 0)
        return acos(min(max(dot / (a.distance(to: zero) * b.distance(to: zero)), -1), 1))
    }
}

extension Collection<Double> {
    /// The mean, nil for nothing.
    var mean: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
