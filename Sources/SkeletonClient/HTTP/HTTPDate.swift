/// Dates as servers write them, as seconds since 1970.
enum HTTPDate: Sendable {
    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `2099-01-01T12:00:00`, which means UTC; what follows the seconds is left out.
    static func isoSeconds(_ text: String) -> Double? {
        let parts = text.split { !$0.isNumber }.prefix(6).map { Int($0) ?? -1 }
        guard parts.count == 6, (1970...9999).contains(parts[0]), (1...12).contains(parts[1]),
            (1...31).contains(parts[2]), (0...23).contains(parts[3]), (0...59).contains(parts[4]),
            (0...60).contains(parts[5])
        else { return nil }
        return Double(days(parts[0], parts[1], parts[2]) * 86400 + parts[3] * 3600 + parts[4] * 60 + parts[5])
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, or nil for a text of another form.
    static func seconds(_ text: String) -> Double? {
        let parts = text.lowercased().split { $0 == " " || $0 == "," || $0 == ":" }
        guard parts.count == 8, parts[7] == "gmt", let month = months.firstIndex(of: String(parts[2])),
            let day = Int(parts[1]), let year = Int(parts[3]), let hour = Int(parts[4]), let minute = Int(parts[5]),
            let second = Int(parts[6]), (1970...9999).contains(year), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        return Double(days(year, month + 1, day) * 86400 + hour * 3600 + minute * 60 + second)
    }

    /// Days from 1970-01-01, counted in years that begin in March, so that leap days come last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = (year / 400, year % 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
