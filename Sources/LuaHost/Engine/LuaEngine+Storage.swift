internal import CLuaShim

/// Memory outside Lua that several objects hold together.
struct LuaSharedStorage {
    let bytes: Int
    /// How many objects in Lua hold it.
    var holders: Int
    /// Whether the box of one of them accounts for it; otherwise the engine does.
    var isInBox: Bool
}

/// Shared memory is accounted for once, as long as any object holds it.
extension LuaEngine {
    /// What a new box accounts for.
    func externalBytes(of object: any LuaObject) -> Int {
        let bytes = max(0, object.externalBytes)
        guard let storage = object.sharedStorage.map(ObjectIdentifier.init) else { return bytes }
        guard let known = storages[storage] else {
            storages[storage] = LuaSharedStorage(bytes: bytes, holders: 1, isInBox: true)
            return bytes
        }
        storages[storage]?.holders = known.holders + 1
        return 0
    }

    /// A box lets go of the object; `external` is what it accounted for.
    func letGo(of object: any LuaObject, external: Int) {
        guard let host, let storage = object.sharedStorage.map(ObjectIdentifier.init), var shared = storages[storage]
        else { return }
        shared.holders -= 1
        if shared.isInBox, external > 0 || shared.holders == 0 {
            shared.isInBox = false
            if shared.holders > 0 { kl_external_change(host, Int64(shared.bytes)) }
        } else if !shared.isInBox, shared.holders == 0 {
            kl_external_change(host, -Int64(shared.bytes))
        }
        storages[storage] = shared.holders > 0 ? shared : nil
    }
}
