#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Edit {
    package static let smooth = Edit(name: "smooth", summary: "Evens out the course of each section; its ends stay.")
}

/// Over what a smoothed node's place is averaged.
public enum Smoothing: Sendable, Hashable {
    /// So many nodes in a row, the node in the middle; an even number counts as the next lower odd one.
    case window(Int)
    /// The nodes around, by a bell curve of this width in arc length, in the skeleton's unit.
    case sigma(Double)
}

extension Skeleton {
    /// The same nodes with places averaged along each section; its ends, and radii, stay as they are.
    ///
    /// Nodes beyond the section's ends do not count: near them there is less to average over, the same on both sides.
    public func smoothed(_ smoothing: Smoothing) throws(SkeletonError) -> Edited {
        switch smoothing {
        case .window(let nodes):
            guard nodes >= 1 else { throw .badOption("the window must be 1 node or more, got \(nodes)") }
        case .sigma(let width): try Skeleton.check(width, "sigma", isPositive: true)
        }
        var (newX, newY, newZ) = (x, y, z)
        forEachSection { path in
            let arc = arcLengths(path)
            for index in 1..<(path.count - 1) {
                let mean = mean(path, arc, around: index, smoothing)
                let node = Int(path[index])
                (newX[node], newY[node], newZ[node]) = (mean.x, mean.y, mean.z)
            }
        }
        return (moved(x: newX, y: newY, z: newZ), sameNodes)
    }

    private func mean(_ path: [Int32], _ arc: [Double], around index: Int, _ smoothing: Smoothing) -> Point3 {
        var (sum, total) = (Point3(0, 0, 0), 0.0)
        func take(_ other: Int, _ weight: Double) {
            let node = Int(path[other])
            sum = Point3(sum.x + weight * x[node], sum.y + weight * y[node], sum.z + weight * z[node])
            total += weight
        }
        let room = min(index, path.count - 1 - index)
        switch smoothing {
        case .window(let nodes):
            let half = min((nodes - 1) / 2, room)
            for other in (index - half)...(index + half) { take(other, 1) }
        case .sigma(let width):
            // Beyond four widths a weight is below 0.04 %; both sides reach equally far, or the ends would pull.
            // The little more is for rounding, which must not tell the two ends of a straight line apart.
            let reach = min(4 * width, arc[index], arc[path.count - 1] - arc[index]) * (1 + 1e-9)
            take(index, 1)
            for direction in [-1, 1] {
                var other = index + direction
                while path.indices.contains(other), abs(arc[other] - arc[index]) <= reach {
                    let distance = (arc[other] - arc[index]) / width
                    take(other, exp(-distance * distance / 2))
                    other += direction
                }
            }
        }
        return Point3(sum.x / total, sum.y / total, sum.z / total)
    }

    /// How far each node of a path is along it.
    func arcLengths(_ path: [Int32]) -> [Double] {
        var length = 0.0
        return path.indices.map { index in
            if index > 0 { length += edgeLength(Int(path[index]), Int(path[index - 1])) }
            return length
        }
    }
}
