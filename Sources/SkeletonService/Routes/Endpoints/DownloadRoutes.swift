import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import NIOCore
import SkeletonAPI
import SkeletonModel

extension ServiceRoutes {
    /// Stored files without the service in between, as caveclient fetches them from Google's storage.
    static let downloadRoutes: [Route] = [
        .datastack("get_skeleton_token", .post, "bulk/get_skeleton_token/{version}") { try $0.directToken($1) },
        .open("download", .get, "download/storage/v1/b/{bucket}/o/{object}") { try await $0.download($1) },
    ]

    /// The bucket that tokens name.
    private static let bucket = "karst"

    private func directToken(_ call: Call) throws -> Answer {
        try countAgainstLimit(.getSkeletonTokenBulk, call)
        _ = try call.version()
        let (token, expiry) = directTokens.issue(datastack: call.datastack, user: call.user)
        let name = "skeleton__v4__rid-{rid}" + CacheFileName.ending(datastack: call.datastack)
        return Answer(
            .object([
                "token": .string(token), "token_type": .string("Bearer"), "expiry": .string(Self.text(expiry)),
                "bucket": .string(Self.bucket),
                "path_template": .string("skeletons/\(call.datastack)/4/\(name)"),
            ])
        )
    }

    /// ISO 8601 without a zone, which means UTC.
    private static func text(_ date: Date) -> String {
        String(date.formatted(.iso8601).prefix { (character: Character) in character != "Z" })
    }

    private func download(_ call: Call) async throws -> Answer {
        // Only the names of cache files are understood, so no other file can be named.
        let words = call.text(.object).split(separator: "/").map(String.init)
        guard words.count == 4, words[0] == "skeletons", words[2] == "4", let name = CacheFileName(words[3]),
            name.version == .newest, name.datastack == words[1], name.description == words[3]
        else { return missing(call) }
        guard mayDownload(call, name.datastack) else {
            return .message("Invalid Credentials", status: .unauthorized)
        }
        guard let file = try await service.storedFile(of: name.rootID, datastack: name.datastack) else {
            return missing(call)
        }
        // The storage undoes the compression for those who do not take it.
        var answer = Answer(call.acceptsGzip ? file : try Gzip.decompress(file), type: "application/octet-stream")
        if call.acceptsGzip { answer.headers[.contentEncoding] = "gzip" }
        return answer
    }

    private func mayDownload(_ call: Call, _ datastack: String) -> Bool {
        guard let access = options.access else { return true }
        guard let header = call.request.headers[.authorization], header.hasPrefix("Bearer ") else { return false }
        let token = String(header.dropFirst(7))
        if directTokens.opens(token, datastack: datastack) { return true }
        return access.user(of: token).map { $0.mayView(datastack) && $0.terms == nil } ?? false
    }

    private func missing(_ call: Call) -> Answer {
        .html("No such object: \(call.text(.bucket))/\(call.text(.object))", status: .notFound)
    }
}
