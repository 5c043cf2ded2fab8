import Synchronization

/// The files that were written, so that no neuron takes the place of another.
final class OutputNames: Sendable {
    private let taken = Mutex<[String: String]>([:])

    /// Takes a name, or throws when another neuron has it.
    func claim(_ target: String, for source: String) throws(NameClash) {
        let other = taken.withLock { taken in
            defer { if taken[target] == nil { taken[target] = source } }
            return taken[target]
        }
        if let other { throw NameClash(target: target, source: source, other: other) }
    }
}

/// Two neurons of one name.
struct NameClash: Error, CustomStringConvertible {
    let target: String
    let source: String
    let other: String

    var description: String { "\(source): not made, as \(target) is already the skeleton of a neuron in \(other)" }
}
