import ArgumentParser

/// A time on the command line: `90s`, `10min`, `8h`; a bare number is in seconds.
struct TimeSpan: ExpressibleByArgument, Hashable, Sendable {
    let seconds: Double

    private static let units: [String: Double] = ["": 1, "s": 1, "min": 60, "m": 60, "h": 3600, "d": 86400]

    init?(argument: String) {
        let number = argument.prefix { "0123456789.".contains($0) }
        let unit = argument.dropFirst(number.count).drop { $0 == " " }
        guard let value = Double(number), let factor = Self.units[String(unit)] else { return nil }
        seconds = value * factor
    }
}
