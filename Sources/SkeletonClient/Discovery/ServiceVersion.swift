/// The version of a service, of which the numbers count: `0.23.11`, `0.23.11+local`.
struct ServiceVersion: Comparable, Sendable, CustomStringConvertible {
    let description: String
    private let numbers: [Int]

    /// Nil for a text that does not begin with a number.
    init?(_ text: String) {
        let release = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        numbers = release.split(separator: ".").compactMap { Int($0) }
        guard !numbers.isEmpty else { return nil }
        description = text
    }

    static func < (a: ServiceVersion, b: ServiceVersion) -> Bool {
        let count = max(a.numbers.count, b.numbers.count)
        for index in 0..<count {
            let (left, right) = (a.number(index), b.number(index))
            if left != right { return left < right }
        }
        return false
    }

    static func == (a: ServiceVersion, b: ServiceVersion) -> Bool { !(a < b) && !(b < a) }

    private func number(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
}
