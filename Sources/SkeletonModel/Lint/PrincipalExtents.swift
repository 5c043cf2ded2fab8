/// How far points reach along the axes of their greatest, middle and least spread.
struct PrincipalExtents {
    /// The three lengths, ascending.
    let sides: [Double]

    init(_ points: [Point3]) {
        let count = Double(max(points.count, 1))
        let sum = points.reduce(SIMD3<Double>()) { $0 + SIMD3($1.x, $1.y, $1.z) }
        let offsets = points.map { SIMD3($0.x, $0.y, $0.z) - sum / count }
        var spread = [[Double]](repeating: [0, 0, 0], count: 3)
        for offset in offsets {
            for row in 0..<3 { for column in 0..<3 { spread[row][column] += offset[row] * offset[column] } }
        }
        let axes = PrincipalExtents.axes(of: spread)
        sides = axes.map { axis in
            let along = offsets.map { ($0 * axis).sum() }
            return (along.max() ?? 0) - (along.min() ?? 0)
        }.sorted()
    }

    /// The eigenvectors of a symmetric matrix, by Jacobi's rotations.
    private static func axes(of matrix: [[Double]]) -> [SIMD3<Double>] {
        var (a, v) = (matrix, [[1.0, 0, 0], [0, 1.0, 0], [0, 0, 1.0]])
        for _ in 0..<50 {
            let pairs = [(0, 1), (0, 2), (1, 2)]
            guard let (p, q) = pairs.max(by: { a[$0.0][$0.1].magnitude < a[$1.0][$1.1].magnitude }) else { break }
            // What is left is lost in the rounding of the diagonal.
            if a[p][q].magnitude <= 1e-15 * (a[p][p].magnitude + a[q][q].magnitude) { break }
            let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
            let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
            let c = 1 / (t * t + 1).squareRoot()
            let s = t * c
            for k in 0..<3 { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
            for k in 0..<3 { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
            for k in 0..<3 { (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]) }
        }
        return (0..<3).map { SIMD3(v[0][$0], v[1][$0], v[2][$0]) }
    }
}
