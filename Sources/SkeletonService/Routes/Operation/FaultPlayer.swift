import HTTPTypes
import NIOCore
import Synchronization

/// A connection that is to end without an answer.
struct Dropped: Error {}

/// Lets things go wrong as planned.
final class FaultPlayer: Sendable {
    private let plan: FaultPlan
    private let generator: Mutex<SplitMix>

    init(_ plan: FaultPlan) {
        self.plan = plan
        generator = Mutex(SplitMix(state: plan.seed))
    }

    /// The answer as it leaves, late, wrong or cut; throws when none is to leave.
    func play(_ answer: Answer) async throws -> Answer {
        if happens(plan.drop) { throw Dropped() }
        if let delay = plan.delay, happens(plan.rate) { try await Task.sleep(for: .seconds(delay)) }
        if let status = plan.status, happens(plan.rate) {
            var answer = Answer.message("a fault that --fault asked for", status: .init(code: status))
            answer.headers[.accessControlAllowOrigin] = "*"
            return answer
        }
        guard happens(plan.truncate) else { return answer }
        var answer = answer
        answer.isCutShort = true
        return answer
    }

    private func happens(_ rate: Double) -> Bool {
        guard rate > 0 else { return false }
        return generator.withLock { Double($0.next() >> 11) / Double(1 << 53) } < rate
    }
}

/// Numbers that look like chance, and are the same each time.
private struct SplitMix: Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
