public import LuaHost
public import SkeletonModel

extension LuaError {
    /// The one way in which our errors become Lua's: code, sentence and details as they are.
    public init(_ error: any UserFacingError) {
        let details = error.details.compactMapValues { LuaDetail($0) }
        self.init(code: error.code, error.description, details: details)
    }
}

extension LuaDetail {
    /// A detail that a script can read, or nil for what is none (null, arrays, objects).
    fileprivate init?(_ value: JSONValue) {
        switch value {
        case .boolean(let flag): self = .boolean(flag)
        case .integer(let number): self = .integer(number)
        case .number(let number): self = .number(number)
        case .string(let text): self = .string(text)
        case .null, .array, .object: return nil
        }
    }
}
