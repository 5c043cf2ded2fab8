import HTTPTypes
import NIOCore
import SkeletonModel

/// What is to go wrong on purpose, so that clients can be taught and tested.
///
/// `delay=2,drop=0.1,status=503,truncate=0.05,rate=0.2`: a tenth of the requests gets no answer at all, a twentieth an
/// answer that breaks off; a fifth waits for two seconds, and a fifth gets 503 instead of its answer. Without `rate`
/// the delay and the status befall all. `seed` makes another sequence of accidents.
public struct FaultPlan: Sendable, Hashable {
    var delay: Double?
    var drop = 0.0
    var status: Int?
    var truncate = 0.0
    var rate = 1.0
    var seed: UInt64 = 1

    /// A plan as it is typed.
    public init(_ text: String) throws(RoutesError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2 else { throw .badFault(text, problem: "'\(part)' is not of the form name=number") }
            try set(String(words[0]), String(words[1]), text)
        }
    }

    private mutating func set(_ name: String, _ value: String, _ text: String) throws(RoutesError) {
        switch name {
        case "delay": delay = try Self.number(value, in: 0...3600, name, text)
        case "drop": drop = try Self.number(value, in: 0...1, name, text)
        case "truncate": truncate = try Self.number(value, in: 0...1, name, text)
        case "rate": rate = try Self.number(value, in: 0...1, name, text)
        case "status": status = Int(try Self.number(value, in: 200...599, name, text))
        case "seed": seed = UInt64(try Self.number(value, in: 0...1e15, name, text))
        default:
            throw .badFault(
                text,
                problem: "there is no '\(name)' (there are delay, drop, status, truncate, rate, seed)"
            )
        }
    }

    private static func number(
        _ value: String,
        in range: ClosedRange<Double>,
        _ name: String,
        _ text: String
    ) throws(RoutesError) -> Double {
        guard let number = Double(value), range.contains(number) else {
            throw .badFault(
                text,
                problem: "\(name) is a number from \(Int(range.lowerBound)) to \(Int(range.upperBound))"
            )
        }
        return number
    }
}
