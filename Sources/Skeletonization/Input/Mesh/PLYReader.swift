import SkeletonModel

/// PLY, as text or binary in either byte order: `x`, `y`, `z` of `vertex`, `vertex_indices` of `face`.
///
/// All other elements and properties are passed over.
struct PLYReader {
    private var scanner: LineScanner
    private let path: String
    private var numbers: PLYNumbers
    private var vertices: [Point3] = []
    private var faces: [TriangleMesh.Face] = []
    private var corners: [Double] = []
    private var cancellation = CancellationPoll()

    init(_ bytes: [UInt8], path: String) {
        scanner = LineScanner(bytes)
        self.path = path
        numbers = PLYNumbers(bytes: [], position: 0, isBigEndian: false)
    }

    mutating func read() throws(SkeletonizationError) -> TriangleMesh {
        let header: PLYHeader
        do throws(MeshFault) {
            header = try PLYHeader(&scanner)
        } catch {
            throw .badMesh(path: path, place: scanner.line > 0 ? .line(scanner.line) : nil, fault: error)
        }
        let format = header.format ?? .ascii
        numbers = PLYNumbers(bytes: scanner.bytes, position: scanner.nextStart, isBigEndian: format == .bigEndian)
        for element in header.elements { try read(element, format) }
        return try TriangleMesh(vertices: vertices, faces: faces, path: path)
    }

    private mutating func read(_ element: PLYHeader.Element, _ format: PLYHeader.Format) throws(SkeletonizationError) {
        let rest = scanner.bytes.count - (format == .ascii ? scanner.nextStart : numbers.position)
        let least = element.leastSize(format)
        // The last line of a text may lack its end. Nothing is set aside for more elements than the file can hold.
        guard least == 0 || element.count <= (rest + 1) / least else {
            throw .badMesh(path: path, place: nil, fault: .endsEarly(element: element.name, count: element.count))
        }
        let row = try Row(element, path)
        // Such elements take no room, however many there are.
        guard !element.properties.isEmpty else { return }
        guard let row else { return try skip(element, format) }
        if row.isVertex { vertices.reserveCapacity(element.count) } else { faces.reserveCapacity(element.count) }
        for index in 0..<element.count {
            try cancellation.check()
            do throws(MeshFault) {
                try read(row, of: element, format)
            } catch {
                let place = format == .ascii ? InputPlace.line(scanner.line) : .element(element.name, index)
                throw .badMesh(path: path, place: place, fault: error)
            }
        }
    }

    private mutating func skip(_ element: PLYHeader.Element, _ format: PLYHeader.Format) throws(SkeletonizationError) {
        for index in 0..<element.count {
            try cancellation.check()
            do throws(MeshFault) {
                if format == .ascii { try nextRow(of: element) } else { try numbers.skip(element) }
            } catch {
                throw .badMesh(path: path, place: .element(element.name, index), fault: error)
            }
        }
    }

    /// Which properties of an element hold what a mesh is made of.
    private struct Row {
        var isVertex: Bool
        /// The properties x, y, z of a vertex; the list of a face.
        var places: [Int]

        /// Nil for elements that do not matter.
        init?(_ element: PLYHeader.Element, _ path: String) throws(SkeletonizationError) {
            func fail(_ problem: String) -> SkeletonizationError {
                .badMesh(path: path, place: nil, fault: .badHeader(problem))
            }
            switch element.name {
            case "vertex":
                let places = ["x", "y", "z"].compactMap { element.position(of: $0) }
                guard places.count == 3, places.allSatisfy({ element.properties[$0].listCount == nil }) else {
                    throw fail("element 'vertex' needs the properties x, y and z")
                }
                self.init(isVertex: true, places: places)
            case "face":
                guard let place = element.position(of: "vertex_indices", "vertex_index"),
                    element.properties[place].listCount != nil, element.properties[place].scalar.isInteger
                else { throw fail("element 'face' needs an integer list 'vertex_indices' or 'vertex_index'") }
                self.init(isVertex: false, places: [place])
            case "tristrips": throw .badMesh(path: path, place: nil, fault: .unsupported("element 'tristrips'"))
            default: return nil
            }
        }

        private init(isVertex: Bool, places: [Int]) { (self.isVertex, self.places) = (isVertex, places) }

        /// Puts a number where it belongs if it is one of the coordinates.
        @inline(__always)
        func store(_ value: Double, at property: Int, in point: inout Point3) {
            if property == places[0] {
                point.x = value
            } else if property == places[1] {
                point.y = value
            } else if property == places[2] {
                point.z = value
            }
        }
    }

    private mutating func nextRow(of element: PLYHeader.Element) throws(MeshFault) {
        repeat {
            guard scanner.nextLine() else { throw .endsEarly(element: element.name, count: element.count) }
        } while scanner.bytes[scanner.wholeLine].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    private mutating func read(
        _ row: Row,
        of element: PLYHeader.Element,
        _ format: PLYHeader.Format
    ) throws(MeshFault) {
        if format == .ascii { try nextRow(of: element) }
        var point = Point3(0, 0, 0)
        for (index, property) in element.properties.enumerated() {
            let count = try property.listCount == nil ? 1 : listCount(property, of: element, format)
            let isFaceList = !row.isVertex && index == row.places[0]
            if isFaceList { corners.removeAll(keepingCapacity: true) }
            for _ in 0..<count {
                let value = try number(property.scalar, of: element, format)
                if isFaceList { corners.append(value) } else if row.isVertex { row.store(value, at: index, in: &point) }
            }
        }
        if row.isVertex { try append(point) } else { try appendFan() }
    }

    private mutating func listCount(
        _ property: PLYHeader.Property,
        of element: PLYHeader.Element,
        _ format: PLYHeader.Format
    ) throws(MeshFault) -> Int {
        let value = try number(property.listCount ?? .uint8, of: element, format)
        guard value >= 0, let count = Int(exactly: value) else { throw .badNumber(String(value)) }
        guard format == .ascii || numbers.holds(count, property.scalar) else {
            throw .endsEarly(element: element.name, count: element.count)
        }
        return count
    }

    private mutating func number(
        _ scalar: PLYHeader.Scalar,
        of element: PLYHeader.Element,
        _ format: PLYHeader.Format
    ) throws(MeshFault) -> Double {
        guard format == .ascii else {
            guard numbers.holds(1, scalar) else { throw .endsEarly(element: element.name, count: element.count) }
            return numbers.next(scalar)
        }
        guard let word = scanner.word() else { throw .shortLine(element: element.name) }
        return try scanner.number(word)
    }

    private mutating func append(_ point: Point3) throws(MeshFault) {
        if let fault = MeshFault(in: point) { throw fault }
        vertices.append(point)
    }

    private mutating func appendFan() throws(MeshFault) {
        guard corners.count >= 3 else { throw .shortFace(vertexCount: corners.count) }
        for corner in corners where Int32(exactly: corner) == nil {
            throw .vertexOutOfRange(index: Int64(exactly: corner) ?? -1, vertexCount: vertices.count)
        }
        for index in 2..<corners.count {
            faces.append(.init(Int32(corners[0]), Int32(corners[index - 1]), Int32(corners[index])))
        }
    }
}
