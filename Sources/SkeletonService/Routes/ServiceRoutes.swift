import HTTPTypes
public import Hummingbird
public import HummingbirdCore
public import Logging
import NIOCore
public import SkeletonAPI
import SkeletonModel

/// The skeleton service over HTTP: every address of the hosted one, and those that clients ask while they start.
///
/// ```swift
/// let service = try EmbeddedService.open(folder)
/// let server = try HTTPServer(service, options: ServeOptions(port: 8080), logger: logger)
/// try await server.run()
/// ```
public final class ServiceRoutes: HTTPResponder {
    let service: any SkeletonHosting
    let options: ServeOptions
    let logger: Logger
    let store = AnswerStore()
    let limits: RateLimits
    let directTokens = DirectTokens()
    let metrics = ServiceMetrics()
    let stopping = Stopping()
    private let table: RouteTable
    private let authorization: Authorization
    private let faults: FaultPlayer?

    /// The routes over a service.
    public init(_ service: any SkeletonHosting, options: ServeOptions, logger: Logger) {
        (self.service, self.options, self.logger) = (service, options, logger)
        limits = RateLimits(options.limits)
        faults = options.fault.map(FaultPlayer.init)
        table = RouteTable(routes: Self.routes)
        authorization = Authorization(list: options.access) { datastack in
            (try? await service.datastacks().contains(datastack)) ?? false
        }
    }

    /// Everything that can be asked.
    static let routes =
        bootstrapRoutes + graphRoutes + operationRoutes + cacheRoutes + skeletonRoutes + bulkRoutes + downloadRoutes

    /// Answers a request.
    ///
    /// Throws only when the connection is to end without an answer, as `--fault` can ask for.
    public func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        try await answer(request, client: context.client).response(to: request.method)
    }

    func answer(_ request: Request, client: String) async throws -> Answer {
        let start = ContinuousClock.now
        let (route, address, answer) = await routed(request, client: client)
        metrics.count(route: route, method: request.method, status: answer.status, since: start, bytes: answer.body)
        logger.debug(
            "request",
            metadata: [
                "method": "\(request.method.rawValue)", "path": "\(address?.pathText ?? "?")", "route": "\(route)",
                "status": "\(answer.status.code)", "bytes": "\(answer.body.readableBytes)", "client": "\(client)",
                "ms": "\((ContinuousClock.now - start).milliseconds)",
            ]
        )
        guard let faults, route != "health", route != "metrics" else { return answer }
        return try await faults.play(answer)
    }

    private func routed(_ request: Request, client: String) async -> (route: String, Address?, Answer) {
        guard let target = request.head.path, target.utf8.count <= options.longestAddress else {
            return ("none", nil, withCORS(.html("URI Too Long", status: .uriTooLong), request))
        }
        guard let address = Address(target) else { return ("none", nil, withCORS(.notFound, request)) }
        switch table.match(request.method, address.path) {
        case .route(let route, let parameters):
            let answer = await answer(request, address, route, parameters, client: client)
            return (route.name, address, withCORS(answer, request))
        case .otherMethods(let methods) where request.method == .options:
            return ("options", address, withCORS(preflight(methods, request), request))
        case .otherMethods(let methods):
            var answer = Answer.message("The method is not allowed for the requested URL.", status: .methodNotAllowed)
            answer.headers[.allow] = Self.allowed(methods)
            return ("none", address, withCORS(answer, request))
        case .none: return ("none", address, withCORS(.notFound, request))
        }
    }

    private func answer(
        _ request: Request,
        _ address: Address,
        _ route: Route,
        _ parameters: [PathPattern.Parameter: String],
        client: String
    ) async -> Answer {
        do {
            var user = User.anybody(at: client)
            if let datastack = route.protected.flatMap({ parameters[$0] }) {
                user = try await authorization.user(of: request, address, datastack: datastack, client: client)
            }
            let call = Call(
                request: request,
                address: address,
                parameters: parameters,
                user: user,
                bodyLimits: options.bodyLimits
            )
            var answer = await answer(call, route)
            if call.connection.isUsedUp { answer.headers[.connection] = "close" }
            return answer
        } catch {
            return answer(to: error, route)
        }
    }

    private func answer(_ call: Call, _ route: Route) async -> Answer {
        do { return try await route.answer(self, call) } catch { return answer(to: error, route) }
    }

    private func answer(to error: any Error, _ route: Route) -> Answer {
        switch error {
        case let declined as Declined: return quirky(declined)
        case let error as ServiceError: return Answer(error, isQuirky: options.isQuirky)
        case is CancellationError: return Answer(ServiceError.cancelled, isQuirky: false)
        default:
            logger.error("request failed", metadata: ["route": "\(route.name)", "problem": "\(error)"])
            return .internalError
        }
    }

    /// The reference fails without a thought on a body that lacks a key.
    private func quirky(_ declined: Declined) -> Answer {
        options.isQuirky && declined.isThoughtless ? .internalError : declined.answer
    }

    // MARK: Cross-origin

    private func withCORS(_ answer: Answer, _ request: Request) -> Answer {
        var answer = answer
        answer.headers[.accessControlAllowOrigin] = "*"
        if answer.headers[.accessControlExposeHeaders] == nil {
            answer.headers[.accessControlExposeHeaders] = "WWW-Authenticate"
        }
        return answer
    }

    private func preflight(_ methods: [HTTPRequest.Method], _ request: Request) -> Answer {
        var answer = Answer([], type: "text/html; charset=utf-8")
        answer.headers[.allow] = Self.allowed(methods)
        answer.headers[.accessControlAllowMethods] = Self.allowed(methods)
        answer.headers[.accessControlAllowHeaders] =
            request.headers[.accessControlRequestHeaders] ?? "Authorization, Content-Type"
        answer.headers[.accessControlMaxAge] = "600"
        return answer
    }

    private static func allowed(_ methods: [HTTPRequest.Method]) -> String {
        let implied = methods.contains(.get) ? ["HEAD", "OPTIONS"] : ["OPTIONS"]
        return Set(methods.map(\.rawValue) + implied).sorted().joined(separator: ", ")
    }
}

extension Answer {
    /// The answer in Hummingbird's form.
    func response(to method: HTTPRequest.Method) -> Response {
        let response = Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
        return method == .head ? response.createHeadResponse() : response
    }
}

extension Duration {
    /// In thousandths of a second, for people.
    var milliseconds: Double {
        let nanoseconds = Double(components.seconds) * 1e9 + Double(components.attoseconds) / 1e9
        return (nanoseconds / 1e4).rounded() / 100
    }
}
