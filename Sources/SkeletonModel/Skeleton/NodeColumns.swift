/// The values of a column: one for each node.
public enum NodeColumn: Sendable, Hashable {
    /// Quantities; between two nodes they change in proportion.
    case doubles([Double])
    /// Counts, ids, labels.
    case integers([Int64])
    /// Small labels, flags.
    case bytes([UInt8])

    /// How many values there are.
    public var count: Int {
        switch self {
        case .doubles(let values): values.count
        case .integers(let values): values.count
        case .bytes(let values): values.count
        }
    }

    /// The values of some nodes, in their order.
    func picked(_ nodes: [Int32]) -> NodeColumn {
        switch self {
        case .doubles(let values): .doubles(values.picked(nodes))
        case .integers(let values): .integers(values.picked(nodes))
        case .bytes(let values): .bytes(values.picked(nodes))
        }
    }

    func picked(_ nodes: NodeSelection) -> NodeColumn {
        switch self {
        case .doubles(let values): .doubles(nodes.picked(from: values))
        case .integers(let values): .integers(nodes.picked(from: values))
        case .bytes(let values): .bytes(nodes.picked(from: values))
        }
    }

    /// The values at some places of the cable: in proportion, or those of the nearer node.
    func values(at places: [DraftSource]) -> NodeColumn {
        switch self {
        case .doubles(let values): .doubles(places.map { $0.mean(values) })
        case .integers(let values): .integers(places.map { values[$0.nearest] })
        case .bytes(let values): .bytes(places.map { values[$0.nearest] })
        }
    }

    /// The values of this column and then those of others; nil when these are of another kind.
    func joined(_ others: [NodeColumn]) -> NodeColumn? {
        var result = self
        for other in others {
            switch (result, other) {
            case (.doubles(let a), .doubles(let b)): result = .doubles(a + b)
            case (.integers(let a), .integers(let b)): result = .integers(a + b)
            case (.bytes(let a), .bytes(let b)): result = .bytes(a + b)
            default: return nil
            }
        }
        return result
    }
}

/// Named columns of values, one for each node, in the order in which they were added.
public struct NodeColumns: Sendable, Hashable {
    private struct Entry: Hashable {
        var name: String
        var column: NodeColumn
    }

    private var entries: [Entry] = []

    /// The names, in the order in which the columns were added.
    public var names: [String] { entries.map(\.name) }

    /// Whether there are none.
    public var isEmpty: Bool { entries.isEmpty }

    /// The column of a name, nil when there is none; setting nil removes it.
    public internal(set) subscript(name: String) -> NodeColumn? {
        get { entries.first { $0.name == name }?.column }
        set {
            let place = entries.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let column?): entries[place].column = column
            case (nil, let column?): entries.append(Entry(name: name, column: column))
            case (let place?, nil): entries.remove(at: place)
            case (nil, nil): break
            }
        }
    }

    /// The same names with what becomes of their columns.
    func mapped(_ transform: (NodeColumn) -> NodeColumn) -> NodeColumns {
        var result = self
        for index in entries.indices { result.entries[index].column = transform(entries[index].column) }
        return result
    }
}

extension Skeleton {
    /// Sets or, with nil, removes a column of values in the order of the nodes' positions.
    ///
    /// Throws when there is not one value for each node.
    public mutating func setColumn(_ name: String, _ column: NodeColumn?) throws(SkeletonError) {
        if let column, column.count != nodeCount {
            throw .badArrays("the column '\(name)' has \(column.count) values for \(nodeCount) nodes")
        }
        columns[name] = column
    }
}
