import LuaHost
import SkeletonAPI
import Synchronization

/// A script's function that is told of each exchange with a server.
///
/// Exchanges happen on other threads; the function is called on the script's own as soon as the call that caused them is
/// over.
final class TraceFunction {
    /// Lines on their way to the script's thread.
    final class Queue: Sendable {
        private let lines = Mutex<[String]>([])

        func append(_ line: String) { lines.withLock { $0.append(line) } }

        func takeAll() -> [String] {
            lines.withLock { lines in
                defer { lines = [] }
                return lines
            }
        }
    }

    let queue = Queue()
    private let function: LuaReference
    private let engine: LuaEngine

    init(_ function: LuaReference, _ engine: LuaEngine) {
        (self.function, self.engine) = (function, engine)
    }

    private func deliver() throws(LuaError) {
        for line in queue.takeAll() { _ = try engine.call(function, [.text(line)]) }
    }

    /// A wait at whose end, good or bad, the lines are delivered.
    static func wait<Value: Sendable>(
        _ trace: TraceFunction?,
        _ what: String,
        _ operation: HostOperation<Value, ServiceError>,
        then finish: @escaping (Value) throws(LuaError) -> LuaValue
    ) -> LuaWait {
        guard let trace else { return .on(what, operation, then: finish) }
        let held = Finish(run: finish)
        return LuaWait(
            what,
            { () -> Result<Result<Value, ServiceError>, LuaError> in
                do throws(ServiceError) { return .success(.success(try await operation.run())) } catch {
                    return .success(.failure(error))
                }
            },
            then: { (result: Result<Value, ServiceError>) throws(LuaError) -> LuaValue in
                try trace.deliver()
                switch result {
                case .success(let value): return try held.run(value)
                case .failure(let error): throw LuaError(error)
                }
            }
        )
    }

    private struct Finish<Value> { let run: (Value) throws(LuaError) -> LuaValue }
}
