/// A JSON object that keeps the order of its keys.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// One key with its value.
    public struct Member: Sendable, Hashable {
        /// Its name.
        public var key: String
        /// What it stands for.
        public var value: JSONValue

        /// A key with a value.
        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// The members in the order in which they were written.
    public private(set) var members: [Member]

    /// The members of a literal, in order.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        members = []
        for (key, value) in elements { self[key] = value }
    }

    /// An object of these members; of a key that comes twice the last value counts, in the place of the first.
    public init(members: [Member]) {
        self.members = members
        guard Set(members.lazy.map(\.key)).count < members.count else { return }
        self.members = []
        var places: [String: Int] = [:]
        for member in members {
            if let place = places[member.key] {
                self.members[place].value = member.value
            } else {
                places[member.key] = self.members.count
                self.members.append(member)
            }
        }
    }

    /// How many members there are.
    public var count: Int { members.count }

    /// Whether there is none.
    public var isEmpty: Bool { members.isEmpty }

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }

    /// The value of a key; setting nil removes the key, setting a new key appends it.
    public subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}
