internal import CLua
internal import CLuaShim

/// What C calls. Nothing here can throw past its boundary, and C raises or yields only after it has returned.
extension LuaEngine {
    static let callbacks = kl_callbacks(
        call: { owner, index, frame in
            Unmanaged<LuaEngine>.fromOpaque(owner).takeUnretainedValue().call(index, frame)
        },
        finish: { owner, wait, frame in
            Unmanaged<LuaEngine>.fromOpaque(owner).takeUnretainedValue().finish(wait, frame)
        },
        pump: { owner, wait in
            Unmanaged<LuaEngine>.fromOpaque(owner).takeUnretainedValue().scheduler.pump(until: wait)
        },
        release: { owner, object, type in
            Unmanaged<LuaEngine>.fromOpaque(owner).takeUnretainedValue().release(object, type: Int(type))
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

    private func call(_ index: Int32, _ frame: UnsafeMutablePointer<kl_frame>) -> Int32 {
        let before = current
        current = frame.pointee.L
        defer { current = before }
        let call = LuaCall(frame: frame, engine: self)
        do throws(LuaError) {
            switch bodies[Int(index)] {
            case .single(let body): return try deliver(body.call(call), frame)
            case .multiple(let body): return try deliver(body.call(call), frame)
            case .waiting(let body): return try begin(body.call(call), frame)
            case .spawn: return KL_DONE  // made by C
            }
        } catch {
            return raise(error, frame)
        }
    }

    private func begin(_ wait: LuaWait, _ frame: UnsafeMutablePointer<kl_frame>) throws(LuaError) -> Int32 {
        if case .ready(let value) = wait.kind { return try deliver(value, frame) }
        frame.pointee.wait = try scheduler.begin(wait)
        return KL_WAITING
    }

    private func finish(_ id: Int64, _ frame: UnsafeMutablePointer<kl_frame>) -> Int32 {
        let before = current
        current = frame.pointee.L
        defer { current = before }
        do throws(LuaError) {
            switch try scheduler.finish(id) {
            case .value(let value): return try deliver(value, frame)
            case .resultsOf(let thread):
                frame.pointee.thread = thread
                return KL_FROM_THREAD
            }
        } catch {
            return raise(error, frame)
        }
    }

    private func release(_ object: UnsafeMutableRawPointer, type: Int) {
        liveObjects -= 1
        let held = Unmanaged<AnyObject>.fromOpaque(object)
        if type < types.count, let close = types[type].type.close { close.run(held.takeUnretainedValue()) }
        held.release()
    }

    // MARK: Results

    @inline(__always)
    private func deliver(_ value: LuaValue, _ frame: UnsafeMutablePointer<kl_frame>) throws(LuaError) -> Int32 {
        frame.pointee.result_count = 1
        switch value {
        case .number(let number):
            frame.pointee.results.0.tag = KL_NUMBER
            frame.pointee.results.0.number = number
        case .integer(let integer):
            frame.pointee.results.0.tag = KL_INTEGER
            frame.pointee.results.0.integer = integer
        case .boolean(let flag):
            frame.pointee.results.0.tag = KL_BOOLEAN
            frame.pointee.results.0.integer = flag ? 1 : 0
        case .nil:
            frame.pointee.results.0.tag = KL_NIL
        case .string(let string):
            return try deliver(string, frame)
        default:
            return try deliver([value], frame)
        }
        return KL_DONE
    }

    private func deliver(_ string: LuaString, _ frame: UnsafeMutablePointer<kl_frame>) throws(LuaError) -> Int32 {
        let count = string.bytes.count
        guard count <= 4096, let scratch = kl_scratch(frame.pointee.host, 4096) else {
            return try deliver([.string(string)], frame)
        }
        string.bytes.withUnsafeBytes { bytes in
            if let start = bytes.baseAddress {
                scratch.update(from: start.assumingMemoryBound(to: CChar.self), count: count)
            }
        }
        frame.pointee.results.0.tag = KL_STRING
        frame.pointee.results.0.bytes = UnsafePointer(scratch)
        frame.pointee.results.0.length = count
        return KL_DONE
    }

    private func deliver(_ values: [LuaValue], _ frame: UnsafeMutablePointer<kl_frame>) throws(LuaError) -> Int32 {
        var program = try LuaProgram(self)
        for value in values { try program.append(value) }
        frame.pointee.program = program.take(results: values.count)
        return KL_BUILT
    }

    private func raise(_ error: LuaError, _ frame: UnsafeMutablePointer<kl_frame>) -> Int32 {
        switch error.kind {
        case .interrupt: return KL_INTERRUPTED
        case .exit: return KL_EXITING
        case .ordinary: break
        }
        frame.pointee.program = nil
        do throws(LuaError) {
            var program = try LuaProgram(self)
            try program.append(error)
            frame.pointee.program = program.take(results: 1)
        } catch {
            frame.pointee.program = nil  // C then raises that there is no memory
        }
        return KL_RAISED
    }
}
