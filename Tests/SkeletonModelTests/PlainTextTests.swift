import Testing

@testable import SkeletonModel

/// The readers that take only plain text, against those that read everything.
struct PlainTextTests {
    private static let numbers = [
        "0", "-0", "7", "3.0", "-3.0", "0.0", "-0.0", "1054664.0", "123.4567891", "-12345678.12345678", "12345678.5",
        "123456789.25", "0.1234567890123456789", "9007199254740993.0", "9007199254740993", "123456789012345678",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e5", "1E-5", "-2.5e+3", "1e400",
        "4.9e-324", "00", "01", "1.", ".5", "-", "+1", "1e", "0x1", "nan", "null", "\"1\"", "12 ", "1234567.1e1",
    ]
    private static let columns = ["vertices": 3, "edges": 2]
    private static let names = [
        "meta", "edges", "mesh_to_skel_map", "root", "vertices", "compartment", "radius", "lvl2_ids",
    ]

    private static func number(_ random: inout SeededGenerator, _ name: String, oddity: Int) -> String {
        if Int.random(in: 0..<oddity, using: &random) == 0 { return numbers.randomElement(using: &random) ?? "" }
        switch name {
        case "lvl2_ids": return "\(Int64.random(in: 160_000_000_000_000_000...Int64.max, using: &random))"
        case "vertices", "radius":
            let value = RandomForest.number(&random)
            return Bool.random(using: &random)
                ? Decimal.shortest(value) : "\(Int.random(in: -9...99_999_999, using: &random)).0"
        default: return "\(Int.random(in: -1...999_999, using: &random))"
        }
    }

    private static func member(_ name: String, _ random: inout SeededGenerator, oddity: Int) -> String {
        if name == "meta" { return #""meta":{"root_id":864691135000000001,"note":"a\"}\\",  "list":[[1],{}]}"# }
        if name == "root" { return "\"root\": " + number(&random, name, oddity: oddity) }
        let width = columns[name] ?? 1
        let comma = Bool.random(using: &random) ? "," : " ,\n "
        let rows = (0..<Int.random(in: 0...400, using: &random)).map { _ in
            let row = (0..<width).map { _ in number(&random, name, oddity: oddity) }.joined(separator: comma)
            return width == 1 ? row : "[\(row)]"
        }
        return "\"\(name)\":[\(rows.joined(separator: comma))]"
    }

    @Test func plainListsHaveTheValuesThatTheParserOfAllJSONFinds() throws {
        var random = SeededGenerator(seed: 5)
        var (plain, refused) = (0, 0)
        for round in 0..<300 {
            let oddity = round.isMultiple(of: 2) ? 1_000_000 : 2000
            let some = Self.names.shuffled(using: &random).dropLast(round.isMultiple(of: 3) ? 1 : 0)
            let text = "{" + some.map { Self.member($0, &random, oddity: oddity) }.joined(separator: ",") + "}"
            var bytes = Array(text.utf8)
            if round % 5 == 4 {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let arrays = FlatDict.plainArrays(bytes) else {
                refused += 1
                continue
            }
            plain += 1
            // The text of the numbers tells 0 from −0.
            let expected = try FlatDict.encode(FlatDict.anyArrays(bytes), version: 4)
            #expect(FlatDict.encode(arrays, version: 4).elementsEqual(expected))
        }
        #expect(plain > 100 && refused > 50)
    }

    @Test(arguments: numbers) func everyFormOfANumberIsTheSameOrLeftToTheParser(_ number: String) throws {
        for lists in [
            "\"vertices\":[[1,\(number),2]],\"edges\":[]", "\"vertices\":[],\"edges\":[],\"lvl2_ids\":[\(number)]",
            "\"vertices\":[],\"edges\":[[\(number),1]]", "\"edges\":[],\"root\":\(number),\"vertices\":[]",
        ] {
            let bytes = Array("{\(lists)}".utf8)
            guard let arrays = FlatDict.plainArrays(bytes) else { continue }
            let expected = try FlatDict.encode(FlatDict.anyArrays(bytes), version: 4)
            #expect(FlatDict.encode(arrays, version: 4) == expected)
        }
    }

    @Test func whatTheServiceWritesIsPlain() throws {
        for version in [1, 2, 3, 4] {
            #expect(FlatDict.plainArrays(FlatDict.encode(FlatDictTests.arrays, version: version)) != nil)
        }
    }

    @Test func rowsOfSWCAreTheSameManyAtOnceOrOneByOne() throws {
        var random = SeededGenerator(seed: 8)
        for round in 0..<40 {
            var rows: [String] = []
            for id in 0..<Int.random(in: 1...900, using: &random) {
                let odd = Int.random(in: 0..<80, using: &random)
                let numbers = (0..<3).map { _ in Decimal.shortest(RandomForest.number(&random)) }
                let radius = odd == 1 ? "0." : Decimal.shortest(abs(RandomForest.number(&random)))
                let parent = odd == 2 ? 5000 : odd == 3 ? -3 : id / 2 - (id == 0 ? 1 : 0)
                if odd == 4 { rows.append("# note") }
                rows.append(
                    "\(id) \(odd == 5 ? "+3" : "3") \(numbers.joined(separator: odd == 6 ? "\t" : " ")) \(radius) \(parent)"
                )
                if odd == 7 { rows[rows.count - 1] += " \(round)" }
            }
            let ending = round.isMultiple(of: 7) ? "\r\n" : "\n"
            let plain = try SWC.parse(Array(rows.map { $0 + ending }.joined().utf8))
            // A blank before each row is all that keeps them from being plain.
            let single = try SWC.parse(Array(rows.map { " " + $0 + ending }.joined().utf8))
            #expect(plain.ids == single.ids && plain.parents == single.parents && plain.types == single.types)
            for column in [\Skeleton.x, \.y, \.z, \.radius] {
                #expect(
                    plain[keyPath: column].map(\.bitPattern).elementsEqual(single[keyPath: column].map(\.bitPattern))
                )
            }
            #expect(plain.diagnostics.map(\.line) == single.diagnostics.map(\.line))
            #expect(plain.diagnostics.map(\.message) == single.diagnostics.map(\.message))
        }
    }
}
