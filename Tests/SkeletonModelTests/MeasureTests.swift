import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

struct MeasureTests {
    static let reference: JSONObject = {
        let path = Repository.shared.appending(path: "golden/measures.json").path
        guard let text = try? AtomicFile.read(path), let root = try? JSONValue.parse(text) else { return [:] }
        return root.objectValue?["files"]?.objectValue ?? [:]
    }()

    /// A tree drawn by hand, in units: a root with a soma of radius 2 at the origin, up the y axis to a fork at
    /// (0, 10), from there a twig of 3 along x in two steps and one of 4 along −x; and a
    /// second tree of a single node.
    static let drawn = """
        1 1 0 0 0 2 -1
        2 3 0 10 0 1 1
        3 3 2 10 0 1 2
        4 3 3 10 0 1 3
        5 3 -4 10 0 -1 2
        6 3 7 7 7 1 -1
        """

    /// Each measure of the drawn tree, worked out on paper.
    static let onPaper: [String: Double?] = [
        "nodes": 6, "edges": 4, "roots": 2, "tips": 2, "isolated": 1, "branch_points": 1,
        "branch_points_excluding_roots": 1, "max_children": 2, "zero_length_edges": 0, "cable_length": 17,
        "neurite_length_without_soma_links": 7, "extent_x": 11, "extent_y": 10, "extent_z": 7,
        "path_distance_to_root_max": 14, "path_distance_to_root_mean": (0 + 10 + 12 + 13 + 14 + 0) / 6.0,
        "path_distance_to_root_tip_sum": 27, "euclid_distance_to_root_max": (16 + 100.0).squareRoot(), "diameter": 14,
        "frusta_area_all_edges": .pi * (3 * (101.0).squareRoot() + 2 * 2 + 2 * 1 + 1 * (17.0).squareRoot()),
        "frusta_area_without_soma_links": .pi * (2 * 2 + 2 * 1 + 1 * (17.0).squareRoot()),
        "frusta_volume_all_edges": .pi / 3 * (10 * 7 + 2 * 3 + 1 * 3 + 4 * 1),
        "frusta_volume_without_soma_links": .pi / 3 * (2 * 3 + 1 * 3 + 4 * 1),
        "strahler_max": 2, "branch_order_max": 1, "sections": 3, "section_length_max": 10,
        "section_length_mean": 17 / 3.0, "section_tortuosity_mean": 1, "long_segments_count": 2,
        "bifurcations_for_asymmetry": 1, "partition_asymmetry_mean": 0, "local_bifurcation_angle_mean": .pi,
        "remote_bifurcation_angle_mean": .pi, "taper_burke_mean": 0.1, "taper_hillman_mean": 0.25,
        "contraction_mean": 1, "fragmentation_mean": 4 / 3.0, "daughter_ratio_mean": nil,
        "parent_daughter_ratio_mean": nil, "rall_power_mean": nil, "rall_ratio_mean": nil,
        "pk_2_mean": nil, "helix_mean": nil, "soma_radius": 2, "soma_surface": 16 * .pi,
        "euclid_distance_to_soma_max": (147.0).squareRoot(),
    ]

    private func equal(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= 1e-9 * max(abs(a), abs(b))
    }

    @Test(arguments: Measure.all.map(\.name))
    func measureOfTheDrawnTreeIsTheOneOnPaper(_ name: String) throws {
        let measure = try #require(Measure.named(name))
        let expected = try #require(Self.onPaper[name], "every measure needs its value on paper here")
        let found = measure.function(try SWC.parse(Array(Self.drawn.utf8)))
        #expect(equal(found, expected), "\(name): \(String(describing: found)) ≠ \(String(describing: expected))")
    }

    @Test(.enabled(if: Repository.hasShared, "needs the shared reference files"), arguments: SWCWriteTests.realFiles)
    func measuresOfRealFilesEqualTheReference(_ file: String) throws {
        let expected = try #require(Self.reference[file]?.objectValue?["reference"]?.objectValue)
        let skeleton = try SWC.parse(AtomicFile.read(Repository.shared.appending(path: "data/swc/\(file)").path))
        var compared = 0
        for measure in Measure.all {
            guard let value = expected[measure.name] else { continue }
            compared += 1
            let found = measure.function(skeleton)
            #expect(equal(found, value.doubleValue), "\(measure.name): \(String(describing: found)) ≠ \(value)")
        }
        #expect(compared == 31, "a measure of the reference is not in the catalog")
    }

    @Test func everyMeasureInTheFolderIsRegistered() throws {
        let folder = Repository.root.appending(path: "Sources/SkeletonModel/Measures").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
        var names: Set<String> = []
        for file in files {
            let text = String(decoding: try AtomicFile.read("\(folder)/\(file)"), as: UTF8.self)
            let quoted = text.split(separator: "\"", maxSplits: 2)
            let name = try #require(quoted.count == 3 ? String(quoted[1]) : nil, "\(file) declares no measure")
            #expect(names.insert(name).inserted)
            // Words of the name, capitalised, are the file's name.
            let camel = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            #expect(file == "\(camel).swift")
        }
        #expect(names == Set(Measure.all.map(\.name)))
        #expect(names.count == Measure.all.count)
    }

    @Test func emptyAndLonelySkeletonsHaveMeasures() throws {
        let empty = try Skeleton(parents: [], x: [], y: [], z: [])
        let single = try Skeleton(parents: [-1], x: [1], y: [2], z: [3])
        for measure in Measure.all {
            #expect(measure.function(empty) ?? 0 == 0)
            #expect(measure.function(single)?.isFinite ?? true)
        }
    }

    /// A fork of radius 4 into 3 and 1, whose Rall power is 1, and beyond it a turn of a right-handed screw.
    static let screw = """
        1 0 0 0 0 4 -1
        2 0 1 0 0 4 1
        3 0 2 0 0 3 2
        4 0 1 1 0 1 2
        5 0 2 1 0 3 3
        6 0 2 1 1 3 5
        """

    static let ofScrew: [String: Double] = [
        "daughter_ratio_mean": 3, "parent_daughter_ratio_mean": 0.5, "rall_power_mean": 1,
        // (1 + 3^1.5) / 4^1.5
        "rall_ratio_mean": 0.774_519_052_838_329, "pk_2_mean": 0.625, "helix_mean": 0.333_333_333_333_333_3,
        // Means of 0, 2/3 and 6, and of 0, 1/4 and 3/4.
        "taper_burke_mean": 2.222_222_222_222_222, "taper_hillman_mean": 0.333_333_333_333_333_3,
    ]

    @Test(arguments: ofScrew)
    func measuresOfRadiiAndScrewsAreThoseOnPaper(_ name: String, _ expected: Double) throws {
        let measure = try #require(Measure.named(name))
        let skeleton = try SWC.parse(Array(Self.screw.utf8))
        let found = measure.function(skeleton)
        #expect(equal(found, expected), "\(name): \(String(describing: found)) ≠ \(expected)")
    }

    @Test func twoEqualChildrenHaveTheirPower() throws {
        // Each child takes half: c^n = 1/2.
        for (power, child) in [(0.5, 0.25), (1, 0.5), (2, (0.5).squareRoot()), (4, (0.5).squareRoot().squareRoot())] {
            let text = "1 0 0 0 0 1 -1\n2 0 1 0 0 1 1\n3 0 2 0 0 \(child) 2\n4 0 1 1 0 \(child) 2\n"
            let skeleton = try SWC.parse(Array(text.utf8))
            let found = try #require(Measure.named("rall_power_mean")?.function(skeleton))
            #expect(abs(found - power) < 1e-9)
        }
    }
}

extension JSONValue {
    /// The numbers of a list.
    var numbers: [Double]? { arrayValue?.compactMap(\.doubleValue) }
}
