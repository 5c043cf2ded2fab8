/// A drawing of a skeleton in characters, seen along its shortest side.
public struct Sketch: Sendable, Hashable {
    /// What it is drawn with.
    public enum Style: Sendable, Hashable {
        /// Braille characters, of 2 by 4 dots each.
        case braille
        /// `.`, `:` and `#`, the more the denser; `O` at a root.
        case ascii
    }

    /// The drawing, without blanks at the ends of lines; empty for a skeleton without places.
    public let lines: [String]
    /// The axes to the right and downwards, 0 for x.
    public var axes: (right: Int, down: Int) { (right, down) }

    private let right: Int
    private let down: Int

    /// A drawing of at most so many characters, in the right proportions.
    public init(_ skeleton: Skeleton, columns: Int, rows: Int, style: Style) {
        let view = SketchView(skeleton, columns: max(1, columns), rows: max(1, rows))
        (right, down) = view.axes
        var dots = SketchDots(width: view.width, height: view.height)
        let places = (0..<skeleton.nodeCount).map { view.dot(skeleton, $0) }
        for node in places.indices {
            guard let place = places[node] else { continue }
            let parent = Int(skeleton.parents[node])
            if parent >= 0, let end = places[parent] {
                dots.line(from: place, to: end)
            } else {
                dots.blot(place, isRoot: parent < 0)
            }
        }
        lines = dots.lines(style)
    }
}
