import FoundationEssentials
import TestSupport
import Testing

@testable import SkeletonModel

struct LintTests {
    private func codes(_ text: String) -> Set<String> {
        Set(LintReport(swc: Array(text.utf8)).findings.map(\.code))
    }

    @Test func aSoundNeuronGivesNoFindings() {
        #expect(codes(LintCase.neuron) == [])
    }

    @Test(arguments: LintCase.all.map(\.code))
    func eachFaultIsFoundWhereItIsAndNothingElse(_ code: String) throws {
        let odd = try #require(LintCase.all.first { $0.code == code })
        let report = LintReport(swc: Array(odd.fault.utf8))
        #expect(Set(report.findings.map(\.code)) == odd.others.union([code]))
        let found = report.findings.filter { $0.code == code }
        #expect(found.count == 1)
        #expect(found.first?.line == odd.line)
        #expect(found.first?.nodeID == odd.node)
        #expect(found.first?.severity == LintRule.named(code)?.severity)
        #expect(found.first?.message.isEmpty == false)
        #expect(codes(odd.nearMiss) == odd.othersOfNearMiss)
    }

    @Test func everyRuleInTheFolderIsRegisteredAndTested() throws {
        let folder = Repository.root.appending(path: "Sources/SkeletonModel/Lint/Rules").path
        var codes: Set<String> = []
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".swift") {
            let text = String(decoding: try AtomicFile.read("\(folder)/\(file)"), as: UTF8.self)
            let quoted = text.split(separator: "code: \"", maxSplits: 1).last?.split(separator: "\"", maxSplits: 1)
                .first
            let code = try #require(quoted.map(String.init), "\(file) declares no rule")
            #expect(codes.insert(code).inserted)
            let camel = code.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            #expect(file == "\(camel).swift")
        }
        #expect(codes == Set(LintRule.all.map(\.code)))
        #expect(codes.count == LintRule.all.count)
        // Only rules about other sources have no text.
        #expect(codes.subtracting(LintCase.all.map(\.code)) == ["unknown-radius"])
        #expect(LintRule.all.allSatisfy { $0.summary.hasSuffix(".") })
        let readers = Set(SkeletonDiagnostic.Code.allCases.map(\.rawValue))
        #expect(codes.isDisjoint(with: readers))
        let thresholds = LintRule.all.flatMap(\.thresholds).map(\.name)
        #expect(Set(thresholds).count == thresholds.count)
    }

    /// What just misses with the usual threshold is found with another one.
    @Test(arguments: [
        ("long-edge", "long_edge_ratio", 4.0), ("z-jump", "z_jump", 29), ("fat-end", "fat_end_ratio", 1.7),
        ("narrow-start", "narrow_start_ratio", 0.95), ("radius-jump", "radius_jump_ratio", 4.5),
        ("soma-contour", "soma_contour_gap", 0.6), ("looks-like-nm", "nm_extent", 9000),
        ("looks-like-voxels", "voxel_share", 0.3), ("flat-neurite", "flat_ratio", 0.45),
        ("dangling-axon", "dangling_soma_distance", 11), ("root-is-no-soma", "soma_radius", 3),
    ])
    func thresholdsDecide(code: String, threshold: String, value: Double) throws {
        let odd = try #require(LintCase.all.first { $0.code == code })
        let settings = try LintSettings(thresholds: [threshold: value])
        let report = LintReport(swc: Array(odd.nearMiss.utf8), settings)
        #expect(report.findings.contains { $0.code == code })
        #expect(report.thresholds.first { $0.name == threshold }?.value == value)
    }

    @Test func thresholdsThatMeanNothingAreErrors() {
        let unknown = #expect(throws: SkeletonError.self) { try LintSettings(thresholds: ["zjump": 3]) }
        #expect(unknown?.description.hasPrefix("there is no threshold 'zjump' (known: ") == true)
        let negative = #expect(throws: SkeletonError.self) { try LintSettings(thresholds: ["z_jump": -1]) }
        #expect(negative?.description == "the threshold 'z_jump' must be 0 or more")
    }

    @Test func faultsOfTheReaderDoNotHideWhatElseIsOdd() {
        let text = "1 1 0 0 0 5 -1\n2 3 8 0 0 1 1\n3 3 8 0 x 1 2\n4 3 8 0 0 1 2\n5 3 8 0 50 1 4\n"
        let findings = LintReport(swc: Array(text.utf8)).findings
        #expect(findings.map(\.code) == ["bad-float", "ids-not-sequential", "duplicate-point", "z-jump"])
        #expect(findings.map(\.line) == [3, 4, 4, 5])
        #expect(findings.map(\.severity) == [.error, .note, .warning, .warning])
    }

    @Test func strictModeHoldsTheTextAgainstTheStandard() throws {
        let text = Array("1 1 0 0 0 5 -1\r2 3 8 0 0 1 1\r".utf8)
        #expect(LintReport(swc: text).findings.map(\.severity) == [.warning])
        #expect(LintReport(swc: text, try LintSettings(mode: .strict)).findings.map(\.severity) == [.error])
    }

    @Test func manyFindingsAreCountedAndErrorsAreNeverLeftOut() {
        var text = LintCase.neuron
        for node in 5..<3005 { text += "\(node) 3 18 3 1 1 3\n" }
        text += "3005 3 x 0 0 1 1\n"
        let report = LintReport(swc: Array(text.utf8))
        #expect(report.findings.count == LintReport.limit)
        #expect(report.findings.contains { $0.code == "bad-float" && $0.line == 3005 })
        #expect(report.omitted > 0)
        let duplicates = report.findings.filter { $0.code == "duplicate-point" }
        #expect(duplicates.count + report.omitted >= 1000)
    }

    @Test func aDeclaredUnitScalesWhatIsInMicrometres() throws {
        let text = Array("1 1 0 0 0 5000 -1\n2 3 8000 0 0 100 1\n3 3 8000 0 20000 100 2\n".utf8)
        let inNanometres = LintReport(swc: text, try LintSettings(unit: .nanometres))
        #expect(inNanometres.findings.isEmpty)
        let tooFar = Array("# unit nm\n1 1 0 0 0 5000 -1\n2 3 8000 0 0 100 1\n3 3 8000 0 31000 100 2\n".utf8)
        #expect(LintReport(swc: tooFar).findings.map(\.code) == ["z-jump"])
    }
}

struct LintRealFileTests {
    private static func report(_ file: String) throws -> LintReport {
        LintReport(swc: try AtomicFile.read(Repository.shared.appending(path: "data/swc/\(file)").path))
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func countsAreThoseOfTheReference(_ file: String) throws {
        let expected = try #require(MeasureTests.reference[file]?.objectValue?["reference"]?.objectValue)
        let report = try Self.report(file)
        #expect(report.count(.error) == 0)
        let duplicates = report.findings.count { $0.code == "duplicate-point" }
        #expect(Int64(duplicates) == expected["zero_length_edges"]?.integerValue)
        let widest = try #require(expected["max_children"]?.integerValue)
        #expect(widest > 2 || !report.findings.contains { $0.code == "multifurcation" })
        // As the files' own description says.
        let isConnectomics = file.hasPrefix("hemibrain") || file.hasPrefix("flywire")
        #expect(report.findings.contains { $0.code == "labels-look-topological" } == isConnectomics)
        #expect(report.findings.contains { $0.code == "looks-like-voxels" } == file.hasPrefix("hemibrain"))
        // The two files in nanometres say so.
        #expect(!report.findings.contains { $0.code == "looks-like-nm" })
        let text = try AtomicFile.read(Repository.shared.appending(path: "data/swc/\(file)").path)
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let somata = lines.indices.filter { index in
            let fields = lines[index].split { " \t\r".contains($0) }
            return fields.count >= 7 && !fields[0].hasPrefix("#") && fields[1] == "1"
        }
        // The files with several soma rows have them at the root.
        let isLone = somata.count == 1 && !lines[somata[0]].contains(" -1")
        let somaNotRoot = report.findings.filter { $0.code == "soma-not-root" }.map(\.line)
        #expect(somaNotRoot == (isLone ? [somata[0] + 1] : []))
    }
}

/// What tells how far a service's skeleton can be trusted.
struct SkeletonQualityTests {
    /// Two cables out of a soma, in the service's form; micrometres.
    private func arrays(
        count: Int = 30,
        radius: (Int) -> Double = { $0 == 0 ? 4000 : 100 + Double($0) },
        type: (Int) -> Int32 = { $0 == 0 ? 1 : $0 < 15 ? 2 : 3 }
    ) -> SkeletonArrays {
        let turns = [(0.0, 900.0), (900.0, 0.0), (0.0, -900.0), (-900.0, 0.0)]
        return SkeletonArrays(
            vertices: (0..<count).map { node in
                let x = Double(node < 15 ? node : 14 - node) * 2000
                return Point3(x, turns[node % 4].0, turns[node % 4].1)
            },
            edges: (1..<count).map { .init(child: Int32($0), parent: $0 == 15 ? 0 : Int32($0 - 1)) },
            root: 0,
            radius: (0..<count).map(radius),
            compartment: (0..<count).map(type)
        )
    }

    private func codes(_ arrays: SkeletonArrays) throws -> [String] {
        LintReport(try Skeleton(arrays), .quality).findings.map(\.code)
    }

    @Test func aGoodSkeletonIsSilent() throws {
        #expect(try codes(arrays()) == [])
    }

    @Test func fallbackRadiiAreTold() throws {
        let report = LintReport(try Skeleton(arrays(radius: { _ in 1 })), .quality)
        #expect(report.findings.map(\.code) == ["constant-radius", "root-is-no-soma"])
        #expect(report.findings[0].message == "every radius is 1 nm: the service could not compute radii")
        let text = try SWC.serviceText(arrays(radius: { _ in 1 }))
        let read = try SWC.parse(text, options: .init(isFromService: true))
        #expect(LintReport(read, .quality).findings.first?.message == report.findings[0].message)
        #expect(try codes(arrays(radius: { $0 == 0 ? 4000 : 0 })) == ["constant-radius", "unknown-radius"])
        #expect(
            try codes(arrays(radius: { $0 == 3 ? 0 : 300 + Double($0) * ($0 == 0 ? 0 : 1) })).contains("unknown-radius")
        )
    }

    @Test func labelsThatTellNothingAreTold() throws {
        #expect(try codes(arrays(type: { _ in 3 })) == ["no-soma", "single-label"])
        #expect(try codes(arrays(type: { $0 == 0 ? 1 : 3 })) == ["single-label"])
        #expect(try codes(arrays(type: { $0 == 0 ? 1 : $0 == 7 ? 3 : $0 < 15 ? 2 : 3 })).count == 2)
    }

    @Test func aRootThatIsNoSomaIsTold() throws {
        #expect(try codes(arrays(radius: { 100 + Double($0) })) == ["root-is-no-soma"])
        #expect(try codes(arrays(type: { $0 == 5 ? 1 : $0 < 15 ? 2 : 3 })).contains("soma-not-root"))
    }

    @Test func jumpsAndPiecesAreTold() throws {
        var jumping = arrays()
        for vertex in 20..<30 { jumping.vertices[vertex].x -= 400_000 }
        #expect(try codes(jumping) == ["long-edge"])
        var broken = arrays()
        broken.edges.remove(at: 19)
        #expect(try codes(broken) == ["disconnected-neurite"])
    }

    @Test func wrongUnitsAreTold() throws {
        let text = Array((try SWC.text(try Skeleton(arrays()), options: .init(metadata: false, unit: .nanometres))))
        let read = try SWC.parse(text, options: .init(unit: .micrometres))
        let report = LintReport(read, .quality)
        #expect(report.findings.map(\.code) == ["looks-like-nm"])
        #expect(report.findings[0].message.hasPrefix("the unit is stated as um, but a median edge of "))
    }
}
