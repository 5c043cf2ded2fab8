import LuaHost
import SkeletonModel

private func drawn(_ call: borrowing LuaCall) throws(LuaError) -> LuaValue {
    let skeleton = try call.receiver(as: SkeletonObject.self).skeleton
    let options = try NamedArguments(
        call.optionalTable(1, "options"),
        of: "preview",
        known: ["width", "height", "utf8"]
    )
    let isUTF8 = try options.boolean("utf8") ?? TerminalFeatures.isUTF8
    let sketch = Sketch(
        skeleton,
        columns: try size("width", 60, options),
        rows: try size("height", 12, options),
        style: isUTF8 ? .braille : .ascii
    )
    let lines = sketch.lines + [nodesOfTypes(skeleton), axes(sketch, skeleton, isUTF8)]
    return .text(lines.filter { !$0.isEmpty }.joined(separator: "\n"))
}

private func size(_ name: String, _ usual: Int, _ options: NamedArguments) throws(LuaError) -> Int {
    let number = try options.integer(name) ?? usual
    guard (1...1000).contains(number) else {
        throw LuaError(code: "bad_argument", "preview: '\(name)' is from 1 to 1000 (got \(number))")
    }
    return number
}

private let typeNames: [Int32: String] = [1: "soma", 2: "axon", 3: "dendrite", 4: "apical dendrite"]

/// `1 soma, 575 axon, 396 dendrite`.
private func nodesOfTypes(_ skeleton: Skeleton) -> String {
    var counts: [Int32: Int] = [:]
    for type in skeleton.types { counts[type, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { "\($0.value) \(typeNames[$0.key] ?? "of type \($0.key)")" }
        .joined(separator: ", ")
}

/// `x 412 µm to the right, y 830 µm down, z 95 µm away`.
private func axes(_ sketch: Sketch, _ skeleton: Skeleton, _ isUTF8: Bool) -> String {
    guard !sketch.lines.isEmpty else { return "" }
    let away = 3 - sketch.axes.right - sketch.axes.down
    let texts = [(sketch.axes.right, "to the right"), (sketch.axes.down, "down"), (away, "away")].map {
        axis,
        direction in
        let places = [skeleton.x, skeleton.y, skeleton.z][axis].filter(\.isFinite)
        let extent = (places.max() ?? 0) - (places.min() ?? 0)
        return "\(["x", "y", "z"][axis]) \(SkeletonObject.length(extent, in: skeleton.unit)) \(direction)"
    }
    let line = texts.joined(separator: ", ")
    return isUTF8 ? line : line.replacing("µ", with: "u")
}

extension SkeletonObject {
    static let preview = LuaFunction(
        "preview",
        "(options?: { width?: integer, height?: integer, utf8?: boolean }): string",
        "A small drawing in characters, with the nodes of each type and the size.",
        drawn
    ).options(
        LuaParameter("width", "integer", "Columns of the drawing, at most.", default: "60"),
        LuaParameter("height", "integer", "Lines of the drawing, at most.", default: "12"),
        LuaParameter("utf8", "boolean", "Draws in braille rather than ASCII.", default: "as the locale is")
    )
}
