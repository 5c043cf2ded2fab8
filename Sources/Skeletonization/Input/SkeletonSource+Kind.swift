import SkeletonModel

extension SkeletonSource.Kind {
    /// How much of a file is looked at.
    private static let startSize = 1 << 16

    /// The form of a file or folder, by what is in it; its name decides only where the content leaves a doubt.
    public init(of path: String) throws(SkeletonizationError) {
        if SeekableFile.isFolder(path) {
            guard SeekableFile.exists("\(path)/info") else {
                throw .unknownInput(path: path, problem: "a folder without 'info', so not a precomputed volume")
            }
            self = .precomputed
            return
        }
        let start = try Self.start(of: path)
        guard let kind = Self(content: start, path) ?? Self(name: InputFile.name(of: path)) else {
            let problem = start.isEmpty ? "is empty" : "neither a level-2 graph, a table, a mesh nor a label volume"
            throw .unknownInput(path: path, problem: problem)
        }
        self = kind
    }

    private static func start(of path: String) throws(SkeletonizationError) -> [UInt8] {
        let start = try SeekableFile(path).start(startSize)
        guard Gzip.isGzip(start) else { return start }
        return Array(try InputFile.readUnzipped(path).prefix(startSize))
    }

    private init?(content start: [UInt8], _ path: String) {
        if start.starts(with: NumpyFile.magic) {
            self = .numpy
        } else if start.starts(with: Array("ply\n".utf8)) || start.starts(with: Array("ply\r".utf8)) {
            self = .ply
        } else if start.first(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) == UInt8(ascii: "{") {
            self.init(json: start, path)
        } else {
            self.init(text: start)
        }
    }

    private init?(json start: [UInt8], _ path: String) {
        var scanner = LineScanner(start)
        while scanner.nextLine(), scanner.wholeLine.isEmpty {}
        if let line = try? JSONValue.parse(Array(start[scanner.wholeLine])).objectValue, line["t"] != nil {
            self = .level2Graphs
            return
        }
        // Manifests and headers are small, but may be longer than the start.
        guard let bytes = try? InputFile.readUnzipped(path), let object = try? JSONValue.parse(bytes).objectValue
        else { return nil }
        if object["fragments"] != nil {
            self = .meshManifest
        } else if object["format"]?.stringValue == "label_volume" {
            self = .volumeHeader
        } else if object["scales"] != nil {
            self = .precomputed
        } else {
            return nil
        }
    }

    private init?(text start: [UInt8]) {
        let columns = CSVTable.columns(start)
        if columns.isSuperset(of: ["side", "level2_id"]) {
            self = .synapseTable
        } else if columns.isSuperset(of: ["a", "b"]) {
            self = .edgeTable
        } else if columns.contains("id") {
            self = .nodeTable
        } else {
            let keywords: Set = ["v", "vt", "vn", "f", "o", "g", "s", "l", "p", "mtllib", "usemtl"]
            var scanner = LineScanner(start)
            var first: String?
            while first == nil, scanner.nextLine() {
                first = scanner.word().map(scanner.text)
                if first?.hasPrefix("#") == true { first = nil }
            }
            guard let first, keywords.contains(first) else { return nil }
            self = .obj
        }
    }

    /// By the ending, so that a reader can say what is wrong with the content.
    private init?(name: String) {
        let plain = name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
        let endings: [(String, Self)] = [
            (".l2.jsonl", .level2Graphs), (".jsonl", .level2Graphs), (".obj", .obj), (".ply", .ply), (".npy", .numpy),
            ("nodes.csv", .nodeTable), ("edges.csv", .edgeTable), ("synapses.csv", .synapseTable),
        ]
        guard let kind = endings.first(where: { plain.hasSuffix($0.0) })?.1 else { return nil }
        self = kind
    }
}
