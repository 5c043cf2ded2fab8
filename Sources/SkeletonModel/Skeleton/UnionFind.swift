/// Parts that grow together; each is known by its first element.
struct UnionFind {
    private var parents: [Int32]

    /// As many parts of one element each.
    init(count: Int) {
        parents = Array(0..<Int32(count))
    }

    var count: Int { parents.count }

    /// The first element of the part that an element belongs to.
    mutating func representative(of element: Int32) -> Int32 {
        var element = element
        while parents[Int(element)] != element {
            parents[Int(element)] = parents[Int(parents[Int(element)])]
            element = parents[Int(element)]
        }
        return element
    }

    /// Makes one of the parts of two elements; false when they are one already.
    mutating func join(_ a: Int32, _ b: Int32) -> Bool {
        let (a, b) = (representative(of: a), representative(of: b))
        parents[Int(max(a, b))] = min(a, b)
        return a != b
    }
}
