/// What is wrong with a level-2 graph or a line of its file.
public enum Level2GraphFault: Error, Hashable, CustomStringConvertible {
    case notGzip(String)
    case notUTF8
    case notJSON(String)
    case notAnObject
    case noKind
    case unknownKind(String)
    case noHeader
    case recordBeforeHeader(kind: String)
    case missingField(kind: String, field: String)
    case badField(field: String, expected: String, found: String)
    case wrongFormat(String)
    case unsupportedVersion(Int64)
    case idOutOfRange(field: String, text: String)
    case notFinite(field: String)
    case coordinateOutOfRange
    case sizeOutOfRange(field: String, value: Double)
    case noNodes
    case tooManyNodes(Int)
    case duplicateNode(id: Int64, firstLine: Int?)
    case unknownNode(id: Int64)
    case noColumns
    case missingColumn(String)
    case duplicateColumn(String)
    case wrongFieldCount(expected: Int, found: Int)
    case openQuotes
    case edgeOutOfRange(index: Int, nodeCount: Int)

    /// The sentence, to stand behind the name of the file or graph.
    public var description: String {
        switch self {
        case .notGzip(let reason): "not a readable gzip file (\(reason))"
        case .notUTF8: "not UTF-8 text"
        case .notJSON(let reason): "not a JSON object (\(reason))"
        case .notAnObject: "each line must be a JSON object"
        case .noKind: "record without 't' (header, n, e or s)"
        case .unknownKind(let kind): "unknown record kind '\(kind)' (expected header, n, e or s)"
        case .noHeader: "no header line, so not a level-2 graph"
        case .recordBeforeHeader(let kind): "record '\(kind)' before the first header"
        case .missingField(let kind, let field): "'\(kind)' record without '\(field)'"
        case .badField(let field, let expected, let found): "'\(field)' must be \(expected) (got \(found))"
        case .wrongFormat(let format): "format '\(format)' is not 'l2graph'"
        case .unsupportedVersion(let version):
            "version \(version) of the level-2 graph format is not supported (only 1)"
        case .idOutOfRange(let field, let text): "'\(field)' must be an id from 1 to 9223372036854775807 (got \(text))"
        case .notFinite(let field): "'\(field)' is not a finite number"
        case .coordinateOutOfRange: "coordinates must lie within 1e15 nm of the origin"
        case .sizeOutOfRange(let field, let value): "'\(field)' must be from 0 to 1e30 (got \(value))"
        case .noNodes: "no level-2 nodes"
        case .tooManyNodes(let count): "\(count) level-2 nodes are more than can be numbered"
        case .duplicateNode(let id, let firstLine?):
            "level-2 node \(id) differs from its first record in line \(firstLine)"
        case .duplicateNode(let id, nil): "level-2 node \(id) is given twice with different data"
        case .unknownNode(let id): "edge to unknown level-2 node \(id)"
        case .noColumns: "an empty table (the first line must name the columns)"
        case .missingColumn(let name): "no column '\(name)'"
        case .duplicateColumn(let name): "column '\(name)' stands there twice"
        case .wrongFieldCount(let expected, let found): "expected \(expected) fields (got \(found))"
        case .openQuotes: "quotes that are not closed on the line"
        case .edgeOutOfRange(let index, let nodeCount): "edge to node \(index) of \(nodeCount)"
        }
    }
}
