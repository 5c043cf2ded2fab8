import SkeletonModel
import TestSupport
import Testing

struct SWCReadTests {
    /// The first finding of a text in lenient mode, error or warning, as a sentence.
    private func finding(_ text: String, mode: SWC.Mode = .lenient) -> String? {
        do {
            return try SWC.parse(Array(text.utf8), options: .init(mode: mode)).diagnostics.first?.description
        } catch {
            return error.description
        }
    }

    @Test(arguments: [
        ("1 1 0 0 0 x -1\n", "line 1, column 11: the radius is not a number: 'x'"),
        (
            "1 1 0 0 0 1 -1\n2 1 0 0,5 0 1 1\n",
            "line 2, column 1: commas neither separate all fields nor none: '2 1 0 0,5 0 1 1'"
        ),
        ("1 1 0 0 0 1\n", "line 1, column 1: 6 fields where seven belong: '1 1 0 0 0 1'"),
        ("1 1 0 1e400 0 1 -1\n", "line 1, column 7: y is not finite: '1e400'"),
        ("1 1 nan 0 0 1 -1\n", "line 1, column 5: x is not finite: 'nan'"),
        ("1 1 0 0 0x10 1 -1\n", "line 1, column 9: z is not a number: '0x10'"),
        ("1 1 0 0 0 1 -1\n1 1 0 0 0 1 -1\n", "line 2: the id 1 was used on line 1 already"),
        ("5 1 0 0 0 1 9\n", "line 1: there is no node 9, the parent; the node became a root"),
        ("1 2147483648 0 0 0 1 -1\n", "line 1, column 3: the type 2147483648 is out of range"),
        ("9007199254740994.0 1 0 0 0 1 -1\n", "line 1, column 1: the id is out of range: '9007199254740994.0'"),
        ("1.5 1 0 0 0 1 -1\n", "line 1, column 1: the id is not an integer: '1.5'"),
        ("-3 1 0 0 0 1 -1\n", "line 1, column 1: the id -3 is negative"),
        ("1 1 0 0 0 1 2\n2 1 0 0 0 1 1\n", "line 1: the parents of the nodes 1, 2 lead around in a circle"),
        ("1 1 0 0 0 1 -1 7\n2 1 0 0 0 1 1 7\n", "line 1, column 16: 8 fields in a row of seven (2 times)"),
        ("", "the text holds no nodes"),
        ("x y z\n# c\n", "the text holds no nodes"),
        ("1 1 0 0 0 1 -1\n\u{0}", "line 2, column 1: a NUL byte: this is no text"),
        ("x 3 0 0 0 0 5\n", "line 1, column 1: the id is not an integer: 'x'"),
    ])
    func findingsAreToldWithTheirPlace(_ text: String, _ sentence: String) {
        #expect(finding(text) == sentence)
    }

    @Test func aDoubledIdBeforeABrokenRowIsTheFirstFault() {
        let text = "1 1 0 0 0 1 -1\n1 1 0 0 0 1 -1\n3 1 0 x 0 1 1\n"
        #expect(finding(text)?.contains("line 2") == true)
    }

    @Test(arguments: [
        ("0.1", 0.1), ("+.5", 0.5), ("5.", 5), ("-0", -0.0), ("1e-400", 0),
        ("123456789012345678901234567890", 1.2345678901234568e29),
        ("0.1000000000000000055511151231257827021181583404541015625", 0.1), ("9007199254740993", 9_007_199_254_740_992),
        ("2.2250738585072014e-308", 2.2250738585072014e-308), ("1.7976931348623157e308", 1.7976931348623157e308),
        ("0000000000000000000000000.5E+1", 5), ("1E3", 1000), ("179769313486231570e291", 1.7976931348623157e308),
    ])
    func numbersAreCorrectlyRounded(_ text: String, _ value: Double) throws {
        let skeleton = try SWC.parse(Array("1 1 \(text) 0 0 1 -1".utf8))
        #expect(skeleton.x[0].bitPattern == value.bitPattern)
    }

    @Test func everyDoubleReadsAsTheStandardLibraryReadsIt() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20_000 {
            let digits = String(random.next()).prefix(Int.random(in: 1...20, using: &random))
            let power = Int.random(in: -345...310, using: &random)
            let text = Bool.random(using: &random) ? "\(digits)e\(power)" : "\(digits.prefix(3)).\(digits)"
            let value = try #require(Double(text))
            guard value.isFinite else { continue }
            let skeleton = try SWC.parse(Array("1 1 \(text) 0 0 1 -1".utf8))
            #expect(skeleton.x[0].bitPattern == value.bitPattern)
        }
    }

    @Test func mixedLineEndsAndCommentsAreCountedAsEditorsDo() throws {
        let text = "# a\r\r\n\r\n1 1 0 0 0 1 -1 # root\r\n\t2\t3 1 0 0 1 1#x\n\n# end\n3 3 2 0 0 1 7"
        let skeleton = try SWC.parse(Array(text.utf8))
        #expect(skeleton.nodeCount == 3)
        #expect(
            skeleton.diagnostics.map { [$0.code.rawValue, String($0.line)] } == [
                ["extra-cr", "1"], ["missing-parent", "7"],
            ]
        )
        #expect(skeleton.header == [Array(" a".utf8)])
    }

    @Test func headersTellUnitAndMetadata() throws {
        let row = "\n1 1 0 0 0 1 -1\n"
        func read(_ header: String) throws -> Skeleton { try SWC.parse(Array((header + row).utf8)) }
        let flywire = try read(
            #"# Meta: {"id": "720575940661205633", "units": "8 nanometer", "big": 9007199254740993}"#
        )
        #expect(flywire.unit == .custom(nanometres: 8))
        #expect(flywire.rootID == RootID(720_575_940_661_205_633))
        #expect(flywire.metadata["big"] == .integer(9_007_199_254_740_993))
        #expect(try read("# Meta: {not json").unit == .unknown)
        #expect(try read("#unit: um").unit == .micrometres)
        #expect(try read("# unity is strength").unit == .unknown)
        #expect(try read("# plain").unit == .unknown)
        #expect(try SWC.parse(Array(row.utf8), options: .init(unit: .micrometres)).unit == .micrometres)
        #expect(try SWC.parse(Array(row.utf8), options: .init(isFromService: true)).unit == .micrometres)
    }

    @Test func extraFieldsBecomeColumnsOnRequest() throws {
        let text = Array("2 3 1 0 0 1 1 7 0.25\n1 1 0 0 0 5 -1 8\n3 3 2 0 0 1 2 x 0.5 # end\n4 3 3 0 0 1 3\n".utf8)
        let skeleton = try SWC.parse(text, options: .init(keepsExtraFields: true))
        #expect(skeleton.ids == [1, 2, 3, 4])
        #expect(skeleton.columns.names == ["extra1", "extra2"])
        func bits(_ name: String) -> [UInt64]? {
            guard case .doubles(let values) = skeleton.columns[name] else { return nil }
            return values.map(\.bitPattern)
        }
        #expect(bits("extra1") == [8, 7, Double.nan, .nan].map(\.bitPattern))
        #expect(bits("extra2") == [Double.nan, 0.25, 0.5, .nan].map(\.bitPattern))
        #expect(try SWC.parse(text).columns.isEmpty)
    }

    @Test func gzipIsOpenedAndItsSizeLimited() throws {
        let text = Array("1 1 0 0 0 1 -1\n".utf8)
        #expect(try SWC.parse(Gzip.compress(text)).nodeCount == 1)
        let bomb = Gzip.compress([UInt8](repeating: 0x20, count: 5_000_000))
        let error = #expect(throws: SkeletonError.self) { try SWC.parse(bomb, options: .init(limit: 100_000)) }
        #expect(error?.code == "bad-gzip")
    }

    @Test func linterGoesOnAfterErrors() {
        let text = "1 1 0 0 0 1 -1\n2 1 x 0 0 1 1\n3 1 0 0 0 1 1\n3 1 0 0 0 1 1\n4 9 0 0 0 -1 77\n"
        let codes = SWC.lint(Array(text.utf8)).map { "\($0.code.rawValue) \($0.line)" }
        #expect(codes.contains("bad-float 2"))
        #expect(codes.contains("duplicate-id 4"))
        #expect(codes.contains("negative-radius 5"))
        #expect(codes.contains("missing-parent 5"))
    }
}
