import LuaHost
import SkeletonModel

extension Point3 {
    /// A list of three numbers.
    init(_ value: LuaValue, _ argument: Argument, entry: Int? = nil) throws(LuaError) {
        let place = entry.map { "entry \($0): " } ?? ""
        guard let table = value.table, table.fields.isEmpty, table.list.count == 3 else {
            throw argument.error("\(place)three numbers expected, got \(value.typeName)")
        }
        var numbers: [Double] = []
        for item in table.list {
            guard let number = item.asDouble else {
                throw argument.error("\(place)three numbers expected, found a \(item.typeName)")
            }
            numbers.append(number)
        }
        self.init(numbers[0], numbers[1], numbers[2])
    }
}

extension NamedArguments {
    /// A list of three numbers.
    func point(_ name: String) throws(LuaError) -> Point3? {
        guard let value = value(name) else { return nil }
        return try Point3(value, Argument(named: name))
    }

    /// A root id.
    func rootID(_ name: String) throws(LuaError) -> RootID? {
        guard let value = value(name) else { return nil }
        return try RootID(value, Argument(named: name))
    }
}
