import HTTPTypes
import Logging
import Metrics
import NIOCore
import SkeletonAPI
import SkeletonModel
import Synchronization
import Testing

@testable import Routes

/// Metrics, logs and faults.
struct OperationTests {
    @Test func metricsAreInPrometheusForm() {
        let registry = PrometheusRegistry()
        let dimensions = [("route", "a \"b\"\\\n"), ("method", "GET")]
        Counter(label: "requests.total", dimensions: dimensions, factory: registry).increment(by: 2)
        Counter(label: "requests.total", dimensions: dimensions, factory: registry).increment()
        Gauge(label: "queue", factory: registry).record(2.5)
        let timer = Timer(label: "seconds", factory: registry)
        timer.recordNanoseconds(500_000)
        timer.recordNanoseconds(2_000_000_000)
        let text = registry.text()
        #expect(
            text.contains(
                "# TYPE requests_total counter\nrequests_total{route=\"a \\\"b\\\"\\\\\\n\",method=\"GET\"} 3\n"
            )
        )
        #expect(text.contains("# TYPE queue gauge\nqueue 2.5\n"))
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("seconds") }
        #expect(lines.contains("seconds_bucket{le=\"0.0003\"} 0"))
        #expect(lines.contains("seconds_bucket{le=\"0.001\"} 1"))
        #expect(lines.contains("seconds_bucket{le=\"3\"} 2"))
        #expect(lines.contains("seconds_bucket{le=\"+Inf\"} 2"))
        #expect(lines.contains("seconds_sum 2.0005"))
        #expect(lines.last == "seconds_count 2")
        #expect(lines.count == PrometheusHistogram.bounds.count + 3)
    }

    @Test func theServerCountsWhatItAnswers() async throws {
        let standIn = try await StandInService.shared()
        try await Replay.on(standIn.service) { (replay: Replay) async throws in
            let path = "/skeletoncache/api/v1/demo_stack/async/get_skeleton/4/864691135000000001/swc"
            for _ in 0..<3 { _ = try await replay.get(path) }
            _ = try await replay.get("/nothing")
            let page = try await replay.get("/metrics")
            #expect(page.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            for line in [
                "karst_requests_total{route=\"get_skeleton\",method=\"GET\",status=\"200\"} 3",
                "karst_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 1",
                "karst_answers_encoded_total 1", "karst_answers_reused_total 2",
            ] { #expect(page.text.contains(line + "\n"), "\(line)") }
            #expect(page.text.contains("\nkarst_jobs_queued "))
        }
    }

    @Test(arguments: [LogLines.Form.text, .json])
    func aMessageIsOneLine(_ form: LogLines.Form) throws {
        let lines = Mutex<[String]>([])
        let logger = Logger(label: "test") { _ in LogLines(form: form) { line in lines.withLock { $0.append(line) } } }
        logger.info("started", metadata: ["address": "http://x", "reason": "two words\nand a line"])
        logger.debug("not said")
        let line = try #require(lines.withLock { $0.first })
        #expect(lines.withLock(\.count) == 1)
        #expect(!line.contains("\n"))
        switch form {
        case .text: #expect(line.hasSuffix("Z info started address=http://x reason=\"two words\\nand a line\""))
        case .json:
            let object = try #require(JSONValue.parse(line).objectValue)
            #expect(object.keys == ["time", "level", "message", "address", "reason"])
            #expect(object["reason"] == .string("two words\nand a line"))
        }
    }

    @Test(arguments: [
        ("", "'' is not of the form name=number"), ("drop", "'drop' is not of the form name=number"),
        ("drop=2", "drop is a number from 0 to 1"), ("status=99", "status is a number from 200 to 599"),
        ("delay=-1", "delay is a number from 0 to 3600"), ("rate=x", "rate is a number from 0 to 1"),
        ("crash=1", "there is no 'crash' (there are delay, drop, status, truncate, rate, seed)"),
    ])
    func aFaultOfAnotherFormIsRefused(_ text: String, _ problem: String) {
        let error = #expect(throws: RoutesError.self) { try FaultPlan(text) }
        #expect(error?.description == "bad fault '\(text)': \(problem)")
    }

    @Test func faultsBefallTheirShareOfTheRequests() async throws {
        let player = FaultPlayer(try FaultPlan("drop=0.25,status=503,rate=0.5,truncate=0.5"))
        var (dropped, failed, cut, whole) = (0, 0, 0, 0)
        for _ in 0..<4000 {
            do {
                let answer = try await player.play(Answer(.string("fine")))
                if answer.status == .serviceUnavailable {
                    failed += 1
                } else if answer.isCutShort {
                    cut += 1
                } else {
                    whole += 1
                }
            } catch is Dropped { dropped += 1 }
        }
        // Binomial, so within five standard deviations.
        #expect((860...1140).contains(dropped))
        #expect((1345...1655).contains(failed))
        #expect((620...880).contains(cut))
        #expect((620...880).contains(whole))
    }

    @Test func whoLooksAfterTheServerSeesNoFaults() async throws {
        let standIn = try await StandInService.shared()
        var options = ServeOptions()
        options.fault = try FaultPlan("status=503")
        try await Replay.on(standIn.service, options) { (replay: Replay) async throws in
            #expect(try await replay.get("/skeletoncache/api/version").status == 503)
            #expect(try await replay.get("/health").status == 200)
            #expect(try await replay.get("/metrics").status == 200)
        }
    }

    @Test func keptAnswersStayWithinTheirRoomAndTheLastUsedStay() throws {
        let store = AnswerStore(capacity: 100_000)
        let stamp = SkeletonStamp(device: 1, inode: 2, size: 3, modified: 4)
        func key(_ number: Int64) -> AnswerStore.Key {
            AnswerStore.Key(
                datastack: "d",
                rootID: StandInService.id(number),
                version: .newest,
                format: .swc,
                wrapping: .plain
            )
        }
        let answer = Answer([UInt8](repeating: 1, count: 4096), type: "text/plain")
        for number in 1...200 as ClosedRange<Int64> {
            store.keep(answer, key(number), stamp: stamp)
            #expect(store.size <= 100_000)
            // The first one is used all the time.
            #expect(store.answer(key(1), stamp: stamp) != nil)
            #expect(store.answer(key(number), stamp: stamp) != nil)
        }
        #expect(store.answer(key(100), stamp: stamp) == nil)
        let other = SkeletonStamp(device: 1, inode: 2, size: 3, modified: 5)
        #expect(store.answer(key(1), stamp: other) == nil)
        store.keep(Answer([UInt8](repeating: 1, count: 50_000), type: "text/plain"), key(300), stamp: stamp)
        #expect(store.answer(key(300), stamp: stamp) == nil)
    }
}
