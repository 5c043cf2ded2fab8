/// A Swift class whose objects Lua can hold.
public protocol LuaObject: AnyObject, SendableMetatype {
    /// Methods, properties and behaviour in Lua. Read once per engine.
    static var luaType: LuaType { get }

    /// About how much memory the object holds outside Lua.
    ///
    /// Read when the object is handed to Lua; counts towards the engine's memory limit and paces the collector.
    var externalBytes: Int { get }

    /// What holds that memory, when several objects do: it is then counted once, as long as any of them is there.
    ///
    /// Asked only of types that say so.
    var sharedStorage: AnyObject? { get }
}

extension LuaObject {
    /// The object holds its memory alone.
    public var sharedStorage: AnyObject? { nil }

    /// Too little to count.
    public var externalBytes: Int { 0 }
}

/// A property that Lua reads as a field of an object.
public struct LuaProperty: Sendable {
    @usableFromInline
    struct Getter: Sendable {
        @usableFromInline
        let call: @Sendable (borrowing LuaCall) throws(LuaError) -> LuaValue

        @usableFromInline
        init(_ call: @escaping @Sendable (borrowing LuaCall) throws(LuaError) -> LuaValue) {
            self.call = call
        }
    }

    /// The name in Lua.
    public let name: String
    /// The type as the Lua language server writes it: `integer[]`.
    public let luaType: String
    /// One sentence.
    public let summary: String
    let getter: Getter

    /// A property of the objects of `T`.
    @inlinable
    public init<T: LuaObject>(
        _ name: String,
        _ luaType: String,
        _ summary: String,
        _ get: @escaping @Sendable (T) throws(LuaError) -> LuaValue
    ) {
        let held = Held<T>(get)
        self.init(name, luaType, summary, Getter { (call) throws(LuaError) in try held.get(call.receiver(as: T.self)) })
    }

    @usableFromInline
    init(_ name: String, _ luaType: String, _ summary: String, _ getter: Getter) {
        self.name = name
        self.luaType = luaType
        self.summary = summary
        self.getter = getter
    }

    @usableFromInline
    struct Held<T: LuaObject>: Sendable {
        @usableFromInline
        let get: @Sendable (T) throws(LuaError) -> LuaValue

        @inlinable
        init(_ get: @escaping @Sendable (T) throws(LuaError) -> LuaValue) {
            self.get = get
        }
    }
}

/// How objects of a class look and behave in Lua.
public struct LuaType: Sendable {
    typealias Behaviour = LuaFunction.Single

    /// The class name that Lua shows.
    public let name: String
    /// One sentence.
    public let summary: String
    /// The methods, in the order of the documentation.
    public let methods: [LuaFunction]
    /// The properties, in the order in which `pairs` gives them.
    public let properties: [LuaProperty]
    let identifier: ObjectIdentifier
    let describe: Behaviour
    let length: Behaviour?
    let element: Behaviour?
    let selection: Behaviour?
    let equal: Behaviour?
    let metamethods: [LuaFunction]
    let sharesStorage: Bool
    let call: LuaFunction.Multiple?
    let close: CloseHook?
    let keepsIdentity: Bool

    struct CloseHook: Sendable { let run: @Sendable (AnyObject) -> Void }
    private struct Describing<T>: Sendable { let run: @Sendable (T) -> String }
    private struct Measuring<T>: Sendable { let run: @Sendable (T) -> Int }
    private struct Picking<T>: Sendable { let run: @Sendable (T, Int64) throws(LuaError) -> LuaValue }
    private struct Selecting<T>: Sendable { let run: @Sendable (T, borrowing LuaCall) throws(LuaError) -> LuaValue }
    private struct Comparing<T>: Sendable { let run: @Sendable (T, T) -> Bool }
    private struct Calling<T>: Sendable { let run: @Sendable (T, borrowing LuaCall) throws(LuaError) -> [LuaValue] }

    /// The type of the objects of `T`.
    ///
    /// - `describe`: What `tostring` and `print` show: one line, no address.
    /// - `length`: What `#` gives.
    /// - `element`: What `[i]` gives; the index counts from 1 and may be out of range.
    /// - `selection`: What `[key]` gives for a key that is neither number nor text; the key is the call's argument.
    /// - `metamethods`: Functions with names such as `__add`, which get all operands as their arguments.
    /// - `sharesStorage`: Whether objects of the type have a `sharedStorage`.
    /// - `equal`: What `==` gives for two objects of this type. Without it, objects are equal when they are the same
    ///   userdata.
    /// - `call`: What calling the object does. An object with `call` can be an iterator: `for a, b in object do`.
    /// - `close`: Runs when a script closes the object or lets go of it, before the object is released.
    /// - `keepsIdentity`: The same Swift object is always the same userdata, so it can be a table key.
    public init<T: LuaObject>(
        _ type: T.Type,
        name: String,
        summary: String,
        methods: [LuaFunction] = [],
        properties: [LuaProperty] = [],
        describe: @escaping @Sendable (T) -> String,
        length: (@Sendable (T) -> Int)? = nil,
        element: (@Sendable (T, Int64) throws(LuaError) -> LuaValue)? = nil,
        selection: (@Sendable (T, borrowing LuaCall) throws(LuaError) -> LuaValue)? = nil,
        equal: (@Sendable (T, T) -> Bool)? = nil,
        metamethods: [LuaFunction] = [],
        sharesStorage: Bool = false,
        call: (@Sendable (T, borrowing LuaCall) throws(LuaError) -> [LuaValue])? = nil,
        close: (@Sendable (T) -> Void)? = nil,
        keepsIdentity: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.methods = methods
        self.properties = properties
        self.keepsIdentity = keepsIdentity
        identifier = ObjectIdentifier(type)
        self.describe = Self.describing(Describing(run: describe))
        self.length = length.map { Self.measuring(Measuring(run: $0)) }
        if let element { self.element = Self.picking(Picking(run: element)) } else { self.element = nil }
        if let selection { self.selection = Self.selecting(Selecting(run: selection)) } else { self.selection = nil }
        self.metamethods = metamethods
        self.sharesStorage = sharesStorage
        self.equal = equal.map { Self.comparing(Comparing(run: $0)) }
        if let call { self.call = Self.calling(Calling(run: call)) } else { self.call = nil }
        self.close = close.map { close in
            CloseHook { object in
                if let object = object as? T { close(object) }
            }
        }
    }

    private static func describing<T: LuaObject>(_ held: Describing<T>) -> Behaviour {
        Behaviour { (call) throws(LuaError) in .text(held.run(try call.receiver(as: T.self))) }
    }

    private static func measuring<T: LuaObject>(_ held: Measuring<T>) -> Behaviour {
        Behaviour { (call) throws(LuaError) in .integer(Int64(held.run(try call.receiver(as: T.self)))) }
    }

    private static func picking<T: LuaObject>(_ held: Picking<T>) -> Behaviour {
        Behaviour { (call) throws(LuaError) in
            try held.run(call.receiver(as: T.self), call.integer(1, "index"))
        }
    }

    private static func selecting<T: LuaObject>(_ held: Selecting<T>) -> Behaviour {
        Behaviour { (call) throws(LuaError) in try held.run(call.receiver(as: T.self), call) }
    }

    private static func comparing<T: LuaObject>(_ held: Comparing<T>) -> Behaviour {
        Behaviour { (call) throws(LuaError) in
            .boolean(held.run(try call.receiver(as: T.self), try call.object(1, "other", as: T.self)))
        }
    }

    private static func calling<T: LuaObject>(_ held: Calling<T>) -> LuaFunction.Multiple {
        LuaFunction.Multiple { (call) throws(LuaError) in try held.run(call.receiver(as: T.self), call) }
    }
}
