import Synchronization

/// A Lua value kept by identity: a function, a thread, a table, a userdata of a C library.
///
/// The value stays alive as long as the reference does. A reference can travel between threads, and be let go on any;
/// only the engine it came from can use it.
public final class LuaReference: Sendable {
    let slot: Int32
    let released: LuaReleasedSlots

    /// What Lua calls the value's type.
    public let typeName: String

    init(slot: Int32, typeName: String, released: LuaReleasedSlots) {
        self.slot = slot
        self.typeName = typeName
        self.released = released
    }

    deinit {
        released.add(slot)
    }
}

/// The slots whose references are gone, until the owner of the state gives them back.
final class LuaReleasedSlots: Sendable {
    private let slots = Mutex<[Int32]>([])
    private let some = Atomic<Bool>(false)

    func add(_ slot: Int32) {
        slots.withLock { $0.append(slot) }
        some.store(true, ordering: .releasing)
    }

    /// Takes all of them.
    ///
    /// Cheap when there are none.
    func take() -> [Int32] {
        guard some.load(ordering: .acquiring) else { return [] }
        return slots.withLock { slots in
            some.store(false, ordering: .relaxed)
            let taken = slots
            slots = []
            return taken
        }
    }
}
