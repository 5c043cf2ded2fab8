/// Names that somebody may have meant.
package enum Spelling: Sendable {
    /// The known names that are spelled most like the word, nearest first; at most five.
    ///
    /// Two letters may be wrong, in short words one; a beginning of four letters or more is near too, and case does not
    /// matter.
    package static func near(_ word: String, in names: some Sequence<String>) -> [String] {
        let wanted = String(word.lowercased().prefix(64))
        guard !wanted.isEmpty else { return [] }
        let limit = wanted.count < 4 ? 1 : 2
        var found: [(distance: Int, name: String)] = []
        for name in names where name != word {
            let other = String(name.lowercased().prefix(64))
            let distance = wanted.editDistance(to: other)
            if distance <= limit, distance < max(wanted.count, other.count) - 1 {
                found.append((distance, name))
            } else if wanted.count >= 4, other.hasPrefix(wanted) {
                found.append((limit + 1, name))
            }
        }
        // Next to a slip of one letter, names further away are noise.
        let furthest = max(found.map(\.distance).min() ?? 0, 1)
        return found.filter { $0.distance <= furthest }.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(5).map(\.name)
    }
}

extension String {
    /// How many letters must be put in, left out or replaced to make the other text.
    func editDistance(to other: String) -> Int {
        let (a, b) = (Array(utf8), Array(other.utf8))
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, wanted) in b.enumerated() {
                let replaced = diagonal + (letter == wanted ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = Swift.min(replaced, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[b.count]
    }
}
