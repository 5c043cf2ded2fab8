internal import CLuaShim

/// What C calls for one function of ours.
///
/// It stays at one address for as long as the engine is open, and a call borrows it there: nothing is retained.
struct LuaBody: ~Copyable {
    /// The body of a function with one result, as most are; it stands by itself so that nothing is copied.
    private let single: LuaFunction.Single
    private let other: LuaFunction.Body?

    init(_ body: LuaFunction.Body) {
        if case .single(let single) = body {
            self.single = single
            other = nil
        } else {
            single = LuaFunction.Single { _ in .nil }
            other = body
        }
    }

    /// Makes the call, and describes in the frame what comes of it.
    ///
    /// C returns, raises or yields only after this has returned.
    borrowing func call(_ frame: UnsafeMutablePointer<kl_frame>) -> Int32 {
        let call = LuaCall(frame: frame)
        let results = LuaResults(frame: frame)
        do throws(LuaError) {
            switch other {
            case nil: return try results.deliver(single.call(call))
            case .single(let body): return try results.deliver(body.call(call))
            case .multiple(let body): return try results.deliver(body.call(call))
            case .waiting(let body): return try results.begin(body.call(call))
            case .spawn, .elements, .close: return KL_DONE  // made by C
            }
        } catch {
            return results.raise(error)
        }
    }
}

/// The bodies of an engine's functions, by index, as C reads them.
final class LuaBodies {
    private var table: UnsafeMutablePointer<UnsafeMutableRawPointer?>?
    private var capacity = 0
    private var count = 0

    func append(_ body: LuaFunction.Body, for host: OpaquePointer?) {
        if count == capacity { grow() }
        let place = UnsafeMutablePointer<LuaBody>.allocate(capacity: 1)
        place.initialize(to: LuaBody(body))
        table?[count] = UnsafeMutableRawPointer(place)
        count += 1
        if let host { kl_set_bodies(host, table, Int32(count)) }
    }

    private func grow() {
        let wider = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: capacity * 2 + 64)
        if let table { wider.moveInitialize(from: table, count: count) }
        table?.deallocate()
        table = wider
        capacity = capacity * 2 + 64
    }

    /// Lets go of all bodies, once nothing can call them any more.
    func removeAll() {
        for index in 0..<count {
            guard let place = table?[index]?.assumingMemoryBound(to: LuaBody.self) else { continue }
            place.deinitialize(count: 1)
            place.deallocate()
        }
        table?.deallocate()
        table = nil
        capacity = 0
        count = 0
    }

    deinit {
        removeAll()
    }
}
