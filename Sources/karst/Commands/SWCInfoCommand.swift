import ArgumentParser
import SkeletonModel

/// `karst swc info`.
struct SWCInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Says what is in files of skeletons.",
        discussion: """
            Prints, for each file, its format, how many nodes, trees, tips and branch points it has, its unit, cable and \
            size, the types of its nodes, its soma, and how many odd things the reader found.

            Exit status: 0 done, 2 wrong use, 4 a file could not be read.
            """
    )

    @OptionGroup var input: SWCInput

    func run() throws {
        let (command, files) = (self, try input.found())
        let counts = try input.run(files) { file in
            SkeletonDescription(try file.read(.init(unit: command.input.unit)), path: file.path)
        } print: { _, description in
            if command.input.json {
                Row(description.fields).write(asJSON: true)
            } else {
                Console.write(description.text + (files.count > 1 ? "\n" : ""))
            }
        }
        if counts.failed > 0 { throw CommandStatus(ExitStatus.someFailed) }
    }
}

/// What `info` says about a file.
private struct SkeletonDescription: Sendable {
    let fields: JSONObject
    let text: String

    init(_ content: SkeletonFile.Content, path: String) {
        let skeleton = content.skeleton
        let unit = skeleton.unit == .unknown ? "unit not stated" : skeleton.unit.description
        let box = skeleton.boundingBox
        let types = Self.types(of: skeleton)
        let cable = skeleton.cableLength
        let format = content.format.name + (content.isGzip ? ", gzip" : "")
        var lines = [
            ("format", "\(format), \(content.byteCount) bytes"),
            ("nodes", Self.counts(skeleton)),
            ("cable", "\(Self.number(cable)) \(unit)"),
        ]
        if let box {
            let sides = [box.high.x - box.low.x, box.high.y - box.low.y, box.high.z - box.low.z]
            lines.append(("size", sides.map(Self.number).joined(separator: " x ")))
        }
        lines.append(
            (
                "types",
                types.map { "\($0.count) of type \($0.type)\($0.name.map { " (\($0))" } ?? "")" }.joined(
                    separator: ", "
                )
            )
        )
        if let id = skeleton.rootID { lines.append(("root id", id.description)) }
        if !skeleton.header.isEmpty { lines.append(("header", counted(skeleton.header.count, "line"))) }
        if !skeleton.diagnostics.isEmpty {
            lines.append(("odd", Self.odd(skeleton.diagnostics)))
        }
        text = path + "\n" + lines.map { "  \($0.0.padded(to: 9))\($0.1)\n" }.joined()
        fields = [
            "file": .string(path), "format": .string(content.format.name), "gzip": .boolean(content.isGzip),
            "bytes": .integer(Int64(content.byteCount)),
            "root_id": skeleton.rootID.map { .integer($0.value) } ?? .null,
            "unit": .string(skeleton.unit.description),
            "nodes": .integer(Int64(skeleton.nodeCount)), "trees": .integer(Int64(skeleton.roots.count)),
            "tips": .integer(Int64(skeleton.tips.count)),
            "branch_points": .integer(Int64(skeleton.branchPoints.count)), "cable_length": .number(cable),
            "types": .object(
                JSONObject(members: types.map { .init(key: "\($0.type)", value: .integer(Int64($0.count))) })
            ),
            "low": box.map { Self.point($0.low) } ?? .null, "high": box.map { Self.point($0.high) } ?? .null,
            "header_lines": .integer(Int64(skeleton.header.count)),
            "odd": .integer(Int64(skeleton.diagnostics.reduce(0) { $0 + $1.count })),
        ]
    }

    private static func counts(_ skeleton: Skeleton) -> String {
        let trees = counted(skeleton.roots.count, "tree")
        let forks = counted(skeleton.branchPoints.count, "branch point")
        return "\(skeleton.nodeCount) in \(trees), \(counted(skeleton.tips.count, "tip")), \(forks)"
    }

    private static let names: [Int32: String] = [
        0: "undefined", 1: "soma", 2: "axon", 3: "dendrite", 4: "apical dendrite",
    ]

    private static func types(of skeleton: Skeleton) -> [(type: Int32, count: Int, name: String?)] {
        var counts: [Int32: Int] = [:]
        for type in skeleton.types { counts[type, default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value, names[$0.key]) }
    }

    private static func odd(_ diagnostics: [SkeletonDiagnostic]) -> String {
        var counts: [String: Int] = [:]
        for finding in diagnostics { counts[finding.code.rawValue, default: 0] += finding.count }
        return counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    /// Six significant digits at most.
    private static func number(_ value: Double) -> String {
        let scale: Double = value.magnitude < 10 ? 1e5 : value.magnitude < 1000 ? 1e3 : 10
        return Row.number((value * scale).rounded() / scale)
    }

    private static func point(_ point: Point3) -> JSONValue {
        .array([.number(point.x), .number(point.y), .number(point.z)])
    }
}
