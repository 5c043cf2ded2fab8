import SkeletonModel
import Testing

struct SketchTests {
    private static func skeleton(_ swc: String) throws -> Skeleton { try SWC.parse(Array(swc.utf8)) }

    @Test func aLineIsDrawnAsOne() throws {
        let line = try Self.skeleton("1 3 0 0 0 1 -1\n2 3 100 0 0 1 1\n")
        // Three dots high at the root, then one: the braille patterns of the topmost dots.
        #expect(Sketch(line, columns: 4, rows: 4, style: .braille).lines == ["⠛⠉⠉⠉"])
        #expect(Sketch(line, columns: 4, rows: 4, style: .ascii).lines == ["O..."])
    }

    @Test func theShortestSideIsLookedAlong() throws {
        let flat = try Self.skeleton("1 3 0 0 0 1 -1\n2 3 1 50 100 1 1\n")
        let sketch = Sketch(flat, columns: 20, rows: 5, style: .braille)
        #expect(sketch.axes == (right: 1, down: 2))
    }

    @Test(arguments: [1, 2, 7, 40], [1, 3, 12])
    func itFitsAndEveryNodeIsOnIt(columns: Int, rows: Int) throws {
        var generator = SystemRandomNumberGenerator()
        var text = "1 1 0 0 0 1 -1\n"
        for node in 2...200 {
            let place = (0..<3).map { _ in String(Double.random(in: -100...100, using: &generator)) }
            text += "\(node) 3 \(place.joined(separator: " ")) 1 \(Int.random(in: 1..<node, using: &generator))\n"
        }
        let skeleton = try Self.skeleton(text)
        let sketch = Sketch(skeleton, columns: columns, rows: rows, style: .braille)
        #expect(sketch.lines.count <= rows)
        #expect(sketch.lines.allSatisfy { $0.count <= columns })
        #expect(sketch.lines.contains { $0.contains { $0 != " " } })
        let plain = Sketch(skeleton, columns: columns, rows: rows, style: .ascii).lines
        // The same characters are set in both.
        #expect(plain.map { $0.map { $0 == " " } } == sketch.lines.map { $0.map { $0 == " " } })
        #expect(plain.joined().contains("O"))
    }

    /// Their distance is more than there are numbers.
    @Test func placesThatAreTooFarApartDoNoHarm() throws {
        let text = "1 1 0 0 0 1 -1\n2 3 1e308 1 1 1 1\n3 3 -1e308 -1e308 5 1 1\n"
        let sketch = Sketch(try Self.skeleton(text), columns: 10, rows: 4, style: .braille)
        #expect(sketch.lines.count <= 4)
    }
}
