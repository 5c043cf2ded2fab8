extension LuaCall {
    /// A text, or nil when the argument is absent.
    public func optionalString(_ index: Int, _ name: String) throws(LuaError) -> String? {
        isAbsent(index) ? nil : try string(index, name)
    }

    /// A string's bytes, or nil when the argument is absent.
    public func optionalBytes(_ index: Int, _ name: String) throws(LuaError) -> [UInt8]? {
        isAbsent(index) ? nil : try bytes(index, name)
    }

    /// An integer, or nil when the argument is absent.
    public func optionalInteger(_ index: Int, _ name: String) throws(LuaError) -> Int64? {
        isAbsent(index) ? nil : try integer(index, name)
    }

    /// A number, or nil when the argument is absent.
    public func optionalNumber(_ index: Int, _ name: String) throws(LuaError) -> Double? {
        isAbsent(index) ? nil : try number(index, name)
    }

    /// A boolean, or nil when the argument is absent.
    public func optionalBoolean(_ index: Int, _ name: String) throws(LuaError) -> Bool? {
        isAbsent(index) ? nil : try boolean(index, name)
    }

    /// A copy of a table, or nil when the argument is absent.
    public func optionalTable(_ index: Int, _ name: String) throws(LuaError) -> LuaTable? {
        isAbsent(index) ? nil : try table(index, name)
    }

    /// A function, or nil when the argument is absent.
    public func optionalFunction(_ index: Int, _ name: String) throws(LuaError) -> LuaReference? {
        isAbsent(index) ? nil : try function(index, name)
    }

    /// An object, or nil when the argument is absent.
    public func optionalObject<T: LuaObject>(_ index: Int, _ name: String, as type: T.Type) throws(LuaError) -> T? {
        isAbsent(index) ? nil : try object(index, name, as: type)
    }
}
