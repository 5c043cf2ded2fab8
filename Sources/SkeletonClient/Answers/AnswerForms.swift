import SkeletonAPI
import SkeletonModel

/// The refusal list as it travels: CSV in gzip, with a header line.
enum RefusalTable: Sendable {
    static func read(_ bytes: [UInt8]) throws(BadAnswer) -> [Refusal] {
        let text: [UInt8]
        do { text = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes) : bytes } catch {
            throw BadAnswer(error.description)
        }
        var lines = String(decoding: text, as: UTF8.self).split { $0.isNewline }
        guard let header = lines.first else { return [] }
        let names = header.split(separator: ",", omittingEmptySubsequences: false)
        var columns = (datastack: 0, id: 1)
        if let datastack = names.firstIndex(of: "DATASTACK_NAME"), let id = names.firstIndex(of: "ROOT_ID") {
            columns = (datastack, id)
            lines.removeFirst()
        }
        var refusals: [Refusal] = []
        for line in lines {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count > max(columns.datastack, columns.id), let id = RootID(cells[columns.id]) else {
                throw BadAnswer("the refusal list has the line '\(line.prefix(60))'")
            }
            refusals.append(Refusal(datastack: String(cells[columns.datastack]), rootID: id))
        }
        return refusals
    }
}

/// Which ids are there: a bare boolean for one id, an object for any other number.
enum ExistenceAnswer: Sendable {
    static func read(_ value: JSONValue, of ids: [RootID]) throws(BadAnswer) -> [RootID: Bool] {
        if let flag = value.booleanValue, ids.count == 1 { return [ids[0]: flag] }
        guard let object = value.objectValue else {
            throw BadAnswer("it is neither an object nor the truth about one id")
        }
        var existence: [RootID: Bool] = [:]
        for member in object.members {
            guard let id = RootID(member.key), let flag = member.value.booleanValue else {
                throw BadAnswer("'\(member.key.prefix(30))' is no root id with true or false")
            }
            existence[id] = flag
        }
        if let missing = ids.first(where: { existence[$0] == nil }) { throw BadAnswer("it says nothing of \(missing)") }
        return existence
    }
}

extension CacheContents {
    /// What `query_cache` answers.
    init(_ object: JSONObject) throws(BadAnswer) {
        guard let found = object["num_found"]?.integerValue, let files = object["files"]?.arrayValue else {
            throw BadAnswer("it has no 'num_found' and 'files'")
        }
        self.init(found: Int(found), files: files.compactMap(\.stringValue))
    }
}
