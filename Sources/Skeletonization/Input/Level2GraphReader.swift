import SkeletonModel

/// Reads level-2 graphs line by line and remembers where it is.
struct Level2GraphReader {
    private let path: String
    private let lines: JSONLines
    private var current: Level2GraphDraft?
    private var finished: [Level2Graph] = []

    init(_ bytes: [UInt8], path: String) {
        self.path = path
        lines = JSONLines(bytes)
    }

    mutating func read() throws(SkeletonizationError) -> [Level2Graph] {
        var poll = CancellationPoll()
        while let record = try nextRecord() {
            try poll.check()
            if record.kind == .header { try finishNeuron() }
            try add(record)
        }
        try finishNeuron()
        guard !finished.isEmpty else { throw .badFile(path: path, line: nil, fault: .noHeader) }
        return finished
    }

    private func nextRecord() throws(SkeletonizationError) -> Level2Record? {
        do {
            guard try lines.next() else { return nil }
        } catch {
            let isText = String(validating: lines.bytes[lines.range], as: UTF8.self) != nil
            throw fault(isText ? .notJSON(error.problem) : .notUTF8)
        }
        do {
            return try Level2Record(lines)
        } catch {
            throw fault(error)
        }
    }

    private mutating func add(_ record: Level2Record) throws(SkeletonizationError) {
        do throws(Level2GraphFault) {
            if record.kind == .header {
                current = try Level2GraphDraft(header: record, line: lines.line)
            } else if current != nil {
                try current?.append(record, line: lines.line)
            } else {
                throw .recordBeforeHeader(kind: record.kind.rawValue)
            }
        } catch {
            throw fault(error)
        }
    }

    private mutating func finishNeuron() throws(SkeletonizationError) {
        guard let draft = current else { return }
        current = nil
        finished.append(try draft.graph(path: path))
    }

    private func fault(_ fault: Level2GraphFault) -> SkeletonizationError {
        .badFile(path: path, line: lines.line, fault: fault)
    }
}
