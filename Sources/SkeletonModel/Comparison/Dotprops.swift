/// Points with the direction of the cable around each: what NBLAST compares.
public struct Dotprops: Sendable, Hashable {
    /// The points, in the skeleton's unit.
    public var points: [Point3]
    /// The direction at each point, of length 1; its largest coordinate is positive.
    public var tangents: [Point3]
    /// How much the points around each one lie on a line: 1 on a line, 0 where no direction stands out.
    public var alpha: [Double]
}

extension Skeleton {
    /// The nodes with the main direction of the nearest nodes around each, by singular value decomposition.
    ///
    /// - Parameter neighbors: How many nodes count, the node itself among them.
    public func dotprops(neighbors: Int = 5) throws(SkeletonError) -> Dotprops {
        guard neighbors >= 2 else { throw .badOption("a direction needs 2 nodes or more, got \(neighbors)") }
        guard nodeCount >= 2 else {
            throw .badOption("a direction needs 2 nodes or more, and the skeleton has \(nodeCount)")
        }
        var result = Dotprops(points: [], tangents: [], alpha: [])
        for node in 0..<nodeCount {
            let near = nearestNodes(to: point(node), count: neighbors).map { SIMD3(point(Int($0.node))) }
            let axes = PrincipalAxes(near)
            result.points.append(point(node))
            result.tangents.append(Point3(axes.main))
            let total = axes.spreads.sum()
            result.alpha.append(total > 0 ? (axes.spreads.x - axes.spreads.y) / total : 0)
        }
        return result
    }
}

/// The directions along which points spread.
struct PrincipalAxes {
    /// The sums of squares along the three axes, the largest first.
    let spreads: SIMD3<Double>
    /// The direction of the largest one.
    let main: SIMD3<Double>

    init(_ points: [SIMD3<Double>]) {
        let center = points.reduce(SIMD3()) { $0 + $1 } / Double(max(points.count, 1))
        var rows = [SIMD3<Double>](repeating: SIMD3(), count: 3)
        for offset in points.map({ $0 - center }) {
            for axis in 0..<3 { rows[axis] += offset * offset[axis] }
        }
        var vectors: [SIMD3<Double>] = [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
        // Jacobi's rotations; three by three are done after a handful of rounds.
        for _ in 0..<24 where Self.rotate(&rows, &vectors) {}
        let order = [0, 1, 2].sorted { rows[$0][$0] > rows[$1][$1] }
        spreads = SIMD3(order.map { max(rows[$0][$0], 0) })
        let direction = vectors[order[0]] / vectors[order[0]].square.squareRoot()
        let largest = [0, 1, 2].max { abs(direction[$0]) < abs(direction[$1]) } ?? 0
        main = direction[largest] < 0 ? -direction : direction
    }

    /// One round over the three pairs of axes; false when there was nothing left to turn.
    private static func rotate(_ rows: inout [SIMD3<Double>], _ vectors: inout [SIMD3<Double>]) -> Bool {
        var isTurned = false
        for (a, b) in [(0, 1), (0, 2), (1, 2)] where rows[a][b] != 0 {
            let slope = (rows[b][b] - rows[a][a]) / (2 * rows[a][b])
            let tangent = (slope < 0 ? -1 : 1) / (abs(slope) + (slope * slope + 1).squareRoot())
            let cosine = 1 / (tangent * tangent + 1).squareRoot()
            let sine = tangent * cosine
            isTurned = isTurned || abs(tangent) > 1e-17
            (rows[a], rows[b]) = (rows[a] * cosine - rows[b] * sine, rows[a] * sine + rows[b] * cosine)
            for row in 0..<3 {
                let (left, right) = (rows[row][a], rows[row][b])
                (rows[row][a], rows[row][b]) = (left * cosine - right * sine, left * sine + right * cosine)
            }
            (vectors[a], vectors[b]) = (
                vectors[a] * cosine - vectors[b] * sine, vectors[a] * sine + vectors[b] * cosine
            )
        }
        return isTurned
    }
}
