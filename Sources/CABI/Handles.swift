import Synchronization

/// What the handles that C holds stand for.
///
/// A handle is a number that was never given out before, and no address: so one that is closed, of another kind or made
/// up is told from a good one without looking at memory that may be gone.
enum Handles {
    private struct Table: Sendable {
        var objects: [UInt: any HandleObject] = [:]
        var last: UInt = 0
    }

    private static let table = Mutex(Table())

    /// A new handle of the object, which stays until `remove`.
    static func add(_ object: any HandleObject) -> OpaquePointer {
        let number = table.withLock { table in
            table.last += 16
            table.objects[table.last] = object
            return table.last
        }
        guard let handle = OpaquePointer(bitPattern: number) else { preconditionFailure("handles count from 16") }
        return handle
    }

    /// The object of a handle.
    static func object<T: HandleObject>(_ handle: OpaquePointer?, as type: T.Type) throws(Failure) -> T {
        guard let handle else { throw .badHandle("the \(T.kind) is NULL") }
        let object = table.withLock { $0.objects[UInt(bitPattern: handle)] }
        guard let object else { throw .badHandle("the \(T.kind) is closed, or no handle at all") }
        guard let object = object as? T else {
            throw .badHandle("\(T.kind) expected, got \(Swift.type(of: object).kind)")
        }
        return object
    }

    /// Forgets a handle of the kind.
    static func remove<T: HandleObject>(_ handle: OpaquePointer?, as type: T.Type) throws(Failure) {
        _ = try object(handle, as: type)
        guard let handle else { return }
        _ = table.withLock { $0.objects.removeValue(forKey: UInt(bitPattern: handle)) }
    }
}

/// What a handle can stand for.
protocol HandleObject: AnyObject, Sendable {
    /// What errors call it.
    static var kind: String { get }
}
