import CMemory

/// Independent items of work on several threads, their results in the order of the items.
///
/// An item is first looked into, which may give several pieces: the neurons of one file.
struct Batch<Row: Sendable>: Sendable {
    /// Makes one result.
    typealias Piece = @Sendable () throws -> Row

    /// How many items there are.
    var count: Int
    /// How many threads to use.
    var jobs: Int
    /// What an item comes down to.
    var pieces: @Sendable (_ item: Int) throws -> [Piece]
    /// Takes one result at a time, in order.
    var take: @Sendable (_ item: Int, Result<Row, any Error>) -> Void
    /// How many items may be ahead of the first one that is not handed over yet: what they gave is kept in memory.
    var window = 256
    /// Hears how many pieces are done, of how many that are known of.
    var progress: @Sendable (_ done: Int, _ total: Int) -> Void

    /// Works until everything is done; throws only when the task was cancelled.
    func run() async throws(CancellationError) {
        karst_keep_freed_memory()
        let queue = BatchQueue(self)
        await withTaskGroup { group in
            for _ in 0..<max(1, jobs) { group.addTask { await work(queue) } }
        }
        if Task.isCancelled { throw CancellationError() }
    }

    private func work(_ queue: BatchQueue<Row>) async {
        while let next = await queue.next() {
            switch next {
            case .item(let item):
                let found = Result { try pieces(item) }
                await queue.open(item, found)
            case .piece(let item, let index, let piece):
                let result = Result { try piece() }
                // What was cancelled half way has no result.
                if !Task.isCancelled { await queue.finish(item, index, result) }
            }
        }
    }
}

/// What is still to be done, and the results that wait for earlier ones.
private actor BatchQueue<Row: Sendable> {
    enum Work: Sendable {
        case item(Int)
        case piece(item: Int, index: Int, Batch<Row>.Piece)
    }

    private struct OpenItem {
        var results: [Result<Row, any Error>?]
        var missing: Int
    }

    private let batch: Batch<Row>
    private var waiting: [Work] = []
    private var nextItem = 0
    private var beingOpened = 0
    private var open: [Int: OpenItem] = [:]
    private var nextToTake = 0
    private var (done, known) = (0, 0)

    init(_ batch: Batch<Row>) {
        self.batch = batch
        known = batch.count
    }

    /// Something to do; nil when there is nothing left, or no more wanted.
    func next() async -> Work? {
        while !Task.isCancelled {
            if let piece = waiting.popLast() { return piece }
            if nextItem < batch.count, nextItem < nextToTake + batch.window {
                nextItem += 1
                beingOpened += 1
                return .item(nextItem - 1)
            }
            guard beingOpened > 0 || nextItem < batch.count else { return nil }
            // Another thread is reading the last file, which may hold work for this one, or is not done with an item
            // that all others wait for.
            try? await Task.sleep(for: .milliseconds(5))
        }
        return nil
    }

    func open(_ item: Int, _ found: Result<[Batch<Row>.Piece], any Error>) {
        beingOpened -= 1
        guard !Task.isCancelled else { return }
        switch found {
        case .success(let pieces):
            known += pieces.count - 1
            open[item] = OpenItem(results: Array(repeating: nil, count: pieces.count), missing: pieces.count)
            // The last one is taken first.
            waiting += pieces.enumerated().reversed().map { .piece(item: item, index: $0, $1) }
            handOver()
        case .failure(let error):
            open[item] = OpenItem(results: [.failure(error)], missing: 0)
            step()
        }
    }

    func finish(_ item: Int, _ index: Int, _ result: Result<Row, any Error>) {
        open[item]?.results[index] = result
        open[item]?.missing -= 1
        step()
    }

    private func step() {
        done += 1
        handOver()
        batch.progress(done, known)
    }

    private func handOver() {
        while let finished = open[nextToTake], finished.missing == 0 {
            for case let result? in finished.results { batch.take(nextToTake, result) }
            open[nextToTake] = nil
            nextToTake += 1
        }
    }
}
