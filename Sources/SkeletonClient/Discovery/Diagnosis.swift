import FoundationEssentials
import SkeletonAPI
import SkeletonModel

/// One thing that `karst doctor` has looked at.
public struct Finding: Sendable, Hashable {
    /// How it looks.
    public enum State: String, Sendable {
        /// As it should be.
        case good = "ok"
        /// Worth knowing.
        case warning
        /// Skeletons cannot be had like this.
        case failure
    }

    /// What was looked at, in a word.
    public let name: String
    /// How it looks.
    public let state: State
    /// What was found, in a sentence.
    public let text: String

    /// A finding.
    public init(_ name: String, _ state: State, _ text: String) {
        (self.name, self.state, self.text) = (name, state, text)
    }
}

extension ServiceClient {
    /// Looks at everything between a user and a skeleton: token, server, certificate, clock, and the datastack's service.
    ///
    /// - `datastack`: Looked at too, when it is named.
    public func diagnosis(datastack name: String?) async -> [Finding] {
        var findings = [tokenFinding]
        if options.isOffline { return findings + [Finding("server", .warning, "not asked: offline")] }
        do throws(ServiceError) {
            let (names, difference) = try await probe()
            findings.append(Finding("server", .good, "\(serverAddress) answers and knows \(names.count) datastacks"))
            findings.append(Self.clockFinding(difference))
        } catch {
            findings.append(Finding("server", .failure, error.description))
            return findings
        }
        if let name { findings.append(await datastackFinding(name)) }
        return findings
    }

    private var tokenFinding: Finding {
        guard let place = credentials.search.places.first(where: { $0.finding == .used }) else {
            return Finding("token", .warning, "none was found; servers that want one will refuse (see 'karst auth')")
        }
        let from = place.path ?? place.name
        if place.isOpenToOthers {
            return Finding(
                "token",
                .warning,
                "\(from) can be read by others (mode \(place.permissions ?? "?")): chmod 600"
            )
        }
        return Finding("token", .good, "from \(from)")
    }

    /// The datastacks, and by how many seconds the server's clock is ahead of ours.
    private func probe() async throws(ServiceError) -> ([String], Double?) {
        var call = try call(global, "/info/api/v2/datastacks", category: "info")
        call.isSideService = true
        return try await session.value(
            of: call,
            AnswerReader { (answer) throws(BadAnswer) in
                let names = try AnswerReader<[String]>.names.begin().value(answer)
                let date = answer.header("date").flatMap(HTTPDate.seconds)
                return (names, date.map { $0 - Date().timeIntervalSince1970 })
            }
        )
    }

    private static func clockFinding(_ difference: Double?) -> Finding {
        guard let difference else { return Finding("clock", .good, "not compared: the server does not tell the time") }
        let seconds = difference.magnitude.rounded()
        guard seconds > 60 else { return Finding("clock", .good, "agrees with the server's") }
        let way = difference > 0 ? "behind" : "ahead of"
        return Finding("clock", .warning, "this machine's is \(seconds.roundedText) s \(way) the server's")
    }

    private func datastackFinding(_ name: String) async -> Finding {
        do throws(ServiceError) {
            let datastack = try await datastack(name)
            let version = try await serviceVersion(datastack)
            let versions = try await skeletonVersions(datastack).map(\.description).joined(separator: ", ")
            try await checkAdmission(datastack)
            let text = "\(datastack.server.netloc) serves skeletons, version \(version), of versions \(versions)"
            if try await !isAtLeast("0.23.9", datastack) {
                return Finding("skeletons", .warning, text + "; it is too old for fetch_skeletons")
            }
            return Finding("skeletons", .good, text)
        } catch {
            return Finding("skeletons", .failure, error.description)
        }
    }
}

extension ServiceClient {
    /// Asks what needs a token, and costs the server nothing: versions are told to everybody.
    private func checkAdmission(_ datastack: Datastack) async throws(ServiceError) {
        var call = try call(datastack, "/precomputed/skeleton/exists", category: "skeleton_exists")
        call.method = .post
        call.body = Self.body(["root_ids": .array([]), "skeleton_version": .integer(4)])
        call.isSideService = true
        try await session.value(of: call, AnswerReader { _ in })
    }
}

extension AnswerReader where Value == [String] {
    /// A list of names.
    static let names: AnswerReader = .json { (value) throws(BadAnswer) in
        guard let names = value.arrayValue else { throw BadAnswer("it is not a list") }
        return names.compactMap(\.stringValue)
    }
}

extension CacheFolder {
    /// How the kept skeletons are: all are counted, and the newest few read.
    public func diagnosis() -> Finding {
        let files = files().sorted { $0.used > $1.used }
        let size = Double(files.reduce(0) { $0 + $1.size }) / 1e6
        let bad = files.prefix(Self.sample).filter { file in
            do throws(ServiceError) { _ = try verify(file) } catch { return true }
            return false
        }
        let counts = "\(files.count) skeletons, \(size.roundedText) MB in \(path)"
        guard bad.isEmpty else {
            return Finding("cache", .warning, "\(counts); \(bad.count) of the newest are damaged (karst cache verify)")
        }
        return Finding("cache", .good, counts)
    }

    private static let sample = 50
}
