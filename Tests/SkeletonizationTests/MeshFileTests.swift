import SkeletonModel
import TestSupport
import Testing

@testable import Skeletonization

/// Each format against the same mesh written out here.
struct MeshFileTests {
    private let mesh: TriangleMesh

    init() throws {
        mesh = try GoldenCase.load("tube_open_small_component").mesh()
    }

    // MARK: OBJ

    @Test func objIsRead() throws {
        var text = "# a tube\r\nmtllib a.mtl\r\no tube\r\n"
        for vertex in mesh.vertices { text += "v \(vertex.x) \(vertex.y)\t\(vertex.z) 1.0\r\n" }
        text += "vn 0 0 1\nvt 0 0\ns off\n"
        for (index, face) in mesh.faces.enumerated() {
            let corners = [face.a, face.b, face.c].map { corner in
                switch index % 4 {
                case 0: "\(corner + 1)"
                case 1: "\(Int(corner) - mesh.vertices.count)"
                case 2: "\(corner + 1)/1/1"
                default: "\(corner + 1)//1"
                }
            }
            text += "f \(corners.joined(separator: " "))\n"
        }
        #expect(try TriangleMesh.obj(Array(text.utf8), path: "a.obj") == mesh)
    }

    @Test func objPolygonsAreFansAndFacesMayComeFirst() throws {
        let text = "f 1 2 3 4 5\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv -1 0.5 1e-3"
        let read = try TriangleMesh.obj(Array(text.utf8), path: "a.obj")
        #expect(read.faces == [.init(0, 1, 2), .init(0, 2, 3), .init(0, 3, 4)])
        #expect(read.vertices.last == Point3(-1, 0.5, 0.001))
    }

    @Test func objFaultsNameTheLine() {
        func sentence(_ lines: String...) -> String? {
            let bytes = Array(lines.joined(separator: "\n").utf8)
            return #expect(throws: SkeletonizationError.self) { try TriangleMesh.obj(bytes, path: "a.obj") }?
                .description
        }
        let three = "v 0 0 0\nv 1 0 0\nv 0 1 0"
        #expect(sentence("") == "a.obj: no vertices")
        #expect(sentence("v 1 2") == "a.obj:1: expected 3 numbers (got 2)")
        #expect(sentence("", "v 1 2 x3") == "a.obj:2: not a number: 'x3'")
        #expect(sentence("v 1 2 nan") == "a.obj:1: not a number: 'nan'")
        #expect(sentence("v 1 2 1e400") == "a.obj:1: not a number: '1e400'")
        #expect(sentence("v 1 2 1e30") == "a.obj:1: coordinates must lie within 1e15 nm of the origin")
        #expect(sentence(three, "f 1 2") == "a.obj:4: a face needs 3 vertices or more (got 2)")
        #expect(sentence(three, "f 1 2 a") == "a.obj:4: not a number: 'a'")
        #expect(sentence(three, "f 1 2 0") == "a.obj:4: vertex 0 does not exist (the mesh has 3 vertices)")
        #expect(sentence(three, "f 1 2 -4") == "a.obj:4: vertex -4 does not exist (the mesh has 3 vertices)")
        #expect(
            sentence(three, "f 1 2 3", "f 1 2 9", "f 1 2 4")
                == "a.obj:5: vertex 9 does not exist (the mesh has 3 vertices)"
        )
        #expect(
            sentence(three, "f 1 2 99999999999999999999") == "a.obj:4: not a number: '99999999999999999999'"
        )
    }

    // MARK: PLY

    private static let layouts: [(String, String, String, String)] = [
        "ascii", "binary_little_endian", "binary_big_endian",
    ]
    .flatMap { format in
        [
            (format, "double", "uchar", "int"), (format, "float64", "uint8", "uint32"),
            (format, "double", "int", "ushort"), (format, "double", "int16", "int16"),
        ]
    }

    @Test(arguments: layouts)
    func plyIsRead(format: String, coordinate: String, count: String, index: String) throws {
        let file = PLYFile(mesh, format: format, coordinate: coordinate, count: count, index: index)
        #expect(try TriangleMesh.ply(file.bytes, path: "a.ply") == mesh)
    }

    @Test(arguments: ["binary_little_endian", "binary_big_endian", "ascii"])
    func plySinglePrecisionIsKept(format: String) throws {
        let file = PLYFile(mesh, format: format, coordinate: "float", count: "uchar", index: "int")
        let read = try TriangleMesh.ply(file.bytes, path: "a.ply")
        #expect(zip(read.vertices, mesh.vertices).allSatisfy { $0.distance(to: $1) < 0.01 })
        #expect(read.faces == mesh.faces)
    }

    @Test(arguments: ["binary_little_endian", "binary_big_endian"])
    func everyShorterBinaryPLYIsRefused(format: String) throws {
        let small = try TriangleMesh(
            vertices: Array(mesh.vertices.prefix(4)),
            faces: [.init(0, 1, 2), .init(1, 2, 3)]
        )
        let bytes = PLYFile(small, format: format, coordinate: "double", count: "uchar", index: "int").bytes
        #expect(try TriangleMesh.ply(bytes, path: "a.ply") == small)
        for length in 0..<(bytes.count - PLYFile.tail) {
            let error = #expect(throws: SkeletonizationError.self) {
                try TriangleMesh.ply(Array(bytes.prefix(length)), path: "a.ply")
            }
            #expect(error?.code == "bad_mesh")
        }
    }

    @Test func aPLYThatPromisesTooMuchIsRefusedBeforeAnythingIsSetAside() {
        for format in ["ascii", "binary_little_endian"] {
            let text = """
                ply
                format \(format) 1.0
                element vertex 4000000000000000000
                property float x
                property float y
                property float z
                end_header
                0 0 0

                """
            let error = #expect(throws: SkeletonizationError.self) {
                try TriangleMesh.ply(Array(text.utf8), path: "a.ply")
            }
            #expect(
                error?.description
                    == "a.ply: the file ends before its 4000000000000000000 vertex elements are complete"
            )
        }
    }

    @Test func plyFaultsNameTheLineOrElement() {
        func sentence(_ header: [String], _ body: String = "", format: String = "ascii") -> String? {
            let text =
                (["ply", "format \(format) 1.0"] + header + ["end_header"]).joined(separator: "\n") + "\n" + body
            return #expect(throws: SkeletonizationError.self) {
                try TriangleMesh.ply(Array(text.utf8), path: "a.ply")
            }?.description
        }
        let vertex = ["element vertex 1", "property float x", "property float y", "property float z"]
        let face = ["element face 2", "property list uchar int vertex_indices"]
        #expect(sentence([]) == "a.ply: no vertices")
        #expect(sentence(["what 1"]) == "a.ply:3: unknown header line 'what'")
        #expect(sentence(["element vertex x"])?.hasPrefix("a.ply:3: expected 'element NAME COUNT'") == true)
        #expect(sentence(["property float x"]) == "a.ply:3: 'property' before the first 'element'")
        #expect(sentence(["element a 1", "property list float int x"])?.hasPrefix("a.ply:4: bad property") == true)
        #expect(sentence(["element a 1", "property half x"]) == "a.ply:4: bad property 'property half x'")
        #expect(sentence(["element vertex 1", "property int x"], "1\n")?.contains("needs the properties") == true)
        #expect(sentence(vertex, "0 0\n0\n") == "a.ply:8: too few numbers for element 'vertex'")
        #expect(sentence(vertex, "0 0 inf\n") == "a.ply:8: not a number: 'inf'")
        #expect(
            sentence(vertex + face, "0 0 0\n\n3 0 0 0\n2 0 0\n")
                == "a.ply:13: a face needs 3 vertices or more (got 2)"
        )
        #expect(
            sentence(vertex + face, "0 0 0\n3 0 0 0\n3 0 0 7\n")
                == "a.ply: face 1: vertex 7 does not exist (the mesh has 1 vertex)"
        )
        #expect(sentence(vertex, format: "binary_middle_endian")?.contains("is not supported") == true)
        #expect(
            sentence(vertex + ["element tristrips 1", "property list int int vertex_indices"], "0 0 0\n1 0\n") != nil
        )
        let headless = #expect(throws: SkeletonizationError.self) {
            try TriangleMesh.ply(Array("ply\nformat ascii 1.0\n".utf8), path: "a.ply")
        }
        #expect(headless?.description == "a.ply:2: the file ends before 'end_header'")
        let unknown = #expect(throws: SkeletonizationError.self) {
            try TriangleMesh.ply(Array("plyx\n".utf8), path: "a.ply")
        }
        #expect(unknown?.description == "a.ply:1: not a PLY file (the first line must be 'ply')")
    }

    // MARK: Neuroglancer

    @Test func fragmentsAreJoinedWhereTheyTouch() throws {
        let folder = try TemporaryFolder()
        let faces = mesh.faces
        let half = faces.count / 2
        try AtomicFile.write(fragment(Array(faces[..<half])), to: folder("first"))
        try AtomicFile.write(Gzip.compress(fragment(Array(faces[half...]))), to: folder("second"))
        let path = try folder.write(#"{"fragments":["first","second"]}"#, to: "722817260:0")
        let read = try TriangleMesh.neuroglancer(manifest: path)
        #expect(read.vertices.count == mesh.vertices.count)
        #expect(read.faces.count == faces.count)
        #expect(try read.edges().count == mesh.edges().count)
        let golden = try GoldenCase.load("tube_open_small_component")
        let ours = try read.skeletonized(golden.options, timestamp: 0)
        #expect(ours.vertices.count > 10)
    }

    /// The faces with vertices of their own, in single precision.
    private func fragment(_ faces: [TriangleMesh.Face]) -> [UInt8] {
        let used = Array(Set(faces.flatMap { [$0.a, $0.b, $0.c] })).sorted()
        let place = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, UInt32($0)) })
        var bytes = littleEndian(UInt32(used.count))
        for vertex in used.map({ mesh.vertices[Int($0)] }) {
            for value in [vertex.x, vertex.y, vertex.z] { bytes += littleEndian(Float(value).bitPattern) }
        }
        for corner in faces.flatMap({ [$0.a, $0.b, $0.c] }) { bytes += littleEndian(place[corner] ?? 0) }
        return bytes
    }

    private func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    @Test func fragmentFaultsNameTheFile() throws {
        let folder = try TemporaryFolder()
        func sentence(_ manifest: String, _ bytes: [UInt8]? = nil) throws -> String? {
            if let bytes { try AtomicFile.write(bytes, to: folder("piece")) }
            let path = try folder.write(manifest, to: "1:0")
            let error = #expect(throws: SkeletonizationError.self) { try TriangleMesh.neuroglancer(manifest: path) }
            return error?.description.replacing(folder.path + "/", with: "")
        }
        let manifest = #"{"fragments":["piece"]}"#
        #expect(try sentence("[]")?.hasPrefix("1:0: not a mesh manifest") == true)
        #expect(try sentence(#"{"fragments":[1]}"#) == "1:0: fragment names must be text")
        #expect(try sentence(#"{"fragments":[]}"#) == "1:0: the manifest names no fragments")
        #expect(try sentence(#"{"fragments":["../x"]}"#)?.contains("'../x' is not the name of a file") == true)
        #expect(try sentence(#"{"fragments":["/etc/passwd"]}"#)?.contains("is not the name of a file") == true)
        #expect(try sentence(#"{"fragments":["none"]}"#) == "none: no such file or directory")
        #expect(try sentence(manifest, [1, 0]) == "piece: the file ends before its 1 vertex elements are complete")
        #expect(
            try sentence(manifest, [255, 255, 255, 255, 0])
                == "piece: the file ends before its 4294967295 vertex elements are complete"
        )
        let one = littleEndian(1) + [UInt8](repeating: 0, count: 12)
        #expect(
            try sentence(manifest, one + [0])
                == "piece: 1 bytes after the vertices are not a whole number of triangles (12 bytes each)"
        )
        #expect(
            try sentence(manifest, one + littleEndian(0) + littleEndian(0) + littleEndian(1))
                == "piece: face 0: vertex 1 does not exist (the mesh has 1 vertex)"
        )
        let infinite = littleEndian(1) + littleEndian(0x7F80_0000) + [UInt8](repeating: 0, count: 8)
        #expect(try sentence(manifest, infinite) == "piece: vertex 0: coordinates must be finite numbers")
    }
}

/// A mesh as a PLY file with elements and properties in it that do not matter.
private struct PLYFile {
    /// The bytes after the last face.
    static let tail = 2

    private(set) var bytes: [UInt8]
    private let format: String

    init(_ mesh: TriangleMesh, format: String, coordinate: String, count: String, index: String) {
        self.format = format
        bytes = Array(
            """
            ply
            format \(format) 1.0
            comment made by a test
            obj_info nothing
            element material 1
            property uchar red
            property list uchar short shades
            element vertex \(mesh.vertices.count)
            property uchar quality
            property \(coordinate) x
            property \(coordinate) y
            property \(coordinate) z
            property list ushort float extra
            element face \(mesh.faces.count)
            property list \(count) \(index) vertex_indices
            property char flag
            element edge 1
            property uchar a
            property uchar b
            end_header

            """.utf8
        )
        row([(9, "uchar"), (2, "uchar"), (-7, "short"), (300, "short")])
        for (index, vertex) in mesh.vertices.enumerated() {
            let point = [vertex.x, vertex.y, vertex.z].map { ($0, coordinate) }
            row([(255, "uchar")] + point + [(Double(index % 2), "ushort")] + (index % 2 == 1 ? [(0.5, "float")] : []))
        }
        for face in mesh.faces {
            row([(3, count)] + [face.a, face.b, face.c].map { (Double($0), index) } + [(-1, "char")])
        }
        row([(1, "uchar"), (2, "uchar")])
    }

    private mutating func row(_ values: [(Double, String)]) {
        guard format != "ascii" else {
            let words = values.map { $0.0 == $0.0.rounded() ? "\(Int($0.0))" : "\($0.0)" }
            bytes += Array((words.joined(separator: " ") + "\n").utf8)
            return
        }
        for (value, type) in values {
            switch type {
            case "double", "float64": append(value.bitPattern, 8)
            case "float": append(UInt64(Float(value).bitPattern), 4)
            case "int", "uint32": append(UInt64(bitPattern: Int64(value)), 4)
            case "short", "ushort", "int16": append(UInt64(bitPattern: Int64(value)), 2)
            default: append(UInt64(bitPattern: Int64(value)), 1)
            }
        }
    }

    private mutating func append(_ bits: UInt64, _ size: Int) {
        let little = (0..<size).map { UInt8(truncatingIfNeeded: bits >> (8 * UInt64($0))) }
        bytes += format == "binary_big_endian" ? little.reversed() : little
    }
}
