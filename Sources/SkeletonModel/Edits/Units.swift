extension Skeleton {
    /// The skeleton with coordinates and radii in another unit.
    ///
    /// Throws when one of the two units is unknown, unless both are.
    public func converted(to target: LengthUnit) throws(SkeletonError) -> Skeleton {
        if target == unit { return self }
        guard let from = unit.inNanometres else { throw .unknownUnit("a change to \(target) needs a unit") }
        guard let to = target.inNanometres else { throw .badOption("a skeleton cannot be changed to an unknown unit") }
        var result = Skeleton(
            ordered: parents,
            numbering: numbering,
            types: types,
            x: x.map { $0 * from / to },
            y: y.map { $0 * from / to },
            z: z.map { $0 * from / to },
            radius: radius.map { $0 * from / to },
            unit: target,
            sourceOrder: sourceOrder
        )
        result.columns = columns
        result.meshToSkeletonMap = meshToSkeletonMap
        result.source = source
        result.carryFacts(from: self)
        return result
    }

    /// The same numbers, taken as being in a unit: for sources that do not say theirs.
    public func declared(in unit: LengthUnit) -> Skeleton {
        var result = self
        result.unit = unit
        return result
    }
}
