import LuaHost
import SkeletonModel

/// `sk:transform{ … }`: by a matrix, or scaled and then moved.
func transform(_ call: borrowing LuaCall) throws(LuaError) -> [LuaValue] {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let known = ["matrix", "scale", "translate"]
    let options = try NamedArguments(call.table(1, "options"), of: Edit.transform.name, known: known)
    let map = try affineMap(options)
    do throws(SkeletonError) {
        let (edited, nodeMap) = try skeleton.transformed(by: map)
        return [.object(SkeletonObject(edited, in: call.engine)), .indices(nodeMap)]
    } catch {
        throw LuaError(error)
    }
}

private func affineMap(_ options: NamedArguments) throws(LuaError) -> AffineTransform3 {
    if let value = options.value("matrix") {
        guard !options.has("scale"), !options.has("translate") else {
            throw LuaError(code: "bad_argument", "transform: 'matrix' goes without 'scale' and 'translate'")
        }
        return try matrix(value)
    }
    var scale = Point3(1, 1, 1)
    if let factor = options.value("scale")?.asDouble {
        scale = Point3(factor, factor, factor)
    } else if let factors = try options.point("scale") {
        scale = factors
    }
    let offset = try options.point("translate") ?? Point3(0, 0, 0)
    return AffineTransform3(
        SIMD4(scale.x, 0, 0, offset.x),
        SIMD4(0, scale.y, 0, offset.y),
        SIMD4(0, 0, scale.z, offset.z)
    )
}

/// Three rows of four numbers.
private func matrix(_ value: LuaValue) throws(LuaError) -> AffineTransform3 {
    var rows: [SIMD4<Double>] = []
    for row in value.table?.list ?? [] {
        let numbers = (row.table?.list ?? []).compactMap(\.asDouble)
        if numbers.count == 4 { rows.append(SIMD4(numbers)) }
    }
    guard rows.count == 3, value.table?.list.count == 3 else {
        throw Argument(named: "matrix").error("three rows of four numbers expected")
    }
    return AffineTransform3(rows[0], rows[1], rows[2])
}
