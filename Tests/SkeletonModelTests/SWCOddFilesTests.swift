import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

/// Files with one dialect problem each, and what a reader must make of them (written by hand, in `expected.json`).
struct SWCOddFilesTests {
    /// One file's expectations.
    struct Case: CustomTestStringConvertible, Sendable {
        let file: String
        let object: JSONObject

        var testDescription: String { file }

        func bytes() throws -> [UInt8] { try AtomicFile.read(SWCOddFilesTests.folder.appending(path: file).path) }
    }

    static let folder = Repository.fixtures.appending(path: "SWC")

    static let cases: [Case] = {
        let text = try? AtomicFile.read(folder.appending(path: "expected.json").path)
        let table = try? text.map { try JSONValue.parse($0).objectValue?["cases"]?.arrayValue }
        return (table ?? [])?.compactMap { entry in
            guard let object = entry.objectValue, let file = object["file"]?.stringValue else { return nil }
            return Case(file: file, object: object)
        } ?? []
    }()

    @Test func allFilesHaveExpectations() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".swc")
        }
        #expect(Set(files) == Set(Self.cases.map(\.file)))
        #expect(files.count == 49)
    }

    @Test(arguments: cases, SWC.Mode.allCases)
    func outcomeIsTheExpectedOne(_ odd: Case, _ mode: SWC.Mode) throws {
        let expected = try #require(odd.object[mode.rawValue]?.objectValue)
        let bytes = try odd.bytes()
        #expect(Int64(bytes.count) == odd.object["bytes"]?.integerValue)
        if expected["outcome"] == .string("error") {
            let error = #expect(throws: SkeletonError.self) { try SWC.parse(bytes, options: .init(mode: mode)) }
            #expect(error?.code == expected["code"]?.stringValue)
            #expect(error?.details["line"] == expected["line"])
        } else {
            let skeleton = try SWC.parse(bytes, options: .init(mode: mode))
            #expect(Int64(skeleton.nodeCount) == expected["nodes"]?.integerValue)
            #expect(Int64(skeleton.roots.count) == expected["roots"]?.integerValue)
            let found = skeleton.diagnostics.map { [$0.code.rawValue, String($0.line)] }
            let warnings = (expected["warnings"]?.arrayValue ?? []).compactMap(\.objectValue).map {
                [$0["code"]?.stringValue, $0["line"]?.integerValue.map(String.init)]
            }
            #expect(found == warnings)
        }
    }

    @Test(arguments: cases.filter { $0.object["table"] != nil })
    func rowsAreTheExpectedOnes(_ odd: Case) throws {
        let skeleton = try SWC.parse(odd.bytes())
        let table = try #require(odd.object["table"]?.arrayValue)
        #expect(table.count == skeleton.nodeCount)
        for node in 0..<skeleton.nodeCount {
            let row = try #require(table[Int(skeleton.sourceRow[node])].arrayValue)
            let parent = skeleton.parents[node]
            #expect(row[0].integerValue == skeleton.id(of: node))
            #expect(row[1].integerValue == Int64(skeleton.types[node]))
            #expect(row[2].doubleValue == skeleton.x[node])
            #expect(row[3].doubleValue == skeleton.y[node])
            #expect(row[4].doubleValue == skeleton.z[node])
            #expect(row[5].doubleValue == skeleton.radius[node])
            #expect(row[6].integerValue == (parent < 0 ? -1 : skeleton.id(of: Int(parent))))
        }
    }

    @Test(arguments: cases)
    func linterFindsAtLeastWhatTheReaderFinds(_ odd: Case) throws {
        let bytes = try odd.bytes()
        let found = Set(SWC.lint(bytes).map { "\($0.code.rawValue) \($0.line)" })
        let expected = try #require(odd.object["lenient"]?.objectValue)
        var wanted = (expected["warnings"]?.arrayValue ?? []).compactMap(\.objectValue)
        if expected["outcome"] == .string("error") { wanted.append(expected) }
        for finding in wanted {
            let name = try #require(finding["code"]?.stringValue)
            #expect(found.contains("\(name) \(try #require(finding["line"]?.integerValue))"))
        }
    }
}
