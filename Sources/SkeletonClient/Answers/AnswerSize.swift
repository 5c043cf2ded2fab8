import Synchronization

/// How large skeletons are in a server's bulk answers, for asking as many at once as memory should hold.
final class AnswerSize: Sendable {
    /// Fewer than the service takes, so that a lost answer costs little.
    private static let mostPerAnswer = 100
    private static let answerBytes = 16 << 20

    private let bytesOfOne = Mutex<Int?>(nil)

    /// As many ids as give an answer of some megabytes, so that memory is bounded however large neurons are.
    ///
    /// Nil when the size of skeletons is not known yet.
    var idsPerAnswer: Int? {
        bytesOfOne.withLock { $0.map { min(Self.mostPerAnswer, max(1, Self.answerBytes / max(1, $0))) } }
    }

    func note(_ answer: BulkAnswer) {
        guard answer.count > 0 else { return }
        let mean = answer.size / answer.count
        bytesOfOne.withLock { $0 = $0.map { ($0 * 3 + mean) / 4 } ?? mean }
    }
}
