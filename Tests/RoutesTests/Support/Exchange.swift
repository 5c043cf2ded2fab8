import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

/// A recorded request with the answer that the reference service gave.
struct Exchange: Sendable, CustomTestStringConvertible {
    /// The name of the recording, and the place of the exchange in it.
    let name: String
    let place: Int
    let method: String
    let path: String
    let requestHeaders: [String: String]
    let requestBody: [UInt8]?
    let status: Int
    /// By their names in lower case.
    let headers: [String: String]
    /// The body without its Content-Encoding; nil where only the head was recorded.
    let body: [UInt8]?
    /// Whether the body was a gzip file, of which the recording has the content.
    let isUnpacked: Bool

    var testDescription: String { "\(name)[\(place)] \(method) \(path.suffix(90))" }

    static let folder = Repository.fixtures.appending(path: "Protocol")

    // MARK: Recordings of the Python client

    /// What `client/NAME.json` holds.
    static func client(_ name: String) throws -> [Exchange] {
        let file = try json(folder.appending(path: "client/\(name).json"))
        return (file["exchanges"]?.arrayValue ?? []).enumerated().compactMap { place, value in
            value.objectValue.flatMap { Exchange(client: $0, name, place) }
        }
    }

    /// The names of all recordings.
    static func clientNames() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "client").path)
            .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    private init?(client object: JSONObject, _ name: String, _ place: Int) {
        guard let request = object["request"]?.objectValue, let response = object["response"]?.objectValue,
            let method = request["method"]?.stringValue, let path = request["path"]?.stringValue,
            let status = response["status"]?.integerValue
        else { return nil }
        (self.name, self.place, self.method, self.path, self.status) = (name, place, method, path, Int(status))
        isUnpacked = false
        requestHeaders = request["headers"]?.objectValue?.texts ?? [:]
        requestBody = request["body"]?.stringValue.map { Array($0.utf8) }
        let texts = response["headers"]?.objectValue?.texts ?? [:]
        headers = Dictionary(texts.map { ($0.lowercased(), $1) }) { $1 }
        body =
            response["body"]?.stringValue.map { Array($0.utf8) }
            ?? response["body_base64"]?.stringValue.flatMap { Data(base64Encoded: $0).map(Array.init) }
    }

    // MARK: Recordings of the server

    /// What `server/NAME/cases.json` holds, in this project or beside it.
    static func server(_ name: String) throws -> [Exchange] {
        let folder = serverFolder(name)
        let bodies = (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "bodies").path)) ?? []
        let cases = try JSONValue.parse(bytes(folder.appending(path: "cases.json"))).arrayValue ?? []
        return try cases.enumerated().compactMap { place, value in
            try value.objectValue.flatMap { try Exchange(server: $0, place, folder, bodies) }
        }
    }

    static func serverFolder(_ name: String) -> URL {
        let own = folder.appending(path: "server/\(name)")
        if FileManager.default.fileExists(atPath: own.path) { return own }
        return Repository.shared.appending(path: "golden/server/\(name)")
    }

    private init?(server object: JSONObject, _ place: Int, _ folder: URL, _ bodies: [String]) throws {
        guard let name = object["case"]?.stringValue, let request = object["request"]?.objectValue,
            let method = request["method"]?.stringValue, let path = request["path"]?.stringValue,
            let status = object["status"]?.integerValue, let checksum = object["sha256"]?.stringValue
        else { return nil }
        (self.name, self.place, self.method, self.path, self.status) = (name, place, method, path, Int(status))
        requestBody = request["json"].flatMap { $0 == .null ? nil : $0.text() }
        var sent: [String: String] = [:]
        if requestBody != nil { sent["Content-Type"] = "application/json" }
        if let accepted = request["accept_encoding"]?.stringValue { sent["Accept-Encoding"] = accepted }
        requestHeaders = sent
        headers = object["headers"]?.objectValue?.texts ?? [:]
        isUnpacked = object["decoded_by"]?.arrayValue?.contains(.string("gzip-body")) ?? false
        if let text = object["body_text"]?.stringValue {
            body = Array(text.utf8)
        } else if let value = object["body"] {
            body = value.text()
        } else if let file = bodies.first(where: { $0.hasPrefix(checksum.prefix(16)) }) {
            body = try Gzip.decompress(Self.bytes(folder.appending(path: "bodies/\(file)")))
        } else {
            body = nil
        }
    }

    // MARK: Files

    static func bytes(_ url: URL) throws -> [UInt8] { Array(try Data(contentsOf: url)) }

    private static func json(_ url: URL) throws -> JSONObject { try JSONValue.parse(bytes(url)).objectValue ?? [:] }
}

extension JSONObject {
    /// The members that are texts.
    fileprivate var texts: [String: String] {
        Dictionary(members.compactMap { member in member.value.stringValue.map { (member.key, $0) } }) { $1 }
    }
}
