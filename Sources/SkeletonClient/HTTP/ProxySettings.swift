/// Which requests go through a proxy, by the environment variables that Python's requests and curl read.
struct ProxySettings: Sendable {
    struct Proxy: Hashable, Sendable {
        var host: String
        var port: Int
        var user: String?
        var password: String?
    }

    private var byScheme: [String: Proxy] = [:]
    private var exceptions: [Substring] = []

    /// No proxy at all.
    init() {}

    /// `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`; the lower-case name wins over the upper-case one.
    init(_ environment: [String: String]) {
        func value(_ name: String) -> String? {
            [environment[name], environment[name.uppercased()]].compactMap(\.self).first { !$0.isEmpty }
        }
        for scheme in ["http", "https"] {
            // Under CGI a request's `Proxy:` header appears as HTTP_PROXY.
            if scheme == "http", environment["REQUEST_METHOD"] != nil, environment["http_proxy"] == nil { continue }
            byScheme[scheme] = (value(scheme + "_proxy") ?? value("all_proxy")).flatMap(Proxy.init)
        }
        exceptions = (value("no_proxy") ?? "").split { $0 == "," || $0 == " " }
    }

    /// The proxy for an address, nil for none.
    func proxy(for url: String) -> Proxy? {
        guard let address = ServerAddress(url), let proxy = byScheme[address.isEncrypted ? "https" : "http"] else {
            return nil
        }
        // What is on this machine cannot be reached from another one.
        if address.isLoopback, !proxy.isLoopback { return nil }
        return exceptions.contains { Self.covers($0, address) } ? nil : proxy
    }

    /// `*`, a host, a domain with or without a dot before it, each perhaps with a port.
    private static func covers(_ exception: Substring, _ address: ServerAddress) -> Bool {
        if exception == "*" { return true }
        let name = exception.lowercased()
        let bare = name.hasPrefix(".") ? String(name.dropFirst()) : name
        return [address.host, address.netloc].contains { $0 == bare || $0.hasSuffix("." + bare) }
    }
}

extension ProxySettings.Proxy {
    fileprivate var isLoopback: Bool { ServerAddress("http://\(host)")?.isLoopback ?? false }

    /// `http://user:password@host:port`, of which only the host is needed.
    init?(_ text: String) {
        let rest = text.split(at: "://").map { String($0.1) } ?? text
        let authority = rest.prefix { $0 != "/" }
        let at = authority.lastIndex(of: "@")
        let place = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let address = ServerAddress("http://" + place) else { return nil }
        (host, port) = (address.host, address.port ?? 3128)
        guard let at else { return }
        let parts = authority[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        user = parts.first.map(Percent.decoded)
        password = parts.count > 1 ? Percent.decoded(parts[1]) : nil
    }
}
