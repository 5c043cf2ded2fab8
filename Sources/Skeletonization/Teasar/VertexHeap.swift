/// A binary heap of vertices by distance, equal distances by vertex number.
///
/// A vertex may be in it more than once; whoever takes entries out skips the ones that are out of date.
@safe
struct VertexHeap: ~Copyable {
    struct Entry: BitwiseCopyable {
        var distance: Double
        var vertex: Int32

        @inline(__always)
        func precedes(_ other: Entry) -> Bool {
            distance < other.distance || (distance == other.distance && vertex < other.vertex)
        }
    }

    private(set) var count = 0
    private var capacity: Int
    private var base: UnsafeMutablePointer<Entry>

    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        unsafe base = UnsafeMutablePointer.allocate(capacity: self.capacity)
    }

    deinit { unsafe base.deallocate() }

    mutating func removeAll() { count = 0 }

    @inline(__always)
    mutating func push(_ vertex: Int32, at distance: Double) {
        if count == capacity { grow() }
        let entry = Entry(distance: distance, vertex: vertex)
        var hole = count
        count += 1
        while hole > 0 {
            let parent = (hole - 1) >> 1
            guard entry.precedes(unsafe base[parent]) else { break }
            unsafe base[hole] = base[parent]
            hole = parent
        }
        unsafe base[hole] = entry
    }

    @inline(__always)
    mutating func popFirst() -> Entry? {
        guard count > 0 else { return nil }
        let first = unsafe base[0]
        count -= 1
        let last = unsafe base[count]
        var hole = 0
        while true {
            var child = 2 * hole + 1
            guard child < count else { break }
            if child + 1 < count, unsafe base[child + 1].precedes(base[child]) { child += 1 }
            guard unsafe base[child].precedes(last) else { break }
            unsafe base[hole] = base[child]
            hole = child
        }
        unsafe base[hole] = last
        return first
    }

    private mutating func grow() {
        let wider = UnsafeMutablePointer<Entry>.allocate(capacity: capacity * 2)
        unsafe wider.moveInitialize(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = wider
        capacity *= 2
    }
}
