/// A node and how far it is from something.
public struct Neighbor: Sendable, Hashable {
    /// The node's position.
    public var node: Int32
    /// The distance, in the skeleton's unit.
    public var distance: Double

    /// Nearer first; of equal ones the lower position.
    @inline(__always)
    static func comesFirst(_ a: Neighbor, _ b: Neighbor) -> Bool {
        a.distance != b.distance ? a.distance < b.distance : a.node < b.node
    }
}

/// A place on the cable: a node, or a part of the way from it to its parent.
public struct CablePlace: Sendable, Hashable {
    /// The node at the distal end of the edge.
    public var node: Int32
    /// The part of the way to the parent, from 0 to 1.
    public var fraction: Double

    /// A part of the way from a node to its parent.
    public init(node: Int32, fraction: Double) {
        (self.node, self.fraction) = (node, fraction)
    }
}

/// The place on the cable that is nearest to a point.
public struct Projection: Sendable, Hashable {
    /// Where on the cable it is.
    public var place: CablePlace
    /// Where in space it is.
    public var point: Point3
    /// How far it is from the point that was asked about.
    public var distance: Double
}

extension Skeleton {
    /// The nodes nearest to a point: near ones first, of equally near ones the lower position.
    ///
    /// - `count`: How many, at most.
    /// - `distance`: How far they may be, in the skeleton's unit.
    public func nearestNodes(to point: Point3, count: Int = 1, within distance: Double = .infinity) -> [Neighbor] {
        guard count > 0, distance >= 0 else { return [] }
        // Beyond this many the sorting of all costs less than keeping the best ones sorted.
        guard count <= 1024 else {
            return Array(nodes(inSphere: point, radius: distance).sorted(by: Neighbor.comesFirst).prefix(count))
        }
        var best: [Neighbor] = []
        best.reserveCapacity(count + 1)
        let index = spatialIndex
        index.search(around: point, bound: distance) { entry, square in
            let found = Neighbor(node: index.entries[entry].node, distance: square.squareRoot())
            if found.distance <= distance, best.count < count || Neighbor.comesFirst(found, best[count - 1]) {
                best.insert(found, at: best.partitioningIndex { Neighbor.comesFirst(found, $0) })
                if best.count > count { best.removeLast() }
            }
            return best.count < count ? distance : best[count - 1].distance
        }
        return best
    }

    /// For each of many points the nearest node, nil where none is within a distance.
    public func nearestNode(toEach points: [Point3], within distance: Double = .infinity) -> [Neighbor?] {
        let index = spatialIndex
        return points.map { point in
            var best: Neighbor?
            index.search(around: point, bound: distance) { entry, square in
                let found = Neighbor(node: index.entries[entry].node, distance: square.squareRoot())
                if found.distance <= distance, best.map({ Neighbor.comesFirst(found, $0) }) ?? true { best = found }
                return best?.distance ?? distance
            }
            return best
        }
    }

    /// All nodes within a distance of a point, in the order of their positions.
    public func nodes(inSphere center: Point3, radius: Double) -> [Neighbor] {
        guard radius >= 0 else { return [] }
        var found: [Neighbor] = []
        let index = spatialIndex
        index.search(around: center, bound: radius) { entry, square in
            let distance = square.squareRoot()
            if distance <= radius { found.append(Neighbor(node: index.entries[entry].node, distance: distance)) }
            return radius
        }
        return found.sorted { $0.node < $1.node }
    }

    /// The place on the cable that is nearest to a point, nil where none is within a distance.
    ///
    /// Of equally near ones that on the edge of the lower position.
    public func nearestPlace(to point: Point3, within distance: Double = .infinity) -> Projection? {
        var best: Projection?
        let index = spatialIndex
        index.search(around: point, bound: distance, reach: cableReach) { entry, _ in
            let found = projection(of: point, on: Int(index.entries[entry].node))
            let isNearer = best.map { best in
                found.distance != best.distance
                    ? found.distance < best.distance : found.place.node < best.place.node
            }
            if found.distance <= distance, isNearer ?? true { best = found }
            return best?.distance ?? distance
        }
        return best
    }

    /// The nearest place on the edge from a node to its parent; the root's edge is the root.
    func projection(of point: Point3, on node: Int) -> Projection {
        let start = self.point(node)
        let parent = Int(parents[node])
        guard parent >= 0 else {
            return Projection(
                place: CablePlace(node: Int32(node), fraction: 0),
                point: start,
                distance: start.distance(to: point)
            )
        }
        let way = SIMD3(self.point(parent)) - SIMD3(start)
        let offset = SIMD3(point) - SIMD3(start)
        let square = way.square
        let fraction = square > 0 ? min(max((offset * way).sum() / square, 0), 1) : 0
        let place = fraction == 1 ? self.point(parent) : Point3(SIMD3(start) + way * fraction)
        return Projection(
            place: CablePlace(node: Int32(node), fraction: fraction),
            point: place,
            distance: place.distance(to: point)
        )
    }
}

extension Array {
    /// The first place whose element, and all after it, belong to the second part.
    func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
