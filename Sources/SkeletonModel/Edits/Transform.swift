#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension Edit {
    package static let transform = Edit(name: "transform", summary: "Moves, scales, mirrors or turns all nodes.")
}

/// A map of space that keeps straight lines straight: three rows of three factors and a shift.
public struct AffineTransform3: Sendable, Hashable {
    /// What gives x: factors of x, y and z, and what is added.
    public var x: SIMD4<Double>
    /// What gives y.
    public var y: SIMD4<Double>
    /// What gives z.
    public var z: SIMD4<Double>

    /// The map of these three rows.
    public init(_ x: SIMD4<Double>, _ y: SIMD4<Double>, _ z: SIMD4<Double>) {
        (self.x, self.y, self.z) = (x, y, z)
    }

    /// Adds the same to all points.
    public static func translation(_ offset: Point3) -> AffineTransform3 {
        AffineTransform3(SIMD4(1, 0, 0, offset.x), SIMD4(0, 1, 0, offset.y), SIMD4(0, 0, 1, offset.z))
    }

    /// Multiplies each coordinate by its factor; negative ones mirror.
    public static func scaling(_ x: Double, _ y: Double, _ z: Double) -> AffineTransform3 {
        AffineTransform3(SIMD4(x, 0, 0, 0), SIMD4(0, y, 0, 0), SIMD4(0, 0, z, 0))
    }

    /// By how much volumes grow; negative when the map mirrors.
    public var determinant: Double {
        let first = x.x * (y.y * z.z - y.z * z.y)
        let second = x.y * (y.x * z.z - y.z * z.x)
        return first - second + x.z * (y.x * z.y - y.y * z.x)
    }

    func image(of point: Point3) -> Point3 {
        func coordinate(_ row: SIMD4<Double>) -> Double {
            row.x * point.x + row.y * point.y + row.z * point.z + row.w
        }
        return Point3(coordinate(x), coordinate(y), coordinate(z))
    }
}

extension Skeleton {
    /// All nodes moved by a map; radii grow by the cube root of what volumes grow by.
    ///
    /// Throws for maps that squeeze space flat, and when a result is not finite.
    public func transformed(by map: AffineTransform3) throws(SkeletonError) -> Edited {
        let growth = map.determinant.magnitude
        guard growth.isFinite, growth > 0 else {
            throw .badOption("the transformation must be one that can be undone, with finite numbers")
        }
        let factor = cbrt(growth)
        let images = (0..<nodeCount).map { map.image(of: point($0)) }
        let result = moved(
            x: images.map(\.x),
            y: images.map(\.y),
            z: images.map(\.z),
            radius: factor == 1 ? radius : radius.map { $0 * factor }
        )
        if let node = result.firstNodeNotFinite { throw .notFinite(position: node) }
        return (result, sameNodes)
    }
}
