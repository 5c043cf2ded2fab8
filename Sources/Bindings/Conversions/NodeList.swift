import LuaHost
import SkeletonModel

extension LuaValue {
    /// Positions from 0, with −1 for none, as indices from 1, with 0 for none; nothing is copied.
    static func indices(_ positions: [Int32]) -> LuaValue { .object(LuaTypedArray(positions, offset: 1)) }

    /// One number for each node, section or pair; nothing is copied.
    static func column(_ numbers: [Double]) -> LuaValue { .object(LuaTypedArray(numbers)) }

    /// The integers of a list or of a typed array.
    func integerList(_ argument: Argument) throws(LuaError) -> [Int64] {
        switch self {
        case .integers(let numbers): return numbers
        case .object(let object):
            if let array = object as? LuaTypedArray<Int64> { return Array(array.visible) }
            if let array = object as? LuaTypedArray<Int32> { return array.visible.map { Int64($0) } }
            if let array = object as? LuaTypedArray<UInt8> { return array.visible.map { Int64($0) } }
        case .table(let table) where table.fields.isEmpty:
            var numbers: [Int64] = []
            numbers.reserveCapacity(table.list.count)
            for item in table.list {
                guard case .integer(let number) = item else {
                    throw argument.error("a list of integers expected, found a \(item.typeName) in it")
                }
                numbers.append(number)
            }
            return numbers
        default: break
        }
        throw argument.error(expected: "list of integers", got: self)
    }

    /// The numbers of a list or of a typed array.
    func numberList(_ argument: Argument) throws(LuaError) -> [Double] {
        switch self {
        case .doubles(let numbers): return numbers
        case .object(let object):
            if let array = object as? LuaTypedArray<Double> { return Array(array.visible) }
            if let array = object as? LuaTypedArray<Float> { return array.visible.map { Double($0) } }
        case .table(let table) where table.fields.isEmpty:
            var numbers: [Double] = []
            numbers.reserveCapacity(table.list.count)
            for item in table.list {
                guard let number = item.asDouble else {
                    throw argument.error("a list of numbers expected, found a \(item.typeName) in it")
                }
                numbers.append(number)
            }
            return numbers
        default: break
        }
        throw argument.error(expected: "list of numbers", got: self)
    }

    /// The positions from 0 that indices from 1 mean, in a list or a typed array.
    func nodeList(_ argument: Argument, in skeleton: Skeleton) throws(LuaError) -> [Int32] {
        var nodes: [Int32] = []
        for index in try integerList(argument) {
            guard index >= 1, index <= skeleton.nodeCount else {
                throw argument.error("a node from 1 to \(skeleton.nodeCount) expected, got \(index)")
            }
            nodes.append(Int32(index) - 1)
        }
        return nodes
    }

    /// Points as rows of three numbers, or as a table of the columns x, y and z.
    func pointList(_ argument: Argument) throws(LuaError) -> [Point3] {
        guard let table else { throw argument.error(expected: "list of points", got: self) }
        if let x = table["x"], let y = table["y"], let z = table["z"] {
            let (x, y, z) = (try x.numberList(argument), try y.numberList(argument), try z.numberList(argument))
            guard x.count == y.count, y.count == z.count else {
                throw argument.error("the columns differ in length: \(x.count), \(y.count) and \(z.count)")
            }
            return x.indices.map { Point3(x[$0], y[$0], z[$0]) }
        }
        guard table.fields.isEmpty else { throw argument.error("a list of points, or columns x, y and z expected") }
        var points: [Point3] = []
        points.reserveCapacity(table.list.count)
        for (index, row) in table.list.enumerated() { points.append(try Point3(row, argument, entry: index + 1)) }
        return points
    }
}
