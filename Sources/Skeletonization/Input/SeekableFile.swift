import SkeletonModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that is read piece by piece.
final class SeekableFile {
    let path: String
    /// In bytes.
    let size: Int
    private let descriptor: Int32

    init(_ path: String) throws(SkeletonizationError) {
        self.path = path
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(FileError(path: path, errno: errno)) }
        var information = stat()
        let failed = unsafe fstat(descriptor, &information) != 0
        size = failed ? 0 : Int(information.st_size)
        if failed { throw .file(FileError(path: path, errno: errno)) }
        if information.st_mode & S_IFMT == S_IFDIR { throw .file(.isDirectory(path: path)) }
    }

    deinit { _ = close(descriptor) }

    /// Puts `count` bytes from `offset` into a buffer from `start`; throws when the file has fewer.
    func read(
        _ count: Int,
        at offset: Int,
        into buffer: inout [UInt8],
        from start: Int
    ) throws(SkeletonizationError) {
        var done = 0
        while done < count {
            let got = unsafe buffer.withUnsafeMutableBytes { bytes in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[(start + done)..<(start + count)])
                return unsafe pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
            }
            if got > 0 {
                done += got
            } else if got == 0 {
                throw .badVolume(path: path, fault: .sizeDisagrees(expected: offset + count, found: offset + done))
            } else if errno != EINTR {
                throw .file(FileError(path: path, errno: errno))
            }
        }
    }

    /// The first bytes of the file, at most `count`.
    func start(_ count: Int) throws(SkeletonizationError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(count, size))
        try read(bytes.count, at: 0, into: &bytes, from: 0)
        return bytes
    }

    /// Whether a path names a folder.
    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether there is something at a path.
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }
}
