import LuaHost

/// Which argument of a call is meant, for the sentences of errors.
struct Argument {
    /// Its position from 1, nil for one in a table of named arguments.
    let index: Int?
    let name: String

    init(_ index: Int, _ name: String) { (self.index, self.name) = (index, name) }

    init(named name: String) { (index, self.name) = (nil, name) }

    /// `bad argument #1 'root_ids' (…)`.
    func error(_ problem: String) -> LuaError {
        guard let index else { return LuaError(code: "bad_argument", "bad argument '\(name)' (\(problem))") }
        return LuaError.badArgument(index, name, problem)
    }

    /// The same for a value of the wrong type.
    func error(expected: String, got value: LuaValue) -> LuaError {
        error("\(expected) expected, got \(value.isNil ? "no value" : value.typeName)")
    }
}
