import SkeletonModel
import Synchronization
import Testing

@testable import SkeletonClient

/// Answers requests as a recording has them; what is not in it, from the recording of the bootstrap.
final class ReplayServer: Sendable {
    private let answers: [String: HTTPAnswer]

    init(_ recordings: [Recording]) throws {
        var answers: [String: HTTPAnswer] = [:]
        let more = try ["bootstrap_caveclient", "get_version", "get_versions", "segmentation_cloudvolume"].map {
            try Recording($0)
        }
        for exchange in (more + recordings).flatMap(\.exchanges) {
            answers["\(exchange.method) \(exchange.path)"] = exchange.answer
        }
        self.answers = answers
    }

    convenience init(_ names: [String]) throws { try self.init(names.map { try Recording($0) }) }

    /// The answer to whatever method.
    func answer(_ path: String) -> HTTPAnswer {
        answers["GET " + path] ?? answers["POST " + path] ?? HTTPAnswer(status: 404, body: Array("no".utf8))
    }

    var transport: TestTransport {
        TestTransport { [self] request in
            let path = String(request.url.dropFirst(Recording.server.count))
            return .success(
                answers["\(request.method.rawValue) \(path)"]
                    ?? HTTPAnswer(status: 404, headers: [("Content-Type", "text/html")], body: Array("no".utf8))
            )
        }
    }
}
