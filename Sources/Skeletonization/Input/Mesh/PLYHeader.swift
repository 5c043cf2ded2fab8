/// The head of a PLY file: how its elements are written, in their order.
struct PLYHeader {
    enum Format: String {
        case ascii
        case littleEndian = "binary_little_endian"
        case bigEndian = "binary_big_endian"
    }

    /// A number as PLY writes it.
    enum Scalar {
        case int8, uint8, int16, uint16, int32, uint32, float, double

        init?(_ name: String) {
            switch name {
            case "char", "int8": self = .int8
            case "uchar", "uint8": self = .uint8
            case "short", "int16": self = .int16
            case "ushort", "uint16": self = .uint16
            case "int", "int32": self = .int32
            case "uint", "uint32": self = .uint32
            case "float", "float32": self = .float
            case "double", "float64": self = .double
            default: return nil
            }
        }

        var size: Int {
            switch self {
            case .int8, .uint8: 1
            case .int16, .uint16: 2
            case .int32, .uint32, .float: 4
            case .double: 8
            }
        }

        var isInteger: Bool {
            switch self {
            case .float, .double: false
            default: true
            }
        }
    }

    struct Property {
        var name: String
        var scalar: Scalar
        /// The type of the length of a list, nil for a single number.
        var listCount: Scalar?
    }

    struct Element {
        var name: String
        var count: Int
        var properties: [Property] = []

        func position(of names: String...) -> Int? {
            properties.firstIndex { names.contains($0.name) }
        }

        /// The least bytes that one element takes.
        func leastSize(_ format: Format) -> Int {
            format == .ascii
                ? 2 * properties.count : properties.reduce(0) { $0 + ($1.listCount?.size ?? $1.scalar.size) }
        }
    }

    private(set) var format: Format?
    private(set) var elements: [Element] = []

    /// Reads up to and including the line `end_header`.
    init(_ scanner: inout LineScanner) throws(MeshFault) {
        guard scanner.nextLine(), scanner.words() == ["ply"] else {
            throw .badHeader("not a PLY file (the first line must be 'ply')")
        }
        while scanner.nextLine() {
            let words = scanner.words()
            switch words.first {
            case "end_header":
                guard format != nil else { throw .badHeader("no 'format' line before 'end_header'") }
                return
            case "format": try readFormat(words)
            case "element": try readElement(words)
            case "property": try readProperty(words)
            case "comment", "obj_info", nil: continue
            case let keyword?: throw .badHeader("unknown header line '\(keyword)'")
            }
        }
        throw .badHeader("the file ends before 'end_header'")
    }

    private mutating func readFormat(_ words: [String]) throws(MeshFault) {
        guard words.count == 3, words[2] == "1.0", let format = Format(rawValue: words[1]) else {
            throw .unsupported("'\(words.joined(separator: " "))'")
        }
        self.format = format
    }

    private mutating func readElement(_ words: [String]) throws(MeshFault) {
        guard words.count == 3, let count = Int(words[2]), count >= 0 else {
            throw .badHeader("expected 'element NAME COUNT' (got '\(words.joined(separator: " "))')")
        }
        elements.append(Element(name: words[1], count: count))
    }

    private mutating func readProperty(_ words: [String]) throws(MeshFault) {
        guard !elements.isEmpty else { throw .badHeader("'property' before the first 'element'") }
        let property: Property? =
            if words.count == 5, words[1] == "list", let count = Scalar(words[2]), count.isInteger {
                Scalar(words[3]).map { Property(name: words[4], scalar: $0, listCount: count) }
            } else if words.count == 3 {
                Scalar(words[1]).map { Property(name: words[2], scalar: $0) }
            } else {
                nil
            }
        guard let property else { throw .badHeader("bad property '\(words.joined(separator: " "))'") }
        elements[elements.count - 1].properties.append(property)
    }
}
