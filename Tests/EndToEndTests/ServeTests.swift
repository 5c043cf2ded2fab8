import FoundationEssentials
import Glibc
import TestSupport
import Testing

struct ServeTests {
    @Test func itSaysWhereItListensWhatToPasteAndEndsByTheSignal() throws {
        let sandbox = try Sandbox()
        let demo = try sandbox.karst("demo", "--count", "1", "--data", "service")
        #expect(demo.ending == .exited(0), "\(demo.errors)")
        let program = try sandbox.program(["serve", "--port", "0", "--data", "service"]).start()
        #expect(program.waitForOutput("listening on http://127.0.0.1:"))
        program.send(SIGTERM)
        let finished = program.finish()
        #expect(finished.ending == .signalled(SIGTERM))
        let address = finished.output.dropFirst("listening on ".count).prefix { $0 != "\n" }
        #expect(finished.output == "listening on \(address)\n")
        #expect(Int(address.split(separator: ":").last ?? "") ?? 0 > 0)
        for line in [
            "client = CAVEclient(\"demo\", server_address=\"\(address)\", auth_token=\"local\", write_server_cache=False)",
            "client = karst.cave.client(\"demo\", { server_address = \"\(address)\" })",
            "precomputed://\(address)/skeletoncache/api/v1/demo/precomputed/skeleton",
        ] { #expect(finished.errors.contains(line + "\n"), "\(line)") }
    }

    @Test(arguments: [
        (["--port", "70000"], "karst: --port must be 0 to 65535, got 70000", ExitStatus.usage),
        (["--workers=-1"], "karst: --workers must be 0 to 1000, got -1", ExitStatus.usage),
        (
            ["--host", "0.0.0.0"], "karst: 0.0.0.0 can be reached from other machines, and without --token",
            ExitStatus.failure
        ),
        (["--limit", "x"], "karst: a limit has the form CATEGORY=COUNT/second", ExitStatus.failure),
        (["--fault", "x"], "karst: bad fault 'x': 'x' is not of the form name=number", ExitStatus.failure),
        (["--token", "nothing"], "karst: nothing: ", ExitStatus.failure),
    ])
    func wrongUseIsExplained(_ arguments: [String], _ sentence: String, _ status: Int32) throws {
        let sandbox = try Sandbox()
        let finished = try sandbox.program(["serve", "--data", "service"] + arguments).finish()
        #expect(finished.errors.hasPrefix(sentence), "\(finished.errors)")
        #expect(finished.ending == .exited(status))
        #expect(finished.output == "")
    }

    private enum ExitStatus {
        static let failure: Int32 = 1
        static let usage: Int32 = 2
    }
}
