/// The head of a numpy `.npy` file of three axes.
struct NumpyFile {
    /// Where the labels lie; the shape is in the order of the file's axes.
    private(set) var type: VoxelType
    private(set) var isFortran: Bool
    private(set) var shape: [Int]
    private(set) var offset: Int

    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// `bytes` are the first of the file, more than any sensible head has.
    init(_ bytes: [UInt8]) throws(VolumeFault) {
        guard bytes.count >= 10, bytes.starts(with: Self.magic) else { throw .notNumpy("it does not start with NUMPY") }
        let isLong = bytes[6] >= 2
        guard (1...3).contains(bytes[6]) else { throw .notNumpy("version \(bytes[6]).\(bytes[7])") }
        guard !isLong || bytes.count >= 12 else { throw .notNumpy("the file ends in its head") }
        let length = (0..<(isLong ? 4 : 2)).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
        offset = (isLong ? 12 : 10) + length
        guard offset <= bytes.count else { throw .notNumpy("the file ends in its head") }
        var literal = NumpyLiteral(bytes[(isLong ? 12 : 10)..<offset])
        let fields = try literal.dictionary()
        guard case .text(let name)? = fields["descr"], case .boolean(let isFortran)? = fields["fortran_order"],
            case .integers(let shape)? = fields["shape"]
        else { throw .notNumpy("its head lacks 'descr', 'fortran_order' or 'shape'") }
        guard let type = VoxelType(numpy: name) else {
            throw .notNumpy("its type is '\(name)', not one of the integer types")
        }
        (self.type, self.isFortran, self.shape) = (type, isFortran, shape)
    }
}

extension NumpyFile {
    /// The head of a file with the last axis fastest, padded as numpy pads it.
    static func head(_ type: String, _ shape: VoxelGrid) -> [UInt8] {
        let list = "(\(shape.x), \(shape.y), \(shape.z))"
        var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(list), }"
        text += String(repeating: " ", count: 63 - (10 + text.utf8.count) % 64) + "\n"
        let length = text.utf8.count
        return magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
    }
}

/// The Python dictionary at the head of a numpy file, as far as numpy writes it.
private struct NumpyLiteral {
    enum Value {
        case text(String)
        case boolean(Bool)
        case integers([Int])
    }

    private let text: [UInt8]
    private var position = 0

    init(_ bytes: ArraySlice<UInt8>) { text = Array(bytes) }

    mutating func dictionary() throws(VolumeFault) -> [String: Value] {
        var fields: [String: Value] = [:]
        try expect("{")
        while !accept("}") {
            let key = try string()
            try expect(":")
            fields[key] = try value()
            if !accept(",") {
                try expect("}")
                break
            }
        }
        return fields
    }

    private mutating func value() throws(VolumeFault) -> Value {
        switch next {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "("): return .integers(try integers())
        case UInt8(ascii: "["): throw .notNumpy("it holds records, not labels")
        default:
            let word = word { $0 >= UInt8(ascii: "A") }
            guard word == "True" || word == "False" else { throw unreadable }
            return .boolean(word == "True")
        }
    }

    private mutating func integers() throws(VolumeFault) -> [Int] {
        var numbers: [Int] = []
        try expect("(")
        while !accept(")") {
            guard let number = Int(word { (0x30...0x39).contains($0) }) else { throw unreadable }
            numbers.append(number)
            // Old versions of Python write an L behind large numbers.
            _ = accept("L")
            if !accept(",") {
                try expect(")")
                break
            }
        }
        return numbers
    }

    private mutating func string() throws(VolumeFault) -> String {
        guard let quote = next, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { throw unreadable }
        position += 1
        let content = text[position...].prefix { $0 != quote }
        position += content.count + 1
        guard position <= text.count else { throw unreadable }
        return String(decoding: content, as: UTF8.self)
    }

    /// The next byte that is no blank.
    private var next: UInt8? {
        mutating get {
            while position < text.count, text[position] <= 0x20 { position += 1 }
            return position < text.count ? text[position] : nil
        }
    }

    private mutating func word(_ belongs: (UInt8) -> Bool) -> String {
        _ = next
        let content = text[min(position, text.count)...].prefix(while: belongs)
        position += content.count
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func accept(_ letter: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: letter) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ letter: Unicode.Scalar) throws(VolumeFault) {
        guard accept(letter) else { throw unreadable }
    }

    private var unreadable: VolumeFault { .notNumpy("its head is not as numpy writes it") }
}
