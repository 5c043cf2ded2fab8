import SkeletonAPI
import SkeletonModel
import Synchronization

/// Sends calls as a good citizen does: a few at a time, patiently, never for ever, and below the server's limits.
final class Session: Sendable {
    struct Settings: Sendable {
        var connections = 8
        /// The longest silence of a server within one attempt.
        var idle: Duration = .seconds(60)
        /// The same while a skeleton is being made; servers are known to cut such requests off after 120 s.
        var generationIdle: Duration = .seconds(180)
        /// One attempt from start to end.
        var total: Duration = .seconds(600)
        var retry = RetryPolicy()
    }

    let time: TimeSource
    let trace: RequestTrace
    let limiter: RateLimiter
    private let transport: any HTTPTransport
    private let settings: Settings
    private let gate: RequestGate
    // A server that has answered once is there: when its connections break later, that will pass.
    private let known = Mutex<Set<String>>([])

    init(_ transport: any HTTPTransport, _ settings: Settings, time: TimeSource, trace: RequestTrace) {
        (self.transport, self.settings, self.time, self.trace) = (transport, settings, time, trace)
        limiter = RateLimiter(time)
        gate = RequestGate(settings.connections)
    }

    /// Calls until there is a good answer, a final one, or no patience left.
    func value<Value>(
        of call: ServiceCall,
        _ reader: AnswerReader<Value>
    ) async throws(ServiceError) -> Value {
        let patience = settings.retry.patience(for: call)
        let start = time.now()
        var (attempt, last) = (0, ServiceError?.none)
        while true {
            attempt += 1
            try await limiter.wait(call.category)
            let rest = patience - (time.now() - start)
            // Too little is left to try again: what went wrong before says more than that time ran out.
            if let last, rest < .seconds(1) { throw last }
            let failure: ServiceError
            do throws(ServiceError) {
                return try await attemptOnce(call, reader, atMost: rest)
            } catch { failure = error }
            last = failure
            guard case .request(let request) = failure else { throw failure }
            let pause = settings.retry.pause(
                after: request,
                attempt: attempt,
                spent: time.now() - start,
                patience: patience,
                isKnown: isKnown(call.url)
            )
            guard let pause else { throw failure }
            trace.pausing(call, pause, attempt: attempt)
            do { try await time.sleep(pause) } catch { throw .cancelled }
        }
    }

    private func attemptOnce<Value>(
        _ call: ServiceCall,
        _ reader: AnswerReader<Value>,
        atMost rest: Duration
    ) async throws(ServiceError) -> Value {
        let reading = reader.begin()
        let answer = try await exchange(call, reading.sink, atMost: rest)
        guard answer.isSuccess else {
            let error = AnswerError(call, answer).error
            if case .request(let failure) = error, failure.kind == .rateLimited {
                let pause = failure.retryAfter.map { Duration.seconds($0) }
                limiter.noteRefusal(call.category, text: failure.message, retryAfter: pause)
            }
            throw error
        }
        limiter.noteSuccess(call.category)
        do throws(BadAnswer) {
            return try reading.value(try Self.decoded(answer))
        } catch {
            trace.note("bad answer: \(error.problem)")
            throw AnswerError(call, answer).garbled(error)
        }
    }

    private func exchange(
        _ call: ServiceCall,
        _ sink: (any BodySink)?,
        atMost rest: Duration
    ) async throws(ServiceError) -> HTTPAnswer {
        try await gate.enter()
        defer { gate.leave() }
        let start = time.now()
        let idle = call.waitsForGeneration ? settings.generationIdle : settings.idle
        let limits = TimeLimits(idle: idle, total: max(.milliseconds(1), min(settings.total, rest)))
        do throws(TransportFault) {
            let answer = try await transport.answer(to: call.request, within: limits, into: sink)
            trace.answered(call, answer, since: start)
            _ = known.withLock { $0.insert(Self.server(of: call.url)) }
            return answer
        } catch {
            if case .cancelled = error { throw .cancelled }
            let failure = RequestFailure(error, call)
            trace.failed(call, failure.message, since: start)
            throw .request(failure)
        }
    }

    private func isKnown(_ url: String) -> Bool { known.withLock { $0.contains(Self.server(of: url)) } }

    private static func server(of url: String) -> String { ServerAddress(url)?.netloc ?? url }

    /// Undoes the encoding of the transfer, which is not to be confused with content that is itself a gzip file.
    private static func decoded(_ answer: HTTPAnswer) throws(BadAnswer) -> HTTPAnswer {
        switch answer.contentEncoding {
        case "identity", "": return answer
        case "gzip", "x-gzip":
            var plain = answer
            do { plain.body = try Gzip.decompress(answer.body) } catch { throw BadAnswer(error.description) }
            return plain
        case let other: throw BadAnswer("it is encoded as '\(other.prefix(20))', which was not asked for")
        }
    }
}

extension RequestFailure {
    /// No answer at all.
    fileprivate init(_ fault: TransportFault, _ call: ServiceCall) {
        let server = ServerAddress(call.url)?.netloc ?? call.url
        let (kind, problem): (Kind, String) =
            switch fault {
            case .connection(let problem): (.connection, "no answer from \(server): \(problem)")
            case .timedOut(let problem): (.timedOut, "\(server): \(problem)")
            case .certificate(let problem):
                (.certificate, "\(server): \(problem) (certificates of your own: set SSL_CERT_FILE or 'ca_file')")
            case .badAddress(let problem): (.badAddress, "'\(call.url)': \(problem)")
            case .tooLarge(let limit): (.http, "\(server): the answer is larger than \(limit >> 20) MB")
            case .cancelled: (.connection, "cancelled")
            }
        self.init(kind, url: call.url, message: problem, rootID: call.rootID)
    }
}
