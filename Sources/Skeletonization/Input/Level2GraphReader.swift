import SkeletonModel

/// Reads level-2 graphs line by line and remembers where it is.
struct Level2GraphReader {
    private let path: String
    private var line = 0
    private var current: Level2GraphDraft?
    private var finished: [Level2Graph] = []

    init(path: String) { self.path = path }

    mutating func read(_ bytes: [UInt8]) throws(SkeletonizationError) -> [Level2Graph] {
        // A byte order mark, as some editors write it.
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            line += 1
            try read(line: bytes[start..<end])
            start = end + 1
            if line & 1023 == 0 { try CancellationPoll.checkNow() }
        }
        try finishNeuron()
        guard !finished.isEmpty else { throw .badFile(path: path, line: nil, fault: .noHeader) }
        return finished
    }

    private mutating func read(line bytes: ArraySlice<UInt8>) throws(SkeletonizationError) {
        guard !bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return }
        guard let header = try newHeader(in: bytes) else { return }
        try finishNeuron()
        current = header
    }

    /// Adds a line to the neuron at hand, or gives back the start of the next one.
    private mutating func newHeader(in bytes: ArraySlice<UInt8>) throws(SkeletonizationError) -> Level2GraphDraft? {
        do throws(Level2GraphFault) {
            let record = try Level2Record(bytes)
            if record.kind == "header" { return try Level2GraphDraft(header: record, line: line) }
            guard current != nil else { throw .recordBeforeHeader(kind: record.kind) }
            try current?.append(record, line: line)
            return nil
        } catch {
            throw .badFile(path: path, line: line, fault: error)
        }
    }

    private mutating func finishNeuron() throws(SkeletonizationError) {
        guard let draft = current else { return }
        current = nil
        finished.append(try draft.graph(path: path))
    }
}
