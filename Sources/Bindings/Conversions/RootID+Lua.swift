import LuaHost
import SkeletonModel

extension RootID {
    /// The one place where root ids come in from Lua: integers and 1 to 19 decimal digits, nothing else.
    init(_ value: LuaValue, _ argument: Argument, entry: Int? = nil) throws(LuaError) {
        let place = entry.map { "entry \($0): " } ?? ""
        switch value {
        case .integer(let number):
            guard let id = RootID(number) else {
                throw argument.error("\(place)root id must be positive (got \(number))")
            }
            self = id
        case .number(let number):
            let why = abs(number) < 9_007_199_254_740_992 ? "which is a float" : "which has lost digits"
            throw argument.error("\(place)root id must be an integer (got \(LuaNumber.text(number)), \(why))")
        case .string(let string):
            guard let text = string.text, let id = RootID(text) else {
                throw argument.error("\(place)root id must be 1 to 19 digits, 1…2^63−1 (got '\(string)')")
            }
            self = id
        default:
            throw argument.error("\(place)root id must be an integer or its digits (got \(value.typeName))")
        }
    }
}

/// Root ids as a caller gave them: one, or a list.
struct RootIDs {
    let ids: [RootID]
    /// Whether it was a single id and no list.
    let isSingle: Bool

    init(_ value: LuaValue, _ argument: Argument) throws(LuaError) {
        switch value.withPlainList {
        case .table(let table):
            guard table.fields.isEmpty else { throw argument.error("a list of root ids expected") }
            guard !table.list.isEmpty else { throw argument.error("the list of root ids is empty") }
            var ids: [RootID] = []
            ids.reserveCapacity(table.list.count)
            for (index, item) in table.list.enumerated() {
                ids.append(try RootID(item, argument, entry: index + 1))
            }
            (self.ids, isSingle) = (ids, false)
        case .integers(let numbers):
            var ids: [RootID] = []
            for (index, number) in numbers.enumerated() {
                ids.append(try RootID(.integer(number), argument, entry: index + 1))
            }
            (self.ids, isSingle) = (ids, false)
        case .nil: throw argument.error(expected: "root id or list of root ids", got: value)
        default: (ids, isSingle) = ([try RootID(value, argument)], true)
        }
    }
}
