import LuaHost
import SkeletonModel

extension Skeleton {
    /// A length in the skeleton's unit: a number is one already, a text such as `5 um` is converted.
    func length(_ value: LuaValue, _ argument: Argument) throws(LuaError) -> Double {
        let text: String
        switch value {
        case .integer(let number): return Double(number)
        case .number(let number): return number
        case .string(let string): text = string.description
        default: throw argument.error(expected: "length such as 5 or '5 um'", got: value)
        }
        guard let nanometres = Self.nanometres(text) else {
            throw argument.error("a length such as 5 or '5 um' expected, got '\(text)'")
        }
        guard let own = unit.inNanometres else {
            throw LuaError(SkeletonError.unknownUnit("the length '\(text)' needs a unit to be compared with"))
        }
        return nanometres / own
    }

    /// A number and the name of a unit, with blanks between them or not.
    private static func nanometres(_ text: String) -> Double? {
        let number = text.prefix { "0123456789.+-eE".contains($0) }
        let unit = text.dropFirst(number.count).drop { $0 == " " }
        // A number in front would make it a custom unit, such as '8 nm'.
        guard let value = Double(number), value.isFinite, !unit.contains(" ") else { return nil }
        return LengthUnit(String(unit))?.inNanometres.map { value * $0 }
    }
}

extension NamedArguments {
    /// A length in a skeleton's unit.
    func length(_ name: String, in skeleton: Skeleton) throws(LuaError) -> Double? {
        guard let value = value(name) else { return nil }
        return try skeleton.length(value, Argument(named: name))
    }

    /// The range between two options, nil when neither was given.
    func lengths(_ low: String, _ high: String, in skeleton: Skeleton) throws(LuaError) -> ClosedRange<Double>? {
        guard has(low) || has(high) else { return nil }
        let lower = try length(low, in: skeleton) ?? -.infinity
        let upper = try length(high, in: skeleton) ?? .infinity
        guard lower <= upper else { throw Argument(named: low).error("more than \(high), or not a number") }
        return lower...upper
    }
}
