import SkeletonAPI

/// What is done with one batch; a field because a bare typed-throws closure as a generic argument crashes the compiler.
struct BatchWork<Item: Sendable, Result: Sendable>: Sendable {
    let run: @Sendable ([Item]) async throws(ServiceError) -> Result
}

/// Splits a long list into requests that overlap, and gives their answers in the order of the list.
///
/// The first failure ends it all.
func inBatches<Item: Sendable, Value: Sendable>(
    _ items: [Item],
    of size: Int,
    overlapping width: Int = 4,
    _ work: BatchWork<Item, Value>
) async throws(ServiceError) -> [Value] {
    let batches = stride(from: 0, to: items.count, by: size).map { Array(items[$0..<min($0 + size, items.count)]) }
    if batches.count == 1 { return [try await work.run(batches[0])] }
    let results = await withTaskGroup(of: (Int, Result<Value, ServiceError>).self) { group in
        var (next, answers) = (0, [Result<Value, ServiceError>?](repeating: nil, count: batches.count))
        func start() {
            guard next < batches.count else { return }
            let (index, batch) = (next, batches[next])
            next += 1
            group.addTask {
                do throws(ServiceError) { return (index, .success(try await work.run(batch))) } catch {
                    return (index, .failure(error))
                }
            }
        }
        for _ in 0..<width { start() }
        while let (index, answer) = await group.next() {
            answers[index] = answer
            if case .failure = answer {
                group.cancelAll()
                next = batches.count
                // What was cancelled because of this must not hide it.
                return [answer]
            }
            start()
        }
        return answers.compactMap(\.self)
    }
    var values: [Value] = []
    for result in results { values.append(try result.get()) }
    return values
}
