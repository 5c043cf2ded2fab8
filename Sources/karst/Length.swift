import ArgumentParser
import SkeletonModel

/// A length on the command line: `5mm`, `400 um`, `7500nm`; a bare number is in nanometres.
struct Length: ExpressibleByArgument, Hashable, Sendable {
    let nanometres: Double

    init(nanometres: Double) {
        self.nanometres = nanometres
    }

    init?(argument: String) {
        let number = argument.prefix { "0123456789.+-".contains($0) }
        let unit = argument.dropFirst(number.count).drop { $0 == " " }
        // Words behind the unit's name would make it a custom unit, such as '8 nm'.
        guard let value = Double(number), value.isFinite, value >= 0, !unit.contains(" ") else { return nil }
        guard let factor = unit.isEmpty ? 1 : LengthUnit(String(unit))?.inNanometres else { return nil }
        self.init(nanometres: value * factor)
    }

    /// Under `help`, where a default is shown.
    var defaultValueDescription: String {
        nanometres >= 1e6 ? "\(Int(nanometres / 1e6))mm" : "\(Int(nanometres))nm"
    }
}
