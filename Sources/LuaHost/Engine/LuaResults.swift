internal import CLua
internal import CLuaShim

/// What becomes of one call: results, an error or a wait, described in the call's frame.
struct LuaResults {
    let frame: UnsafeMutablePointer<kl_frame>

    private var engine: LuaEngine { LuaEngine.owner(of: frame.pointee.host) }

    @inline(__always)
    func deliver(_ value: LuaValue) throws(LuaError) -> Int32 {
        frame.pointee.result_count = 1
        if Self.write(value, to: &frame.pointee.results.0) { return KL_DONE }
        if case .string(let string) = value { return try deliver(string) }
        return try build(value)
    }

    func deliver(_ values: [LuaValue]) throws(LuaError) -> Int32 {
        if values.count <= 1 {
            if let value = values.first { return try deliver(value) }
            frame.pointee.result_count = 0
            return KL_DONE
        }
        if deliverScalars(values) { return KL_DONE }
        var program = try LuaProgram(engine)
        for value in values { try program.append(value) }
        frame.pointee.program = program.take(results: values.count)
        return KL_BUILT
    }

    /// Writes a few numbers, booleans and nils into the frame itself; false when there is anything else.
    private func deliverScalars(_ values: [LuaValue]) -> Bool {
        guard values.count <= Int(KL_RESULTS) else { return false }
        frame.pointee.result_count = Int32(values.count)
        return withUnsafeMutableBytes(of: &frame.pointee.results) { room in
            let results = room.assumingMemoryBound(to: kl_value.self)
            return values.indices.allSatisfy { Self.write(values[$0], to: &results[$0]) }
        }
    }

    @inline(__always)
    private static func write(_ value: LuaValue, to result: inout kl_value) -> Bool {
        switch value {
        case .number(let number):
            result.tag = KL_NUMBER
            result.number = number
        case .integer(let integer):
            result.tag = KL_INTEGER
            result.integer = integer
        case .boolean(let flag):
            result.tag = KL_BOOLEAN
            result.integer = flag ? 1 : 0
        case .nil:
            result.tag = KL_NIL
        default:
            return false
        }
        return true
    }

    func begin(_ wait: LuaWait) throws(LuaError) -> Int32 {
        if case .ready(let value) = wait.kind { return try deliver(value) }
        frame.pointee.wait = try engine.scheduler.begin(wait)
        return KL_WAITING
    }

    func raise(_ error: LuaError) -> Int32 {
        switch error.kind {
        case .interrupt: return KL_INTERRUPTED
        case .exit: return KL_EXITING
        case .limit(let kind): return kind
        case .ordinary: break
        }
        frame.pointee.program = nil
        do throws(LuaError) {
            var program = try LuaProgram(engine)
            try program.append(error)
            frame.pointee.program = program.take(results: 1)
        } catch {
            frame.pointee.program = nil  // C then raises that there is no memory
        }
        return KL_RAISED
    }

    private func build(_ value: LuaValue) throws(LuaError) -> Int32 {
        var program = try LuaProgram(engine)
        try program.append(value)
        frame.pointee.program = program.take(results: 1)
        return KL_BUILT
    }

    /// A short string goes through the scratch buffer, without a program.
    private func deliver(_ string: LuaString) throws(LuaError) -> Int32 {
        let limit = 4096
        let host = frame.pointee.host
        let copied = string.withBytes { bytes in
            guard bytes.count <= limit, let scratch = kl_scratch(host, limit) else { return false }
            UnsafeMutableRawBufferPointer(start: scratch, count: limit).copyMemory(from: bytes)
            frame.pointee.results.0.tag = KL_STRING
            frame.pointee.results.0.bytes = UnsafePointer(scratch)
            frame.pointee.results.0.length = bytes.count
            return true
        }
        return copied ? KL_DONE : try build(.string(string))
    }
}
