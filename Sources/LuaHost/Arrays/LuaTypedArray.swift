/// Numbers of one kind that Lua reads where they lie.
///
/// The array shares its storage with the Swift array that it was made from, and a slice with its array: nothing is
/// copied. It does not change. Lua counts from 1; a reader past either end gets nil, so `ipairs` walks the array.
public final class LuaTypedArray<Element: LuaArrayElement>: LuaObject {
    /// The numbers.
    public let elements: ArraySlice<Element>

    private let isSlice: Bool

    /// An array over the storage of `elements`.
    public convenience init(_ elements: [Element]) {
        self.init(elements[...], isSlice: false)
    }

    private init(_ elements: ArraySlice<Element>, isSlice: Bool) {
        self.elements = elements
        self.isSlice = isSlice
    }

    /// The bytes of the numbers; none for a slice, whose storage its array accounts for.
    public var externalBytes: Int { isSlice ? 0 : elements.count * MemoryLayout<Element>.stride }

    /// How Lua sees such an array.
    public static var luaType: LuaType {
        LuaType(
            LuaTypedArray.self,
            name: Element.arrayName,
            summary: "Numbers of one kind, without a table; indices count from 1.",
            methods: methods,
            describe: { "\(Element.arrayName) (\($0.elements.count))" },
            length: { $0.elements.count },
            element: { (array, index) in array.element(index) },
            equal: { $0.elements == $1.elements }
        )
    }

    private func element(_ index: Int64) -> LuaValue {
        guard index >= 1, index <= Int64(elements.count) else { return .nil }
        return elements[elements.startIndex + Int(index) - 1].luaValue
    }

    /// The numbers from `first` to `last`, both counted as `string.sub` counts: from the end when negative.
    func slice(_ first: Int64, _ last: Int64) -> LuaTypedArray {
        let count = Int64(elements.count)
        let from = max(first >= 0 ? first : first < -count ? 1 : count + first + 1, 1)
        let to = min(last >= 0 ? last : last < -count ? 0 : count + last + 1, count)
        guard from <= to else {
            return LuaTypedArray(elements[elements.startIndex..<elements.startIndex], isSlice: true)
        }
        let range = elements.startIndex + Int(from) - 1..<elements.startIndex + Int(to)
        return LuaTypedArray(elements[range], isSlice: true)
    }

    /// The offset of the first number that comes before all others, or of the first NaN; nil for no numbers.
    func first(by comesBefore: (Element, Element) -> Bool) -> Int? {
        var best: Int?
        for index in elements.indices {
            // Only NaN differs from itself.
            if elements[index] != elements[index] { return index - elements.startIndex }
            if best.map({ comesBefore(elements[index], elements[$0]) }) ?? true { best = index }
        }
        return best.map { $0 - elements.startIndex }
    }
}

@available(*, unavailable)
extension LuaTypedArray: Sendable {}
