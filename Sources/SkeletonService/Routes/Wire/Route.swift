import HTTPTypes

/// One kind of request that the service answers.
struct Route: Sendable {
    /// What metrics and logs call it.
    let name: String
    let method: HTTPRequest.Method
    let pattern: PathPattern
    /// What in its address is the datastack that one must be allowed to view; nil for what anybody may ask.
    let protected: PathPattern.Parameter?
    let answer: @Sendable (ServiceRoutes, Call) async throws -> Answer

    /// A route that anybody may ask.
    static func open(
        _ name: String,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (ServiceRoutes, Call) async throws -> Answer
    ) -> Route {
        Route(name: name, method: method, pattern: PathPattern(path), protected: nil, answer: answer)
    }

    /// A route below a datastack, which one must be allowed to view.
    static func datastack(
        _ name: String,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (ServiceRoutes, Call) async throws -> Answer
    ) -> Route {
        let pattern = PathPattern("skeletoncache/api/v1/{datastack}/" + path)
        return Route(name: name, method: method, pattern: pattern, protected: .datastack, answer: answer)
    }

    /// A route about the segmentation of a datastack, which one must be allowed to view.
    static func table(
        _ name: String,
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (ServiceRoutes, Call) async throws -> Answer
    ) -> Route {
        let pattern = PathPattern("segmentation/api/v1/table/{table}/" + path)
        return Route(name: name, method: method, pattern: pattern, protected: .table, answer: answer)
    }
}

/// All routes; of several that fit an address the first counts.
struct RouteTable: Sendable {
    /// What a request leads to.
    enum Match: Sendable {
        case route(Route, [PathPattern.Parameter: String])
        /// The address is there, but not for this method.
        case otherMethods([HTTPRequest.Method])
        case none
    }

    let routes: [Route]

    /// The route of a request.
    ///
    /// A HEAD is answered as the GET is, without the body.
    func match(_ method: HTTPRequest.Method, _ path: [String]) -> Match {
        let wanted = method == .head ? .get : method
        var others: [HTTPRequest.Method] = []
        for route in routes {
            guard let parameters = route.pattern.match(path) else { continue }
            if route.method == wanted { return .route(route, parameters) }
            others.append(route.method)
        }
        return others.isEmpty ? .none : .otherMethods(others)
    }
}
