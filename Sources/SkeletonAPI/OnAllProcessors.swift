import FoundationEssentials

/// What is made of each of many; a field because a bare typed-throws closure as a generic argument crashes the compiler.
package struct EachWork<Input: Sendable, Output: Sendable>: Sendable {
    let run: @Sendable (Input) throws(ServiceError) -> Output

    package init(_ run: @escaping @Sendable (Input) throws(ServiceError) -> Output) {
        self.run = run
    }
}

/// Works on many independent inputs at once; the outputs are in their order, and the first error ends it.
package func onAllProcessors<Input, Output>(
    _ inputs: [Input],
    _ work: EachWork<Input, Output>
) async throws(ServiceError) -> [Output] {
    let share = max(1, inputs.count / (max(1, ProcessInfo.processInfo.activeProcessorCount) * 4))
    let parts = await withTaskGroup(of: (Int, Result<[Output], ServiceError>).self) { group in
        for start in stride(from: 0, to: inputs.count, by: share) {
            let some = inputs[start..<min(start + share, inputs.count)]
            group.addTask {
                do throws(ServiceError) {
                    var outputs: [Output] = []
                    for input in some { outputs.append(try work.run(input)) }
                    return (start, .success(outputs))
                } catch {
                    return (start, .failure(error))
                }
            }
        }
        var parts: [(Int, Result<[Output], ServiceError>)] = []
        for await part in group { parts.append(part) }
        return parts.sorted { $0.0 < $1.0 }.map(\.1)
    }
    var outputs: [Output] = []
    for part in parts { outputs += try part.get() }
    return outputs
}
