import SkeletonAPI
import SkeletonModel

extension SkeletonCache {
    /// The finished skeletons of a version whose root ids begin with a prefix, prefix by prefix in name order.
    ///
    /// The number is taken as it stands: there are folders 4 only, so −1 and 0 list nothing although they mean 4 and 2
    /// elsewhere. The reference does so too, and the protocol keeps it.
    func contents(
        datastack: String,
        version: SkeletonVersion,
        prefixes: [String],
        limit: Int
    ) throws(ServiceError) -> CacheContents {
        guard limit >= 0 else { throw .badLimit(limit) }
        for prefix in prefixes where !Self.isPrefix(prefix) { throw .badPrefix(prefix) }
        let beginnings = prefixes.map { CacheFileName.beginning(version) + $0 }
        let sorted = try sortedNames(datastack, version, beginningWithOneOf: beginnings)
        let matches = beginnings.flatMap { names(beginningWith: $0, in: sorted) }
        return CacheContents(found: matches.count, files: limit == 0 ? matches : Array(matches.prefix(limit)))
    }

    /// The neurons whose skeletons are there, in ascending order.
    func rootIDs(datastack: String) throws(ServiceError) -> [RootID] {
        try Files.names(in: folder.skeletons(datastack)).compactMap(CacheFileName.init).map(\.rootID).sorted()
    }

    /// The datastacks that have skeletons here, in alphabetical order.
    func datastacks() throws(ServiceError) -> [String] {
        var datastacks: [String] = []
        for name in try Files.names(in: folder.skeletons) where try holds(datastack: name) {
            datastacks.append(name)
        }
        return datastacks.sorted()
    }

    /// Whether a datastack has skeletons here.
    func holds(datastack: String) throws(ServiceError) -> Bool {
        guard DataFolder.isDatastackName(datastack) else { return false }
        let path = folder.skeletons(datastack)
        return try !Files.names(in: path).isEmpty
    }

    /// Removes what writers left behind that were killed in the middle of a file.
    ///
    /// Their temporary files are named after the process that was writing.
    func removeLeftovers() throws(ServiceError) {
        for datastack in try datastacks() {
            for name in try Files.names(in: folder.skeletons(datastack)) where Self.isLeftover(name) {
                try Files.remove("\(folder.skeletons(datastack))/\(name)")
            }
        }
    }

    private static func isLeftover(_ name: String) -> Bool {
        let parts = name.split(separator: ".")
        guard parts.last == "tmp", parts.count > 3, let pid = Int32(parts[parts.count - 3]) else { return false }
        return !Owner.isAlive(pid)
    }

    private func sortedNames(
        _ datastack: String,
        _ version: SkeletonVersion,
        beginningWithOneOf beginnings: [String]
    ) throws(ServiceError) -> [String] {
        try Files.names(in: folder.skeletons(datastack, version)).filter { name in
            guard beginnings.contains(where: { name.utf8.starts(with: $0.utf8) }), let parts = CacheFileName(name)
            else { return false }
            return parts.version == version && parts.datastack == datastack
        }.sorted()
    }

    private func names(beginningWith beginning: String, in sorted: [String]) -> ArraySlice<String> {
        let start = sorted.partitioningIndex { $0 >= beginning }
        return sorted[start...].prefix { $0.hasPrefix(beginning) }
    }

    private static func isPrefix(_ text: String) -> Bool {
        (1...19).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension Array {
    /// The index of the first element that fulfils a condition which all later ones fulfil too.
    fileprivate func partitioningIndex(where isAfter: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
