import SkeletonModel

/// The tokens that a server takes.
///
/// A token file is one of these:
///
/// - lines of `TOKEN`, or of `TOKEN DATASTACK,DATASTACK` for a token that may view these only; `#` begins a comment
/// - `{"token": "TOKEN"}`, the file that caveclient keeps: it may view everything
/// - `{"tokens": [{"token": "TOKEN", "user": "NAME", "view": ["DATASTACK", …]}, …]}`. Without `view` everything may be
///   viewed. A `tos` of `{"id": 3, "name": "…", "form_url": "…"}` says which terms the user has not accepted yet. Beside
///   `tokens`, `sticky_auth` names the address of a login service (`https://HOST/sticky_auth`), and `auth_datasets` the
///   names under which its permissions know the datastacks (`{"DATASTACK": "DATASET"}`).
public struct AccessList: Sendable {
    private struct Entry: Sendable {
        let token: [UInt8]
        let user: User
    }

    private let entries: [Entry]
    /// The login service that answers point to; nil for this server's own page.
    let loginService: String?
    private let authDatasets: [String: String]

    /// Reads the text of a token file.
    ///
    /// - Throws: `RoutesError.badTokenFile` for a text of another form, and for one without a token.
    public init(_ bytes: [UInt8], path: String) throws(RoutesError) {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.drop(while: \.isWhitespace).first == "{" {
            try self.init(json: bytes, path: path)
        } else {
            try self.init(lines: text, path: path)
        }
        if entries.isEmpty { throw .badTokenFile(path: path, problem: "there is no token in it") }
    }

    /// The user of a token, nil for an unknown one.
    ///
    /// Takes as long for a token that is nearly right as for one that is not.
    func user(of token: String) -> User? {
        let given = Array(token.utf8)
        var found: User?
        for entry in entries where Self.areEqual(entry.token, given) { found = entry.user }
        return found
    }

    /// What the permissions call a datastack.
    func authDataset(_ datastack: String) -> String { authDatasets[datastack] ?? datastack }

    static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        var difference = one.count ^ other.count
        for (index, byte) in one.enumerated() where !other.isEmpty {
            difference |= Int(byte ^ other[index % other.count])
        }
        return difference == 0 && !one.isEmpty
    }

    // MARK: Reading

    private init(lines: String, path: String) throws(RoutesError) {
        var entries: [Entry] = []
        for (index, line) in lines.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard let token = words.first else { continue }
            guard words.count < 3 else {
                throw .badTokenFile(path: path, problem: "line \(index + 1) has more than a token and its datastacks")
            }
            let datastacks = words.count > 1 ? Set(words[1].split(separator: ",").map(String.init)) : nil
            let user = User(name: "token \(entries.count + 1)", datastacks: datastacks)
            entries.append(Entry(token: Array(token.utf8), user: user))
        }
        (self.entries, loginService, authDatasets) = (entries, nil, [:])
    }

    private init(json bytes: [UInt8], path: String) throws(RoutesError) {
        let root: JSONObject
        do {
            guard case .object(let object) = try JSONValue.parse(bytes) else {
                throw JSONError(problem: "no object", offset: 0)
            }
            root = object
        } catch {
            throw .badTokenFile(path: path, problem: "\(error)")
        }
        var entries: [Entry] = []
        if let token = root["token"]?.stringValue {
            entries.append(Entry(token: Array(token.utf8), user: User(name: "token 1")))
        }
        for value in root["tokens"]?.arrayValue ?? [] {
            entries.append(try Self.entry(value, number: entries.count + 1, path))
        }
        self.entries = entries
        loginService = root["sticky_auth"]?.stringValue
        let names = root["auth_datasets"]?.objectValue?.members ?? []
        authDatasets = Dictionary(names.compactMap { member in member.value.stringValue.map { (member.key, $0) } }) {
            $1
        }
    }

    private static func entry(_ value: JSONValue, number: Int, _ path: String) throws(RoutesError) -> Entry {
        guard let object = value.objectValue, let token = object["token"]?.stringValue, !token.isEmpty else {
            throw .badTokenFile(path: path, problem: "entry \(number) of tokens has no token")
        }
        let datastacks = object["view"]?.arrayValue.map { Set($0.compactMap(\.stringValue)) }
        let user = User(
            name: object["user"]?.stringValue ?? "token \(number)",
            datastacks: datastacks?.contains("*") ?? true ? nil : datastacks,
            terms: object["tos"]?.objectValue.map(User.Terms.init)
        )
        return Entry(token: Array(token.utf8), user: user)
    }
}

extension User.Terms {
    fileprivate init(_ object: JSONObject) {
        self.init(
            id: object["id"]?.integerValue ?? 0,
            name: object["name"]?.stringValue ?? "",
            formURL: object["form_url"]?.stringValue ?? ""
        )
    }
}
