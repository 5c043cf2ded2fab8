import CAPI
import Karst

/// What a `karst_values` stands for: a list, or the copy of a table.
// The header lets one thread at a time use it; only looking it up is done by several, and touches nothing in here.
final class ValueList: HandleObject, @unchecked Sendable {
    static let kind = "list of values"

    /// How deep tables may lie in one another, as in copies of Lua's own tables.
    static let depthLimit = 100

    private(set) var entries: [PlainValue.Entry] = []
    private var itemCount: Int64 = 0
    private var names: [LuaString: Int]?
    private var numbers: [Int64: Int]?
    private var texts: [Int: CText] = [:]
    private var keyTexts: [Int: CText] = [:]

    init(_ items: [PlainValue] = []) {
        for item in items { append(item, key: nil) }
    }

    /// The entries of a table; nil for a value that is none.
    init?(table: PlainValue) {
        switch table {
        case .list(let items): for item in items { append(item, key: nil) }
        case .doubles(let numbers): for number in numbers { append(.number(number), key: nil) }
        case .integers(let numbers): for number in numbers { append(.integer(number), key: nil) }
        case .table(let content): entries = content
        default: return nil
        }
    }

    /// At the end of the list, or under a key; tables within tables without end are refused.
    func add(_ value: PlainValue, key: String?) throws(Failure) {
        guard value.depth < Self.depthLimit else {
            throw .badArgument("tables nested more than \(Self.depthLimit) levels deep")
        }
        append(value, key: key)
    }

    private func append(_ value: PlainValue, key: String?) {
        (names, numbers) = (nil, nil)
        if let key {
            entries.append(PlainValue.Entry(.text(key), value))
        } else {
            itemCount += 1
            entries.append(PlainValue.Entry(.integer(itemCount), value))
        }
    }

    func entry(_ index: Int) throws(Failure) -> PlainValue.Entry {
        guard entries.indices.contains(index) else {
            throw .notFound("there is no entry \(UInt(bitPattern: index)) in a list of \(entries.count)")
        }
        return entries[index]
    }

    /// The values as arguments of a call, which have no names.
    func arguments() throws(Failure) -> [PlainValue] {
        guard itemCount == entries.count else {
            throw .badArgument("arguments have no names: add them with a NULL key")
        }
        return entries.map(\.value)
    }

    /// The list as a table.
    var table: PlainValue {
        itemCount == entries.count ? .list(entries.map(\.value)) : .table(entries)
    }

    func position(of key: LuaString) -> Int? {
        let known = names ?? Self.index(entries) { if case .string(let name) = $0 { name } else { nil } }
        names = known
        return known[key]
    }

    func position(of number: Int64) -> Int? {
        let known = numbers ?? Self.index(entries) { if case .integer(let number) = $0 { number } else { nil } }
        numbers = known
        return known[number]
    }

    /// The bytes of a string, which stay in place as long as the list does.
    func text(_ string: LuaString, at index: Int, isKey: Bool) -> CText {
        if let made = isKey ? keyTexts[index] : texts[index] { return made }
        let made = CText(string.bytes)
        if isKey { keyTexts[index] = made } else { texts[index] = made }
        return made
    }

    private static func index<Key>(
        _ entries: [PlainValue.Entry],
        by key: (PlainValue) -> Key?
    ) -> [Key: Int] {
        var positions: [Key: Int] = [:]
        for (index, entry) in entries.enumerated() {
            if let key = key(entry.key) { positions[key] = index }
        }
        return positions
    }
}

extension PlainValue {
    /// The word of the header for what the value is.
    var cType: karst_type {
        switch self {
        case .nil: KARST_NIL
        case .boolean: KARST_BOOLEAN
        case .integer: KARST_INTEGER
        case .number: KARST_NUMBER
        case .string: KARST_STRING
        case .list, .table, .doubles, .integers: KARST_TABLE
        case .skeleton: KARST_SKELETON
        case .reference(let reference): reference.typeName == "function" ? KARST_FUNCTION : KARST_OTHER
        case .null: KARST_NULL
        }
    }

    /// How deep tables lie in one another; no value is deeper than the limit of lists.
    fileprivate var depth: Int {
        switch self {
        case .list(let items): 1 + (items.lazy.map(\.depth).max() ?? 0)
        case .table(let entries): 1 + (entries.lazy.map(\.value.depth).max() ?? 0)
        case .doubles, .integers: 1
        default: 0
        }
    }

    /// An integer, or a float that is one exactly.
    var wholeNumber: Int64? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }

    /// Any number as a float.
    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// The numbers of a list of nothing else, as floats.
    var doubleList: [Double]? {
        switch self {
        case .doubles(let numbers): return numbers
        case .integers(let numbers): return numbers.map(Double.init)
        case .list(let items):
            let numbers = items.compactMap(\.double)
            return numbers.count == items.count ? numbers : nil
        default: return nil
        }
    }
}
