import ArgumentParser
import FoundationEssentials
import Glibc
import SkeletonClient
import SkeletonModel

/// `karst doctor`.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Looks for what is between you and a skeleton: environment, token, server, cache, clock.",
        discussion: """
            Prints a line for each thing: its name, 'ok', 'warning' or 'failure', and a sentence. With --datastack its \
            skeleton service is asked too. Status 1 when something failed.
            """
    )

    @OptionGroup var place: ServerOptions

    @Flag(help: "Ask no server.")
    var offline = false

    @Flag(help: "Print JSON lines.")
    var json = false

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        var findings = [
            Finding("karst", .good, Version.line), Self.settings(environment),
            CacheFolder(environment: environment).diagnosis(),
        ]
        let (client, name) = (try place.client(offline: offline), place.datastack)
        findings += try Interruptible.run { await client.diagnosis(datastack: name) }
        for finding in findings {
            Row([
                "name": .string(finding.name), "state": .string(finding.state.rawValue), "text": .string(finding.text),
            ]).write(asJSON: json)
        }
        if findings.contains(where: { $0.state == .failure }) { throw CommandStatus(ExitStatus.failure) }
    }

    /// The variables that change where requests go and whom they trust; a proxy's may hold a password, so no values.
    private static func settings(_ environment: [String: String]) -> Finding {
        let names = [
            "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
            "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR", "CAVE_TOKEN", "XDG_CACHE_HOME",
            "XDG_DATA_HOME",
        ].filter { environment[$0]?.isEmpty == false }
        let files = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"]
        if let missing = files.first(where: { isMissing(environment[$0] ?? "") }) {
            return Finding("environment", .failure, "\(missing) names a file that cannot be read")
        }
        let text = names.isEmpty ? "no proxy, certificates or folders are set" : "set: \(names.joined(separator: ", "))"
        return Finding("environment", .good, text)
    }

    private static func isMissing(_ path: String) -> Bool {
        guard !path.isEmpty else { return false }
        return unsafe access(path, R_OK) != 0
    }
}
