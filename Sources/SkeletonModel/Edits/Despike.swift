extension Edit {
    package static let despike = Edit(
        name: "despike",
        summary: "Puts nodes that jump out of their section back into line."
    )
}

extension Skeleton {
    /// The same nodes, those that jump out and back put on the line between their neighbours.
    ///
    /// Up to `maxLength` nodes B between A, on their distal side, and C are a spike when one of them is more than
    /// `sigma` times |AC| away from A. Long spikes are looked for first; ends of sections never move.
    public func despiked(sigma: Double = 5, maxLength: Int = 1) throws(SkeletonError) -> Edited {
        try Skeleton.check(sigma, "sigma", isPositive: true)
        guard maxLength >= 1 else { throw .badOption("the length of spikes must be 1 or more, got \(maxLength)") }
        var (newX, newY, newZ) = (x, y, z)
        func place(_ node: Int32) -> Point3 { Point3(newX[Int(node)], newY[Int(node)], newZ[Int(node)]) }
        forEachSection { path in
            for length in stride(from: min(maxLength, path.count - 2), to: 0, by: -1) {
                for c in stride(from: path.count - 2 - length, through: 0, by: -1) {
                    let (start, end) = (place(path[c]), place(path[c + length + 1]))
                    let limit = sigma * start.distance(to: end)
                    guard (c + 1...c + length).contains(where: { place(path[$0]).distance(to: end) > limit }) else {
                        continue
                    }
                    for index in c + 1...c + length {
                        let (node, part) = (Int(path[index]), Double(index - c) / Double(length + 1))
                        newX[node] = start.x * (1 - part) + end.x * part
                        newY[node] = start.y * (1 - part) + end.y * part
                        newZ[node] = start.z * (1 - part) + end.z * part
                    }
                }
            }
        }
        return (moved(x: newX, y: newY, z: newZ), sameNodes)
    }
}
