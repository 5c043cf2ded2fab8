import SkeletonAPI
import SkeletonModel

/// What took the place of neurons that edits have superseded, as far as the chunked graph tells.
struct Lineage: Sendable {
    private var successors: [RootID: [RootID]] = [:]

    /// Nothing is known.
    init() {}

    /// Reads networkx's `node_link_data`, whose links lead from an id to the one that an edit made of it.
    init(_ object: JSONObject) throws(BadAnswer) {
        guard let links = object["links"]?.arrayValue else { throw BadAnswer("it has no 'links'") }
        for link in links {
            let ends = ["source", "target"].compactMap { link.objectValue?[$0]?.integerValue.flatMap { RootID($0) } }
            guard ends.count == 2 else { throw BadAnswer("a link of the lineage does not lead from an id to another") }
            successors[ends[0], default: []].append(ends[1])
        }
    }

    mutating func merge(_ other: Lineage) { successors.merge(other.successors) { $1 } }

    /// The neurons that an id's parts are in now, lower ids first; none when nothing is known of it.
    func latest(of id: RootID) -> [RootID] {
        var (seen, open, ends) = (Set([id]), successors[id] ?? [], [RootID]())
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            if let later = successors[next] { open += later } else { ends.append(next) }
        }
        return ends.sorted()
    }

    /// The status of an outdated id: its successor when there is one, all of them when it was split.
    func status(of id: RootID, hasSkeleton: Bool) -> IDStatus {
        let latest = latest(of: id)
        guard latest.count > 1 else {
            return IDStatus(.outdated, hasSkeleton: hasSkeleton, successor: latest.first)
        }
        let more = latest.count > 3 ? " and \(latest.count - 3) more" : ""
        let names = latest.prefix(3).map(\.description).joined(separator: ", ")
        return IDStatus(.outdated, hasSkeleton: hasSkeleton, reason: "superseded, in parts, by \(names)\(more)")
    }
}
