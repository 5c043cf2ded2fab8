import FoundationEssentials
import TestSupport
import Testing

@testable import SkeletonModel

/// What holds for every edit, and forests to try it on.
enum EditTesting {
    /// Forests with places that are no farther apart than lengths can be added up with.
    static func forests(_ count: Int = 80) throws -> [Skeleton] {
        try (0..<count).map { seed in
            var forest = RandomForest(seed: UInt64(seed) &+ 77_000, upTo: 40)
            var random = SeededGenerator(seed: UInt64(seed))
            func column() -> [Double] { forest.x.map { _ in Double.random(in: -10...10, using: &random) } }
            (forest.x, forest.y, forest.z) = (column(), column(), column())
            forest.radius = column().map { abs($0) }
            var skeleton = try forest.skeleton(unit: .micrometres)
            skeleton.header = [Array("kept".utf8)]
            skeleton.meshToSkeletonMap = (0..<10).map { _ in
                Int32.random(in: -1..<Int32(skeleton.nodeCount), using: &random)
            }
            skeleton.level2IDs = (0..<10).map { 900_000_000_000_000_000 + $0 }
            try skeleton.setColumn("place", .doubles(skeleton.x))
            try skeleton.setColumn("count", .integers(skeleton.ids))
            try skeleton.setColumn("flag", .bytes(skeleton.ids.map { UInt8(truncatingIfNeeded: $0) }))
            return skeleton
        }
    }

    static func empty() throws -> Skeleton { try Skeleton(parents: [], x: [], y: [], z: []) }

    static func single() throws -> Skeleton { try Skeleton(parents: [-1], x: [1], y: [2], z: [3]) }

    /// Checks that a result is sound, that ids stay with their nodes, and that the maps fit.
    static func check(
        _ edited: Edited,
        of old: Skeleton,
        isMoving: Bool = false,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let (new, map) = edited
        let place = location
        #expect(new.parents.indices.allSatisfy { new.parents[$0] < $0 }, sourceLocation: place)
        #expect(Set(new.ids).count == new.nodeCount, sourceLocation: place)
        #expect(map.count == old.nodeCount, sourceLocation: place)
        #expect(map.allSatisfy { $0 >= -1 && Int($0) < new.nodeCount }, sourceLocation: place)
        #expect(new.header == old.header && new.unit == old.unit, sourceLocation: place)
        #expect(new.level2IDs == old.level2IDs, sourceLocation: place)
        let followed = old.meshToSkeletonMap.map { $0 < 0 ? -1 : map[Int($0)] }
        #expect(new.meshToSkeletonMap == followed, sourceLocation: place)
        checkColumns(edited, of: old, isMoving: isMoving, place)
        for (position, id) in new.ids.enumerated() {
            guard let before = old.position(ofID: id) else {
                #expect(id > old.ids.max() ?? 0, sourceLocation: place)
                continue
            }
            #expect(map[before] == position, sourceLocation: place)
            #expect(new.types[position] == old.types[before], sourceLocation: place)
            if isMoving { continue }
            #expect(new.point(position) == old.point(before), sourceLocation: place)
            #expect(new.radius[position] == old.radius[before], sourceLocation: place)
        }
    }

    /// The columns of `forests`: one is the x coordinate and follows it, the others stay with their nodes.
    static func checkColumns(
        _ edited: Edited,
        of old: Skeleton,
        isMoving: Bool,
        _ location: SourceLocation
    ) {
        let new = edited.skeleton
        #expect(new.columns.names == old.columns.names, sourceLocation: location)
        guard case .doubles(let place) = new.columns["place"], case .integers(let counts) = new.columns["count"],
            case .bytes(let flags) = new.columns["flag"]
        else { return }
        if !isMoving { #expect(place == new.x, sourceLocation: location) }
        #expect(counts.count == new.nodeCount && flags.count == new.nodeCount, sourceLocation: location)
        for (position, id) in new.ids.enumerated() {
            #expect(flags[position] == UInt8(truncatingIfNeeded: counts[position]), sourceLocation: location)
            if old.position(ofID: id) != nil { #expect(counts[position] == id, sourceLocation: location) }
        }
    }

    /// The ids of the nodes that are left.
    static func ids(_ edited: Edited) -> Set<Int64> { Set(edited.skeleton.ids) }

    static func real(_ file: String) throws -> Skeleton {
        try SWC.parse(AtomicFile.read(Repository.shared.appending(path: "data/swc/\(file)").path))
    }

    /// What another tool, or the reference, found for an operation on a file.
    static func expected(_ file: String, _ tool: String, _ operation: String) -> JSONObject? {
        let block = MeasureTests.reference[file]?.objectValue?[tool]?.objectValue
        let operations = tool == "reference" ? block?["operations"]?.objectValue : block
        return operations?[operation]?.objectValue
    }

    /// Compares number of nodes and cable length with those of another tool.
    static func compare(
        _ edited: Edited,
        _ expected: JSONObject,
        tolerance: Double,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let nodes = try #require((expected["nodes"] ?? expected["n_nodes"])?.doubleValue)
        let cable = try #require(expected["cable_length"]?.doubleValue)
        #expect(Double(edited.skeleton.nodeCount) == nodes, sourceLocation: location)
        #expect(abs(edited.skeleton.cableLength - cable) <= tolerance * max(cable, 1e-9), sourceLocation: location)
    }

    /// The children of each node, written for obviousness.
    static func children(_ skeleton: Skeleton) -> [[Int]] {
        skeleton.parents.indices.map { node in skeleton.parents.indices.filter { skeleton.parents[$0] == node } }
    }

    /// All nodes on the way from a node to its root, the node first.
    static func wayToRoot(_ node: Int, _ skeleton: Skeleton) -> [Int] {
        var way = [node]
        while let last = way.last, skeleton.parents[last] >= 0 { way.append(Int(skeleton.parents[last])) }
        return way
    }

    /// Whether each old node is stood for by the nearest along the cable, where all nodes are old ones.
    static func mapIsNearest(_ edited: Edited, of old: Skeleton) throws -> Bool {
        try (0..<old.nodeCount).allSatisfy { node in
            let way = try old.geodesicDistances(from: node)
            let kept = (0..<old.nodeCount).filter { edited.skeleton.position(ofID: old.id(of: $0)) != nil }
            let nearest = kept.map { way[$0] }.min() ?? .infinity
            let found = edited.nodeMap[node]
            guard found >= 0, let chosen = old.position(ofID: edited.skeleton.id(of: Int(found))) else { return false }
            return way[chosen] <= nearest + 1e-9
        }
    }

    /// Whether a point lies on one of the edges.
    static func isOnCable(_ point: Point3, _ skeleton: Skeleton) -> Bool {
        skeleton.parents.enumerated().contains { node, parent in
            if parent < 0 { return skeleton.point(node).distance(to: point) < 1e-9 }
            let (a, b) = (skeleton.point(node), skeleton.point(Int(parent)))
            return abs(a.distance(to: point) + point.distance(to: b) - a.distance(to: b)) < 1e-7
        }
    }
}

struct EditCatalogTests {
    private func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Repository.root.appending(path: folder).path)
            .filter { $0.hasSuffix(".swift") }
    }

    @Test func everyEditInTheFolderIsRegisteredAndTested() throws {
        let tests = Set(try files("Tests/SkeletonModelTests"))
        var names: Set<String> = []
        for file in try files("Sources/SkeletonModel/Edits") where file != "Units.swift" {
            let path = Repository.root.appending(path: "Sources/SkeletonModel/Edits/\(file)").path
            let text = String(decoding: try AtomicFile.read(path), as: UTF8.self)
            let quoted = text.split(separator: "name: \"", maxSplits: 1).last?.split(separator: "\"", maxSplits: 1)
                .first
            let name = try #require(quoted.map(String.init), "\(file) declares no edit")
            #expect(names.insert(name).inserted)
            // Words of the name, capitalised, are the file's name.
            let camel = name.split(separator: "_").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
            #expect(file == "\(camel).swift")
            #expect(tests.contains("\(camel)Tests.swift"), "\(name) has no tests")
        }
        #expect(names == Set(Edit.all.map(\.name)))
        #expect(names.count == Edit.all.count)
    }

    @Test func editsAreFoundByName() {
        #expect(Edit.named("prune_twigs")?.name == "prune_twigs")
        #expect(Edit.named("nonsense") == nil)
        #expect(Edit.all.allSatisfy { $0.summary.hasSuffix(".") })
    }
}
