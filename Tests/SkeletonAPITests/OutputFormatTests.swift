import SkeletonAPI
import Testing

struct OutputFormatTests {
    @Test(arguments: [("dict", OutputFormat.dict), ("json", .dict), ("swc", .swc), ("precomputed", .precomputed)])
    func callersWordsNameFormats(_ word: String, _ format: OutputFormat) throws {
        #expect(try OutputFormat(name: word) == format)
    }

    @Test(arguments: ["", "DICT", "flatdict", "csv"])
    func anotherWordIsAnErrorThatListsTheValidOnes(_ word: String) {
        let error = #expect(throws: ServiceError.self) { try OutputFormat(name: word) }
        #expect(error?.description == "unknown output format: '\(word)' (valid: dict, swc, precomputed, h5)")
    }

    /// Section 4.4 of the protocol: bulk answers know the compressed forms only.
    @Test func wireNamesAreTheServices() {
        #expect(OutputFormat.allCases.map(\.wireName) == ["flatdict", "swc", "precomputed", "h5"])
        #expect(OutputFormat.allCases.map(\.bulkWireName) == ["flatdict", "swccompressed", nil, nil])
    }
}
