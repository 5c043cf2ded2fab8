import FoundationEssentials
import SkeletonModel
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

struct AtomicFileTests {
    /// Runs a test in a new folder, which is removed afterwards.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "karst-\(UInt64.random(in: 0 ... .max))")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func sentence(_ body: () throws -> Void) -> String? {
        (#expect(throws: FileError.self) { try body() })?.description
    }

    @Test(arguments: [0, 1, 65_536, 300_000])
    func bytesComeBackAndReplaceOldOnes(_ count: Int) throws {
        try withFolder { folder in
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 31) }
            try AtomicFile.write(Array("old and longer than one byte".utf8), to: "\(folder)/a")
            try AtomicFile.write(bytes, to: "\(folder)/a")
            #expect(try AtomicFile.read("\(folder)/a") == bytes)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["a"])
        }
    }

    @Test func permissionsAndLinksAreKept() throws {
        try withFolder { folder in
            try AtomicFile.write([1], to: "\(folder)/real")
            #expect(chmod("\(folder)/real", 0o640) == 0)
            #expect(symlink("real", "\(folder)/link") == 0)
            try AtomicFile.write([2], to: "\(folder)/link")
            #expect(try AtomicFile.read("\(folder)/real") == [2])
            var information = stat()
            #expect(lstat("\(folder)/link", &information) == 0)
            #expect(information.st_mode & S_IFMT == S_IFLNK)
            #expect(stat("\(folder)/real", &information) == 0)
            #expect(information.st_mode & 0o777 == 0o640)
        }
    }

    @Test func whatCannotBeReadOrWrittenIsNamed() throws {
        try withFolder { folder in
            try AtomicFile.write([1], to: "\(folder)/file")
            #expect(
                sentence { _ = try AtomicFile.read("\(folder)/none") } == "\(folder)/none: no such file or directory"
            )
            #expect(sentence { _ = try AtomicFile.read(folder) } == "\(folder): is a directory")
            #expect(sentence { _ = try AtomicFile.read("\(folder)/file/x") } == "\(folder)/file/x: not a directory")
            #expect(sentence { try AtomicFile.write([], to: folder) } == "\(folder): is a directory")
            #expect(
                sentence { try AtomicFile.write([], to: "\(folder)/no/x") }
                    == "\(folder)/no/x: no such file or directory"
            )
            #expect(
                sentence { try AtomicFile.write([], to: "\(folder)/file/x") } == "\(folder)/file/x: not a directory"
            )
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    @Test(.enabled(if: getuid() != 0, "the superuser may write everywhere"))
    func aFolderThatMayNotBeWrittenIsNamed() throws {
        try withFolder { folder in
            #expect(chmod(folder, 0o500) == 0)
            #expect(sentence { try AtomicFile.write([], to: "\(folder)/x") } == "\(folder)/x: permission denied")
            #expect(chmod(folder, 0o700) == 0)
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs a device that is always full"))
    func aFullDeviceIsToldAndNotReplaced() throws {
        #expect(sentence { try AtomicFile.write([1], to: "/dev/full") } == "/dev/full: no space left on device")
        #expect(FileManager.default.fileExists(atPath: "/dev/full"))
        try AtomicFile.write([1], to: "/dev/null")
    }

    @Test func everyCaseHasItsSentenceAndCode() {
        let cases: [(FileError, String, String)] = [
            (.permissionDenied(path: "p"), "p: permission denied", "permission_denied"),
            (.readOnly(path: "p"), "p: read-only file system", "read_only"),
            (.noSpace(path: "p"), "p: no space left on device", "no_space"),
            (.other(path: "p", reason: "input/output error"), "p: input/output error", "io"),
        ]
        for (error, sentence, code) in cases {
            #expect(error.description == sentence)
            #expect(error.code == code)
            #expect(error.details["path"] == .string("p"))
        }
    }
}
