/// Who asks, and what they may see.
struct User: Sendable, Hashable {
    /// What limits are counted by and logs say; never the token.
    let name: String
    /// The datastacks that may be viewed; nil for all.
    let datastacks: Set<String>?
    /// Terms that have not been accepted, without which nothing is shown.
    let terms: Terms?

    /// Terms of service that a user has still to accept.
    struct Terms: Sendable, Hashable {
        let id: Int64
        let name: String
        let formURL: String
    }

    init(name: String, datastacks: Set<String>? = nil, terms: Terms? = nil) {
        (self.name, self.datastacks, self.terms) = (name, datastacks, terms)
    }

    /// Somebody at an address, on a server that asks for no tokens.
    static func anybody(at address: String) -> User { User(name: address) }

    func mayView(_ datastack: String) -> Bool { datastacks?.contains(datastack) ?? true }
}
