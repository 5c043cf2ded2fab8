internal import CLua
internal import CLuaShim

/// Objects among the arguments.
///
/// These are inlined into the modules that call them: there the class is known, and a call compares one pointer.
extension LuaCall {
    /// The object whose method is called.
    @inlinable
    public func receiver<T: LuaObject>(as type: T.Type) throws(LuaError) -> T {
        if let object = receiverObject(of: ObjectIdentifier(type)) {
            return Unmanaged<T>.fromOpaque(object).takeUnretainedValue()
        }
        return try derivedReceiver(as: type)
    }

    /// An object of a class of ours.
    @inlinable
    public func object<T: LuaObject>(_ index: Int, _ name: String, as type: T.Type) throws(LuaError) -> T {
        if let object = argumentObject(index, of: ObjectIdentifier(type)) {
            return Unmanaged<T>.fromOpaque(object).takeUnretainedValue()
        }
        return try derivedObject(index, name, as: type)
    }

    // MARK: Inside

    /// The receiver, when its class is the very one.
    @usableFromInline
    func receiverObject(of identifier: ObjectIdentifier) -> UnsafeMutableRawPointer? {
        guard let value = frame.pointee.receiver else { return nil }
        return Self.object(in: value, of: identifier)
    }

    /// The argument, when its class is the very one.
    @usableFromInline
    func argumentObject(_ index: Int, of identifier: ObjectIdentifier) -> UnsafeMutableRawPointer? {
        index <= count ? Self.object(in: frame.pointee.arguments + (index - 1), of: identifier) : nil
    }

    @inline(__always)
    private static func object(
        in value: UnsafeMutablePointer<kl_value>,
        of identifier: ObjectIdentifier
    ) -> UnsafeMutableRawPointer? {
        guard value.pointee.tag == KL_OBJECT, value.pointee.length == Int(bitPattern: identifier) else { return nil }
        return value.pointee.object
    }

    /// The receiver, when it is of a derived class; otherwise an error.
    @usableFromInline
    func derivedReceiver<T: LuaObject>(as type: T.Type) throws(LuaError) -> T {
        guard let value = frame.pointee.receiver?.pointee else {
            throw LuaError(code: "bad_argument", "the function has no receiver")
        }
        if let object = engine.object(in: value) as? T { return object }
        if value.tag == KL_CLOSED { throw closed(value) }
        let name = typeName(of: value, at: frame.pointee.base - 1)
        throw LuaError(
            code: "bad_argument",
            "bad receiver (\(type.luaType.name) expected, got \(name)); call methods with ':'"
        )
    }

    /// The argument, when it is of a derived class; otherwise an error.
    @usableFromInline
    func derivedObject<T: LuaObject>(_ index: Int, _ name: String, as type: T.Type) throws(LuaError) -> T {
        if let object = engine.object(in: argument(index)) as? T { return object }
        throw mismatch(index, name, type.luaType.name)
    }
}
