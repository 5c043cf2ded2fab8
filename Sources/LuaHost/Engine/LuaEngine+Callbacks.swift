internal import CLua
internal import CLuaShim

/// What C calls. Nothing here can throw past its boundary, and C raises or yields only after it has returned.
extension LuaEngine {
    static let callbacks = kl_callbacks(
        call: { body, frame in
            body.assumingMemoryBound(to: LuaBody.self).pointee.call(frame)
        },
        finish: { owner, wait, frame in
            Unmanaged<LuaEngine>.fromOpaque(owner).takeUnretainedValue().finish(wait, frame)
        },
        pump: { owner, wait in
            Unmanaged<LuaEngine>.fromOpaque(owner).takeUnretainedValue().scheduler.pump(until: wait)
        },
        release: { owner, object, type, external in
            let engine = Unmanaged<LuaEngine>.fromOpaque(owner).takeUnretainedValue()
            engine.release(object, type: Int(type), external: external)
        },
        spawn: { owner, thread, slot, arguments, daemon, task in
            let engine = Unmanaged<LuaEngine>.fromOpaque(owner).takeUnretainedValue()
            let reference = LuaReference(slot: slot, typeName: "thread", released: engine.released)
            let made = engine.scheduler.add(thread, reference, arguments: arguments, isDaemon: daemon != 0)
            engine.liveObjects += 1
            task.pointee = Unmanaged.passRetained(made as AnyObject).toOpaque()
            return Int32(KL_DONE)
        }
    )

    /// The engine that a host belongs to.
    ///
    /// Whoever runs Lua holds the engine, so it outlives each call.
    static func owner(of host: OpaquePointer) -> LuaEngine {
        Unmanaged<LuaEngine>.fromOpaque(kl_owner(host)).takeUnretainedValue()
    }

    private func finish(_ id: Int64, _ frame: UnsafeMutablePointer<kl_frame>) -> Int32 {
        let results = LuaResults(frame: frame)
        do throws(LuaError) {
            switch try scheduler.finish(id) {
            case .value(let value): return try results.deliver(value)
            case .resultsOf(let thread):
                frame.pointee.thread = thread
                return KL_FROM_THREAD
            }
        } catch {
            return results.raise(error)
        }
    }

    private func release(_ object: UnsafeMutableRawPointer, type: Int, external: Int) {
        liveObjects -= 1
        let held = Unmanaged<AnyObject>.fromOpaque(object)
        if type < types.count, let close = types[type].type.close { close.run(held.takeUnretainedValue()) }
        // Only arrays and their like share; the others are not asked, which would take longer than releasing them.
        if type < types.count, types[type].type.sharesStorage, let object = held.takeUnretainedValue() as? any LuaObject
        {
            letGo(of: object, external: external)
        }
        held.release()
    }
}
