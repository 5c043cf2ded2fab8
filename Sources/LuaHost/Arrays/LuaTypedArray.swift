/// Numbers of one kind that Lua reads where they lie.
///
/// The array shares its storage with the Swift array that it was made from, and a slice with its array: nothing is
/// copied. It does not change. Lua counts from 1; a reader past either end gets nil, so `ipairs` walks the array.
public final class LuaTypedArray<Element: LuaArrayElement>: LuaObject {
    private let elements: ArraySlice<Element>
    /// What is added to each number that Lua sees.
    private let offset: Int8
    private let storage: AnyObject?
    private let storageBytes: Int

    /// An array over the storage of `elements`.
    ///
    /// - `offset`: What Lua sees added to each whole number: 1 makes indices of positions, without a copy.
    /// - `owner`: What else holds the storage, with all that it holds in bytes; it is then counted once.
    public convenience init(_ elements: [Element], offset: Int8 = 0, sharedWith owner: AnyObject? = nil, bytes: Int = 0)
    {
        let own = elements.count * MemoryLayout<Element>.stride
        self.init(elements[...], offset, owner ?? Storage(), owner == nil ? own : bytes)
    }

    private init(_ elements: ArraySlice<Element>, _ offset: Int8, _ storage: AnyObject, _ storageBytes: Int) {
        self.elements = elements
        self.offset = offset
        self.storage = storage
        self.storageBytes = storageBytes
    }

    /// Stands for the storage of an array and its slices.
    private final class Storage {}

    /// The bytes of the storage, which slices share.
    public var externalBytes: Int { storageBytes }

    /// What slices, and other arrays over the same numbers, have in common.
    public var sharedStorage: AnyObject? { storage }

    /// How many numbers there are.
    public var count: Int { elements.count }

    /// The number at a position from 0.
    subscript(position: Int) -> Element {
        let element = elements[elements.startIndex + position]
        return offset == 0 ? element : element.shifted(by: offset)
    }

    /// Lends the storage of numbers that are as Lua sees them; nil for those that Lua counts from another base.
    public func withElements<R>(_ body: (UnsafeBufferPointer<Element>) throws -> R) rethrows -> R? {
        offset == 0 ? try elements.withUnsafeBufferPointer(body) : nil
    }

    /// The numbers that Lua sees.
    public var visible: some Sequence<Element> {
        elements.lazy.map { [offset] in offset == 0 ? $0 : $0.shifted(by: offset) }
    }

    /// How Lua sees such an array.
    public static var luaType: LuaType {
        LuaType(
            LuaTypedArray.self,
            name: Element.arrayName,
            summary: "Numbers of one kind, without a table; indices count from 1.",
            methods: methods,
            describe: { "\(Element.arrayName) (\($0.count))" },
            length: { $0.count },
            element: { (array, index) in array.element(index) },
            selection: { (array, call) throws(LuaError) in try array.selected(by: call, 1) },
            equal: { $0.count == $1.count && $0.visible.elementsEqual($1.visible) },
            metamethods: LuaArithmetic.metamethods + LuaMasks.metamethods,
            sharesStorage: true,
            keepsIdentity: true
        )
    }

    private func element(_ index: Int64) -> LuaValue {
        guard index >= 1, index <= Int64(count) else { return .nil }
        return self[Int(index) - 1].luaValue
    }

    /// The numbers from `first` to `last`, both counted as `string.sub` counts: from the end when negative.
    func slice(_ first: Int64, _ last: Int64) -> LuaTypedArray {
        let count = Int64(elements.count)
        let from = max(first >= 0 ? first : first < -count ? 1 : count + first + 1, 1)
        let to = min(last >= 0 ? last : last < -count ? 0 : count + last + 1, count)
        let start = elements.startIndex
        let range = from <= to ? start + Int(from) - 1..<start + Int(to) : start..<start
        return LuaTypedArray(elements[range], offset, storage ?? Storage(), storageBytes)
    }

    /// The position from 0 of the first number that comes before all others, or of the first NaN; nil for no numbers.
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
