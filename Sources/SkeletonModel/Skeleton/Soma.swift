/// What the nodes of type 1 say about a cell body.
public struct Soma: Sendable, Hashable {
    /// How the nodes draw it.
    public enum Shape: String, Sendable, Hashable, CaseIterable {
        /// One node.
        case point
        /// A root and two nodes of its radius on it, as NeuroMorpho writes a sphere.
        case threePoint = "three_point"
        /// Nodes one after the other, as the axis of a body of revolution.
        case chain
        /// Nodes one after the other around the outline of a section.
        case contour
        /// Nodes that hang together and fork.
        case branched
        /// Nodes that do not hang together.
        case scattered
    }

    /// How the nodes draw it.
    public var shape: Shape
    /// The nodes of type 1, in their order.
    public var nodes: [Int32]
    /// Its middle.
    public var center: Point3
    /// The radius of the sphere that stands for it, in the skeleton's unit; 0 and less: not known.
    public var radius: Double
    /// Its surface, in the square of the skeleton's unit; 0 where no radius is known.
    public var surface: Double
}

extension Skeleton {
    /// The soma that the nodes of type 1 draw; nil without such nodes.
    ///
    /// Of a point and of three points the first node is the centre. A chain has the centre of its length, and the
    /// radius of the sphere with the surface of its frusta; a contour the centre of its outline, and the radius of the
    /// circle with its area. Anything else has the mean place of the nodes and the largest of their radii.
    public var soma: Soma? {
        let nodes = (0..<Int32(nodeCount)).filter { types[Int($0)] == 1 }
        return nodes.isEmpty ? nil : soma(of: nodes)
    }

    /// The nodes of type 1 of each tree that has any, in order.
    var somaNodes: [[Int32]] {
        let root = rootOfNode
        var place: [Int32: Int] = [:]
        var result: [[Int32]] = []
        for node in 0..<nodeCount where types[node] == 1 {
            if let tree = place[root[node]] {
                result[tree].append(Int32(node))
            } else {
                place[root[node]] = result.count
                result.append([Int32(node)])
            }
        }
        return result
    }

    /// The soma that some nodes, one at least, draw.
    func soma(of nodes: [Int32]) -> Soma {
        let shape = shape(ofSoma: nodes)
        switch shape {
        case .point, .threePoint:
            let first = Int(nodes[0])
            return sphere(shape, nodes, point(first), radius: radius[first])
        case .chain: return chainSoma(nodes)
        case .contour: return contourSoma(nodes)
        case .branched, .scattered: return spreadSoma(shape, nodes)
        }
    }

    private func shape(ofSoma nodes: [Int32]) -> Soma.Shape {
        let (first, rest) = (nodes[0], nodes.dropFirst())
        if rest.isEmpty { return .point }
        let isStar = rest.allSatisfy { parents[Int($0)] == first }
        if nodes.count == 3, isStar, parents[Int(first)] < 0 { return .threePoint }
        if rest.indices.allSatisfy({ parents[Int(nodes[$0])] == nodes[$0 - 1] }) {
            return isContour(nodes) ? .contour : .chain
        }
        let isConnected = rest.allSatisfy { parents[Int($0)] >= 0 && types[Int(parents[Int($0)])] == 1 }
        return isConnected ? .branched : .scattered
    }

    /// Whether a chain leads around: eight nodes or more, the end within a fifth of the way of the start, thin ones.
    private func isContour(_ nodes: [Int32]) -> Bool {
        guard nodes.count >= 8 else { return false }
        let places = nodes.map { point(Int($0)) }
        let length = zip(places, places.dropFirst()).reduce(0) { $0 + $1.0.distance(to: $1.1) }
        guard let box = BoundingBox(around: places), length > 0 else { return false }
        let width = max(box.high.x - box.low.x, box.high.y - box.low.y, box.high.z - box.low.z)
        return places[0].distance(to: places[places.count - 1]) <= length / 5
            && nodes.allSatisfy { radius[Int($0)] < width / 10 }
    }

    private func sphere(_ shape: Soma.Shape, _ nodes: [Int32], _ center: Point3, radius: Double) -> Soma {
        let surface = 4 * .pi * max(radius, 0) * max(radius, 0)
        return Soma(shape: shape, nodes: nodes, center: center, radius: radius, surface: surface)
    }

    /// Without length, or without surface, the rule for spread nodes serves.
    private func chainSoma(_ nodes: [Int32]) -> Soma {
        var result = spreadSoma(.chain, nodes)
        var (weighted, length) = (SIMD3<Double>(), 0.0)
        for (a, b) in zip(nodes, nodes.dropFirst()).map({ (Int($0), Int($1)) }) {
            let edge = edgeLength(a, b)
            weighted += SIMD3(x[a] + x[b], y[a] + y[b], z[a] + z[b]) / 2 * edge
            length += edge
        }
        guard length > 0 else { return result }
        result.center = Point3(weighted / length)
        if result.surface > 0 { result.radius = (result.surface / (4 * .pi)).squareRoot() }
        return result
    }

    private func contourSoma(_ nodes: [Int32]) -> Soma {
        let places = nodes.map { SIMD3(x[Int($0)], y[Int($0)], z[Int($0)]) }
        var (weighted, length, normal) = (SIMD3<Double>(), 0.0, SIMD3<Double>())
        for (index, place) in places.enumerated() {
            let next = places[(index + 1) % places.count]
            let edge = ((next - place) * (next - place)).sum().squareRoot()
            weighted += (place + next) / 2 * edge
            length += edge
            // Newell's sum gives twice the area, from any point; one of the outline keeps the numbers small.
            normal += (place - places[0]).cross(next - places[0])
        }
        let area = (normal * normal).sum().squareRoot() / 2
        return sphere(.contour, nodes, Point3(weighted / length), radius: (area / .pi).squareRoot())
    }

    private func spreadSoma(_ shape: Soma.Shape, _ nodes: [Int32]) -> Soma {
        var (sum, largest, surface) = (SIMD3<Double>(), radius[Int(nodes[0])], 0.0)
        for node in nodes.map({ Int($0) }) {
            sum += SIMD3(x[node], y[node], z[node])
            largest = max(largest, radius[node])
            let parent = Int(parents[node])
            if parent >= 0, types[parent] == 1 { surface += frustumSide(node, parent) }
        }
        return Soma(
            shape: shape,
            nodes: nodes,
            center: Point3(sum / Double(nodes.count)),
            radius: largest,
            surface: surface
        )
    }

    private func frustumSide(_ a: Int, _ b: Int) -> Double {
        let (edge, r1, r2) = (edgeLength(a, b), max(radius[a], 0), max(radius[b], 0))
        return .pi * (r1 + r2) * ((r1 - r2) * (r1 - r2) + edge * edge).squareRoot()
    }
}

extension Point3 {
    init(_ vector: SIMD3<Double>) {
        self.init(vector.x, vector.y, vector.z)
    }
}

extension SIMD3<Double> {
    init(_ point: Point3) {
        self.init(point.x, point.y, point.z)
    }

    func cross(_ other: SIMD3<Double>) -> SIMD3<Double> {
        SIMD3(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
    }

    /// The square of the length.
    var square: Double { (self * self).sum() }
}

extension BoundingBox {
    /// The smallest box that holds some points, nil for none.
    init?(around points: [Point3]) {
        guard let first = points.first else { return nil }
        self.init(low: first, high: first)
        for point in points {
            low = Point3(min(low.x, point.x), min(low.y, point.y), min(low.z, point.z))
            high = Point3(max(high.x, point.x), max(high.y, point.y), max(high.z, point.z))
        }
    }
}
