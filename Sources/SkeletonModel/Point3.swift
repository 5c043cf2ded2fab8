/// A position in space, in the unit of whatever holds it.
public struct Point3: Hashable, Sendable {
    /// Along the first axis.
    public var x: Double
    /// Along the second axis.
    public var y: Double
    /// Along the third axis.
    public var z: Double

    /// The position of these coordinates.
    public init(_ x: Double, _ y: Double, _ z: Double) {
        (self.x, self.y, self.z) = (x, y, z)
    }

    /// The straight distance to another point.
    public func distance(to other: Point3) -> Double {
        let (dx, dy, dz) = (x - other.x, y - other.y, z - other.z)
        return (dx * dx + dy * dy + dz * dz).squareRoot()
    }
}
