import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

struct SWCWriteTests {
    static let realFiles: [String] = {
        let folder = Repository.shared.appending(path: "data/swc").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".swc") }.sorted()
    }()

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: realFiles)
    func realFilesSurviveWritingExactly(_ name: String) throws {
        let bytes = try AtomicFile.read(Repository.shared.appending(path: "data/swc/\(name)").path)
        let first = try SWC.parse(bytes)
        let text = try SWC.text(first)
        let second = try SWC.parse(text)
        #expect(second.swcContent == first.swcContent)
        #expect(second.header == first.header)
        #expect(second.unit == first.unit)
        #expect(try SWC.text(second) == text)
    }

    @Test func randomForestsSurviveWritingExactly() throws {
        for seed in 0..<10_000 {
            let skeleton = try RandomForest(seed: UInt64(seed), upTo: 12).skeleton()
            let text = try SWC.text(skeleton)
            let again = try SWC.parse(text)
            #expect(again.swcContent == skeleton.swcContent)
            #expect(try SWC.text(again) == text)
        }
    }

    @Test func numbersHaveTheirShortestForm() throws {
        let skeleton = try Skeleton(
            ids: [7],
            parents: [-1],
            types: [1],
            x: [-0.0],
            y: [1e21],
            z: [-1.25e-9],
            radius: [1e-7]
        )
        #expect(try SWC.text(skeleton) == Array("7 1 -0 1e21 -1.25e-9 0.0000001 -1\n".utf8))
    }

    @Test(arguments: [
        (0.0005, "0.001"), (0.0015, "0.002"), (1.0005, "1.000"), (2.5, "2.500"), (-0.0001, "-0.000"),
        (1e20, "100000000000000000000.000"),
        (123_456_789_012.3455, "123456789012.346"), (4.35, "4.350"), (8.0 / 3, "2.667"),
    ])
    func decimalsAreRoundedOnTheExactValue(_ value: Double, _ text: String) throws {
        let skeleton = try Skeleton(parents: [-1], x: [value], y: [0], z: [0])
        let written = String(decoding: try SWC.text(skeleton, options: .init(decimals: 3)), as: UTF8.self)
        #expect(written == "1 0 \(text) 0.000 0.000 0.000 -1\n")
    }

    @Test func skeletonsFromTheServiceAreWrittenInMicrometres() throws {
        let skeleton = try Skeleton(FlatDictTests.arrays)
        let text = String(decoding: try SWC.text(skeleton), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines[0] == ##"# Meta: {"id":"864691136040432126","units":"1 micrometer"}"##)
        #expect(lines[1] == "1 1 1054.664 827.648 600 0.2886853403 -1")
        let again = try SWC.parse(Array(text.utf8))
        #expect(again.unit == .micrometres)
        #expect(again.rootID == skeleton.rootID)
        #expect(try SWC.text(again) == Array(text.utf8))
    }

    @Test func idsCanBeRenumberedAndColumnsNamed() throws {
        let skeleton = try Skeleton(ids: [30, 10], parents: [-1, 0], x: [0, 1], y: [0, 0], z: [0, 0])
        let options = SWC.WriteOptions(header: [Array(" h".utf8)], columns: true, renumberFrom: 0)
        let text = "# h\n# id type x y z radius parent\n0 0 0 0 0 0 -1\n1 0 1 0 0 0 0\n"
        #expect(try SWC.text(skeleton, options: options) == Array(text.utf8))
    }

    @Test func whatCannotBeWrittenIsRefused() throws {
        let skeleton = try Skeleton(parents: [-1], x: [0], y: [0], z: [0])
        #expect(throws: SkeletonError.badOption("decimals must be 0 to 40 (got 41)")) {
            try SWC.text(skeleton, options: .init(decimals: 41))
        }
        #expect(throws: SkeletonError.badOption("a header line may hold neither line ends nor NUL bytes")) {
            try SWC.text(skeleton, options: .init(header: [[0x0A]]))
        }
        #expect(throws: SkeletonError.self) { try SWC.text(skeleton, options: .init(unit: .nanometres)) }
    }
}
