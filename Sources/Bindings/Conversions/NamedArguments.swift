import LuaHost

/// A table of named arguments, checked against the names that a function knows.
struct NamedArguments {
    private let function: String
    private var values: [String: LuaValue] = [:]

    /// Refuses names the function does not know, with the nearest one that it does.
    init(_ table: LuaTable?, of function: String, known: [String]) throws(LuaError) {
        self.function = function
        guard let table else { return }
        guard table.list.isEmpty else {
            throw LuaError(code: "bad_argument", "\(function): options must have names, found a list of values")
        }
        for (key, value) in table.fields {
            guard case .string(let string) = key, let name = string.text else {
                throw LuaError(code: "bad_argument", "\(function): an option's name must be text, got \(key.typeName)")
            }
            guard known.contains(name) else { throw Self.unknown(name, of: function, known: known) }
            values[name] = value
        }
    }

    private static func unknown(_ name: String, of function: String, known: [String]) -> LuaError {
        let longer = known.filter { $0.hasPrefix(name) }
        let nearest = longer.first ?? known.min { name.editDistance(to: $0) < name.editDistance(to: $1) }
        let hint =
            if let nearest, !longer.isEmpty || name.editDistance(to: nearest) <= max(2, name.count / 2) {
                "did you mean '\(nearest)'?"
            } else {
                "known: \(known.sorted().joined(separator: ", "))"
            }
        return LuaError(code: "bad_argument", "\(function): unknown option '\(name)' (\(hint))")
    }

    /// Whether the option was given.
    func has(_ name: String) -> Bool { values[name].map { !$0.isNil } ?? false }

    /// The value as it is, nil when it was not given.
    func value(_ name: String) -> LuaValue? {
        guard let value = values[name], !value.isNil else { return nil }
        return value
    }

    func string(_ name: String) throws(LuaError) -> String? {
        guard let value = value(name) else { return nil }
        guard case .string(let string) = value, let text = string.text else {
            throw Argument(named: name).error(expected: "string", got: value)
        }
        return text
    }

    /// An integer, or a float that is one.
    func integer(_ name: String) throws(LuaError) -> Int? {
        guard let value = value(name) else { return nil }
        switch value {
        case .integer(let number): return Int(number)
        case .number(let number):
            guard let exact = Int(exactly: number) else {
                throw Argument(named: name).error("integer expected, got \(LuaNumber.text(number))")
            }
            return exact
        default: throw Argument(named: name).error(expected: "integer", got: value)
        }
    }

    func number(_ name: String) throws(LuaError) -> Double? {
        guard let value = value(name) else { return nil }
        switch value {
        case .integer(let number): return Double(number)
        case .number(let number): return number
        default: throw Argument(named: name).error(expected: "number", got: value)
        }
    }

    func boolean(_ name: String) throws(LuaError) -> Bool? {
        guard let value = value(name) else { return nil }
        guard case .boolean(let flag) = value else {
            throw Argument(named: name).error(expected: "boolean", got: value)
        }
        return flag
    }
}
