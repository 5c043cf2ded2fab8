import SkeletonAPI
import SkeletonModel
import TestSupport
import Testing

@testable import SkeletonClient

/// What the service's refusals become, by the answers that the reference gave.
@Suite(.enabled(if: Repository.hasShared, "needs the shared reference files"))
struct AnswerErrorTests {
    private static func error(_ name: String) throws -> ServiceError {
        let answer = try #require(try Recording(name).exchanges.last).answer
        let call = ServiceCall(
            url: Recording.server + "/skeletoncache/api/v1/demo_stack/x",
            token: Token(Recording.token),
            category: "test",
            rootID: .test(5),
            datastack: "demo_stack"
        )
        return AnswerError(call, answer).error
    }

    @Test func refusalsOfIDs() throws {
        let (refused, layer) = (try Self.error("raw_error_refused"), try Self.error("raw_error_wrong_layer"))
        #expect(refused == .refused(.test(5)))
        #expect(layer == .wrongLayer(.test(5)))
        let unknown = try Self.error("raw_error_unknown_id")
        #expect(unknown == .invalid(.test(5), datastack: "demo_stack"))
        let datastack = try Self.error("raw_error_unknown_datastack")
        #expect(datastack == .unknownDatastack("demo_stack", known: []))
    }

    @Test(
        arguments: [
            (
                "raw_error_bad_token", .invalidToken,
                "the token is not valid, or has expired (see 'karst auth') (status 401)"
            ),
            ("raw_error_no_token_browser", .noToken, "has no valid token from us and sends to a page to log in"),
            ("raw_error_missing_permission", .forbidden, "Missing permission: view for dataset"),
            ("raw_error_missing_tos", .missingTerms, "have to be accepted first at https://auth.invalid/sticky_auth"),
            ("raw_error_rate_limited", .rateLimited, "too many requests (status 429)"),
            ("raw_error_not_found", .http, "(status 404)"), ("raw_error_method", .http, "is not allowed"),
            ("raw_error_media_type", .http, "(status 415)"), ("raw_error_bad_version", .http, "(status 500)"),
        ] as [(String, RequestFailure.Kind, String)]
    )
    func sentences(_ name: String, _ kind: RequestFailure.Kind, _ words: String) throws {
        let error = try Self.error(name)
        guard case .request(let failure) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(failure.kind == kind)
        #expect(failure.message.contains(words), "\(failure.message)")
        #expect(error.code == kind.rawValue)
        #expect(error.details["status"]?.integerValue == failure.status.map(Int64.init))
        #expect(!failure.message.contains(Recording.token))
    }

    @Test func termsOfServiceComeWithTheirLink() throws {
        let error = try Self.error("raw_error_missing_tos")
        #expect(error.details["link"]?.stringValue == "https://auth.invalid/sticky_auth/api/v1/tos/3/accept")
    }

    @Test func aTokenThatTheServerRepeatsIsNotShown() {
        let call = ServiceCall(url: Recording.server, token: Token(Recording.token), category: "test")
        let answer = HTTPAnswer(400, json: "{\"message\": \"bad token \(Recording.token)\"}")
        #expect(AnswerError(call, answer).error.description.contains("bad token (token)"))
    }
}
