/// A wait that a Lua call has begun and not yet taken the result of.
final class LuaPendingWait {
    enum Outcome {
        case over
        case failed(LuaError)
    }

    let id: Int64
    let wait: LuaWait
    /// When it began, by the clock of `LuaClock`.
    let began = LuaClock.now()
    var outcome: Outcome?
    /// Who goes on when it is over; nil while someone blocks on it.
    var task: LuaTask?
    /// The work off the Lua thread, which ends with the wait.
    var operation: Task<Void, Never>?

    init(id: Int64, wait: LuaWait) {
        self.id = id
        self.wait = wait
    }

    /// Whether it can end without any Lua code running.
    var endsByItself: Bool {
        switch wait.kind {
        case .timer, .operation, .ready: true
        case .join(let task): task.isFinished
        case .module: false
        case .settled(let task, let seconds): seconds != nil || task.isFinished
        }
    }
}

/// Deadlines of waits, the earliest first.
struct LuaTimers {
    private var heap: [(deadline: Double, wait: Int64)] = []

    var isEmpty: Bool { heap.isEmpty }
    var earliest: Double? { heap.first?.deadline }

    mutating func add(_ deadline: Double, _ wait: Int64) {
        heap.append((deadline, wait))
        var place = heap.count - 1
        while place > 0, before(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the earliest wait whose deadline has passed.
    mutating func take(at now: Double) -> Int64? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink()
        return first.wait
    }

    /// Forgets the deadlines of waits that are gone.
    mutating func keep(_ isWanted: (Int64) -> Bool) {
        let wanted = heap.filter { isWanted($0.wait) }
        heap = []
        for entry in wanted { add(entry.deadline, entry.wait) }
    }

    private mutating func sink() {
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && before(child, least) {
                least = child
            }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }

    private func before(_ a: Int, _ b: Int) -> Bool {
        (heap[a].deadline, heap[a].wait) < (heap[b].deadline, heap[b].wait)
    }
}
