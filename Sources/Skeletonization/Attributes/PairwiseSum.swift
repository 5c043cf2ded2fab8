extension ArraySlice where Element: BinaryFloatingPoint {
    /// The sum in the order in which NumPy adds, which the last digits of the reference's numbers depend on.
    ///
    /// Up to 7 numbers one after another, up to 128 in eight columns, more by halves.
    func pairwiseSum() -> Element { Element.pairwiseSum(self) }
}

extension BinaryFloatingPoint {
    fileprivate static func pairwiseSum(_ numbers: ArraySlice<Self>) -> Self {
        if numbers.count < 8 { return numbers.reduce(0, +) }
        if numbers.count <= 128 { return sumOfColumns(numbers) }
        return sumOfHalves(numbers)
    }

    private static func sumOfHalves(_ numbers: ArraySlice<Self>) -> Self {
        let half = numbers.count / 2
        let middle = numbers.startIndex + half - half % 8
        return pairwiseSum(numbers[..<middle]) + pairwiseSum(numbers[middle...])
    }

    private static func sumOfColumns(_ numbers: ArraySlice<Self>) -> Self {
        let start = numbers.startIndex
        let end = start + numbers.count - numbers.count % 8
        var columns = EightColumns<Self>(numbers, at: start)
        for row in stride(from: start + 8, to: end, by: 8) { columns.add(numbers, at: row) }
        return numbers[end...].reduce(columns.sum, +)
    }
}

/// Eight running sums.
private struct EightColumns<Number: BinaryFloatingPoint> {
    private var a, b, c, d, e, f, g, h: Number

    init(_ n: ArraySlice<Number>, at i: Int) {
        (a, b, c, d) = (n[i], n[i + 1], n[i + 2], n[i + 3])
        (e, f, g, h) = (n[i + 4], n[i + 5], n[i + 6], n[i + 7])
    }

    mutating func add(_ n: ArraySlice<Number>, at i: Int) {
        (a, b, c, d) = (a + n[i], b + n[i + 1], c + n[i + 2], d + n[i + 3])
        (e, f, g, h) = (e + n[i + 4], f + n[i + 5], g + n[i + 6], h + n[i + 7])
    }

    var sum: Number { ((a + b) + (c + d)) + ((e + f) + (g + h)) }
}
