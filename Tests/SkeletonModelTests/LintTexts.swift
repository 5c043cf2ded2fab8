/// For each rule a text that shows its fault and no other, and one that just does not.
struct LintCase: Sendable {
    let code: String
    /// What shows the fault.
    let fault: String
    /// The line and the id of the node that are named, 0 and nil for the whole text.
    let line: Int
    let node: Int64?
    /// What just does not show it.
    let nearMiss: String
    /// What else cannot be avoided.
    var others: Set<String> = []
    var othersOfNearMiss: Set<String> = []

    static let neuron = """
        1 1 0 0 0 5 -1
        2 3 8 0 0 1 1
        3 3 18 3 1 1 2
        4 3 18 -3 2 1 2

        """

    static let all: [LintCase] = [
        LintCase(
            code: "duplicate-point",
            fault: neuron + "5 3 18 3 1 1 3",
            line: 5,
            node: 5,
            nearMiss: neuron + "5 3 18 3 1.0001 1 3"
        ),
        LintCase(code: "long-edge", fault: twoCables(gap: 100), line: 23, node: 23, nearMiss: twoCables(gap: 20)),
        LintCase(
            code: "z-jump",
            fault: neuron + "5 3 18 -3 32.5 1 4",
            line: 5,
            node: 5,
            nearMiss: neuron + "5 3 18 -3 32 1 4"
        ),
        LintCase(code: "fat-end", fault: ending(3), line: 9, node: 9, nearMiss: ending(2.2)),
        LintCase(
            code: "narrow-start",
            fault: neuron + "5 3 0 8 0 0.8 1\n6 3 0 15 0 1 5",
            line: 5,
            node: 5,
            nearMiss: neuron + "5 3 0 8 0 0.9 1\n6 3 0 15 0 1 5"
        ),
        LintCase(
            code: "radius-jump",
            fault: neuron + "5 3 20 3 1 5.1 3\n6 3 22 3 1 5.1 5",
            line: 5,
            node: 5,
            nearMiss: neuron + "5 3 20 3 1 5 3\n6 3 22 3 1 5 5"
        ),
        LintCase(
            code: "constant-radius",
            fault: twoCables(gap: 1, radius: { _ in 0.5 }),
            line: 0,
            node: nil,
            nearMiss: twoCables(gap: 1, radius: { $0 == 7 ? 0.6 : 0.5 })
        ),
        LintCase(
            code: "type-change-without-fork",
            fault: neuron + "5 2 25 3 1 1 3",
            line: 5,
            node: 5,
            nearMiss: neuron + "5 2 0 8 1 1 1"
        ),
        LintCase(
            code: "type-change-not-at-soma",
            fault: neuron.replacing("4 3", with: "4 2"),
            line: 4,
            node: 4,
            nearMiss: neuron + "5 2 0 8 1 1 1"
        ),
        LintCase(
            code: "labels-look-topological",
            fault: "1 1 0 0 0 5 -1\n2 0 8 0 0 1 1\n3 5 9 0 0 1 2\n4 6 18 3 1 1 3\n5 6 18 -3 2 1 3",
            line: 0,
            node: nil,
            // An end point that is none.
            nearMiss: "1 1 0 0 0 5 -1\n2 5 9 0 0 1 1\n3 6 18 3 1 1 2\n4 6 18 -3 2 1 2\n5 6 18 -5 2 1 4",
            othersOfNearMiss: ["type-change-not-at-soma"]
        ),
        LintCase(
            code: "soma-not-root",
            fault: "1 3 0 0 0 1 -1\n2 1 8 0 0 5 1\n3 3 0 8 1 1 1",
            line: 2,
            node: 2,
            nearMiss: "1 1 0 0 0 5 -1\n2 3 8 0 0 1 1\n3 3 0 8 1 1 1"
        ),
        LintCase(
            code: "soma-branched",
            fault: "1 1 0 0 0 5 -1\n2 1 5 0 0 5 1\n3 1 0 5 0 5 1\n4 1 0 0 5 5 1\n5 3 9 0 0 1 2",
            line: 1,
            node: 1,
            nearMiss: "1 1 0 0 0 5 -1\n2 1 5 0 0 5 1\n3 1 0 5 0 5 1\n4 3 9 0 0 1 1"
        ),
        LintCase(
            code: "multiple-somata",
            fault: neuron + "5 1 28 3 1 5 3",
            line: 5,
            node: 5,
            nearMiss: neuron.replacing("2 3", with: "2 1")
        ),
        LintCase(
            code: "soma-contour",
            fault: contour(turn: 1),
            line: 1,
            node: 1,
            nearMiss: contour(turn: 0.7)
        ),
        LintCase(
            code: "no-soma",
            fault: "1 3 0 0 0 1 -1\n2 3 8 0 0 1 1\n3 3 0 8 1 1 1",
            line: 0,
            node: nil,
            nearMiss: "1 1 0 0 0 5 -1\n2 3 8 0 0 1 1\n3 3 0 8 1 1 1"
        ),
        LintCase(
            code: "root-is-no-soma",
            fault: neuron.replacing("0 5 -1", with: "0 1.9 -1"),
            line: 1,
            node: 1,
            nearMiss: neuron.replacing("0 5 -1", with: "0 2 -1")
        ),
        LintCase(
            code: "multifurcation",
            fault: neuron + "5 3 18 0 9 1 2",
            line: 2,
            node: 2,
            nearMiss: neuron + "5 3 0 8 0 1 1\n6 3 0 0 8 1 1"
        ),
        LintCase(
            code: "single-child-root",
            fault: "1 3 0 0 0 1 -1\n2 3 8 0 0 1 1",
            line: 1,
            node: 1,
            nearMiss: "1 3 0 0 0 1 -1\n2 3 8 0 0 1 1\n3 3 0 8 0 1 1",
            others: ["no-soma"],
            othersOfNearMiss: ["no-soma"]
        ),
        LintCase(
            code: "disconnected-neurite",
            fault: neuron + "5 3 40 0 0 1 -1\n6 3 48 0 0 1 5\n7 3 40 8 0 1 5",
            line: 5,
            node: 5,
            // Another cell, with a soma of its own.
            nearMiss: neuron + "5 1 40 0 0 5 -1\n6 3 48 0 0 1 5\n7 3 40 8 0 1 5",
            others: ["multiple-roots"],
            othersOfNearMiss: ["multiple-roots", "multiple-somata"]
        ),
        LintCase(
            code: "looks-like-nm",
            fault: "1 1 0 0 0 5000 -1\n2 3 8000 0 0 1000 1\n3 3 10100 30 0 1000 2\n4 3 8000 70 2 1000 2",
            line: 0,
            node: nil,
            nearMiss: "1 1 0 0 0 5 -1\n2 3 8000.5 0 0 1 1\n3 3 9999.5 30 0 1 2\n4 3 8000.5 70 2 1 2"
        ),
        LintCase(
            code: "looks-like-voxels",
            fault: "1 1 0 0 0 5 -1\n2 3 6000 0 0 1 1\n3 3 6010 3 1 1 2\n4 3 6010 -3 2 1 2",
            line: 0,
            node: nil,
            nearMiss: "1 1 0 0 0 5 -1\n2 3 6000.2 0 0 1 1\n3 3 6010.2 3 1 1 2\n4 3 6010 -3 2 1 2"
        ),
        LintCase(code: "flat-neurite", fault: fan(depth: 0), line: 2, node: 2, nearMiss: fan(depth: 1)),
        LintCase(
            code: "dangling-axon",
            fault: neuron + "5 2 0 17.1 0 1 1",
            line: 5,
            node: 5,
            nearMiss: neuron + "5 2 0 17 0 1 1"
        ),
        LintCase(
            code: "non-ascii-row",
            fault: neuron.replacing("1 1\n", with: "1 1 \u{E9}\n"),
            line: 2,
            node: nil,
            nearMiss: neuron.replacing("1 1\n", with: "1 1 # \u{E9}\n"),
            others: ["extra-fields"]
        ),
        LintCase(
            code: "single-label",
            fault: twoCables(gap: 1, types: (3, 3)),
            line: 0,
            node: nil,
            nearMiss: twoCables(gap: 1, types: (3, 4))
        ),
    ]

    /// A soma and two winding cables of 20 nodes; the second edge of the second one is longer by a gap.
    private static func twoCables(
        gap: Double,
        types: (Int, Int) = (2, 3),
        radius: (Int) -> Double = { 1 + Double($0 % 7) / 100 }
    ) -> String {
        var rows = ["1 1 0 0 0 5 -1"]
        let turns = [(0.0, 3.0), (3.0, 0.0), (0.0, -3.0), (-3.0, 0.0)]
        for node in 2...41 {
            let (cable, step) = ((node - 2) / 20, (node - 2) % 20)
            let shift = cable == 1 && step > 0 ? gap : 0
            let x = 5 + Double(step) + shift
            let (y, z) = turns[step % 4]
            let far = cable == 1 ? -1.0 : 1.0
            let type = cable == 0 ? types.0 : types.1
            let parent = step == 0 ? 1 : node - 1
            rows.append("\(node) \(type) \(far * x) \(y) \(z) \(radius(node)) \(parent)")
        }
        return rows.joined(separator: "\n") + "\n"
    }

    /// A branch of five nodes behind a fork, with a tip of some radius.
    private static func ending(_ radius: Double) -> String {
        let rows = (5...9).map { "\($0) 3 \(14 + $0) 3 1 \($0 == 9 ? radius : 1) \($0 == 5 ? 3 : $0 - 1)" }
        return neuron + rows.joined(separator: "\n")
    }

    /// Sixteen thin soma nodes around a part of a circle.
    private static func contour(turn: Double) -> String {
        let circle = [
            (10, 0), (9.2, 3.8), (7.1, 7.1), (3.8, 9.2), (0, 10), (-3.8, 9.2), (-7.1, 7.1), (-9.2, 3.8), (-10, 0),
            (-9.2, -3.8), (-7.1, -7.1), (-3.8, -9.2), (0, -10), (3.8, -9.2), (7.1, -7.1), (9.2, -3.8),
        ]
        let part = circle.prefix(Int(Double(circle.count) * turn))
        let rows = part.enumerated().map { index, point in
            "\(index + 1) 1 \(point.0) \(point.1) 0 0.5 \(index == 0 ? -1 : index)"
        }
        return (rows + ["\(part.count + 1) 3 18 0 0 1 1"]).joined(separator: "\n")
    }

    /// A dendrite that fans out in a plane, or not quite, and an axon.
    private static func fan(depth: Double) -> String {
        var rows = ["1 1 0 0 0 5 -1", "2 3 8 0 0 1 1"]
        for node in 3...14 {
            let side = node % 2 == 0 ? 1.0 : -1.0
            let height = node % 3 == 0 ? depth * 5 : 0
            let radius = 1 + Double(node) / 100
            rows.append("\(node) 3 \(8 + node) \(side * Double(node)) \(height) \(radius) \(max(node - 2, 2))")
        }
        return (rows + ["15 2 -8 0 0 1 1"]).joined(separator: "\n")
    }
}
