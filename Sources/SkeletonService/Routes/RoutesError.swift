public import SkeletonModel

/// Why a server cannot be started.
public enum RoutesError: UserFacingError, Equatable {
    /// Another program listens there already.
    case portInUse(host: String, port: Int)
    /// The address is not this machine's, or may not be used.
    case cannotListen(host: String, port: Int, problem: String)
    /// Everybody on the network could ask, and nobody said that they may.
    case openToNetwork(host: String)
    /// A token file that does not say which tokens there are.
    case badTokenFile(path: String, problem: String)
    /// A rate limit in another form.
    case badLimit(String)
    /// A fault to be played in another form.
    case badFault(String, problem: String)

    /// The sentence people read.
    public var description: String {
        switch self {
        case .portInUse(let host, let port):
            "port \(port) of \(host) is in use by another program; choose another with --port, or 0 for a free one"
        case .cannotListen(let host, let port, let problem): "cannot listen on \(host) port \(port): \(problem)"
        case .openToNetwork(let host):
            """
            \(host) can be reached from other machines, and without --token everybody there could read every skeleton; \
            give a --token file, or say --open if that is meant
            """
        case .badTokenFile(let path, let problem): "\(path): not a token file: \(problem)"
        case .badLimit(let text):
            """
            a limit has the form CATEGORY=COUNT/second, /minute, /hour or /day (got '\(text)'; categories: \
            \(RateLimit.Category.allCases.map(\.rawValue).joined(separator: ", ")))
            """
        case .badFault(let text, let problem): "bad fault '\(text)': \(problem)"
        }
    }

    /// The word scripts compare.
    public var code: String {
        switch self {
        case .portInUse: "port_in_use"
        case .cannotListen: "cannot_listen"
        case .openToNetwork: "open_to_network"
        case .badTokenFile: "bad_token_file"
        case .badLimit: "bad_limit"
        case .badFault: "bad_fault"
        }
    }

    /// The address, the file or the text that the sentence names.
    public var details: [String: JSONValue] {
        switch self {
        case .portInUse(let host, let port), .cannotListen(let host, let port, _):
            ["host": .string(host), "port": .integer(Int64(port))]
        case .openToNetwork(let host): ["host": .string(host)]
        case .badTokenFile(let path, _): ["path": .string(path)]
        case .badLimit(let text), .badFault(let text, _): ["text": .string(text)]
        }
    }
}
