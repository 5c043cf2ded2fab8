import SkeletonModel
import TestSupport
import Testing

struct GzipTests {
    static let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0 / 7) }

    @Test(arguments: [0, 1, 17, 65_536, 100_000])
    func compressedBytesComeBack(_ count: Int) throws {
        let part = Array(Self.bytes[..<count])
        let packed = Gzip.compress(part)
        #expect(Gzip.isGzip(packed))
        #expect(Gzip.compress(part) == packed)
        #expect(try Gzip.decompress(packed) == part)
    }

    @Test func severalMembersAreOneText() throws {
        let packed = Gzip.compress(Self.bytes) + Gzip.compress([]) + Gzip.compress([1, 2, 3])
        #expect(try Gzip.decompress(packed) == Self.bytes + [1, 2, 3])
        #expect(try Gzip.decompress(packed + [0, 0, 0]) == Self.bytes + [1, 2, 3])
    }

    @Test func sizesBeyondTheLimitAreRefused() throws {
        let bomb = Gzip.compress([UInt8](repeating: 0, count: 10_000_000))
        #expect(bomb.count < 20_000)
        #expect(throws: SkeletonError.tooLarge(limit: 9_999_999)) { try Gzip.decompress(bomb, limit: 9_999_999) }
        #expect(try Gzip.decompress(bomb, limit: 10_000_000).count == 10_000_000)
        #expect(throws: SkeletonError.tooLarge(limit: 10_000_001)) {
            try Gzip.decompress(bomb + Gzip.compress([1, 2]), limit: 10_000_001)
        }
    }

    /// A member of one deflate block that stands for zero bytes: 2064 times 2 to the power of `doublings`.
    ///
    /// A literal zero, then again and again "258 bytes as one back": 13 bits each, so that eight make 13 whole bytes.
    private static func bomb(doublings: Int) -> [UInt8] {
        var bits: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
        for _ in 0..<8 { bits += [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0] }
        let start = bits.count % 8
        let period = Array(bits[(bits.count - 104)...])
        func bytes(_ bits: ArraySlice<UInt8>) -> [UInt8] {
            stride(from: bits.startIndex, to: bits.endIndex, by: 8).map { place in
                bits[place..<min(place + 8, bits.endIndex)].reversed().reduce(0) { $0 << 1 | $1 }
            }
        }
        // The head ends within a byte; from there on the pattern is shifted by as many bits.
        let head = bytes(bits[..<(bits.count - start)])
        let shifted = Array(period[(104 - start)...] + period[..<(104 - start)])
        var body = bytes(shifted[...])
        for _ in 0..<doublings { body += body }
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + head + body
    }

    @Test func aBombIsRefusedAtTheLimitWithoutTakingMemory() throws {
        let bomb = Self.bomb(doublings: 21)
        #expect(bomb.count < 28_000_000)
        let before = try Self.peakMemory()
        #expect(throws: SkeletonError.tooLarge(limit: 1 << 26)) { try Gzip.decompress(bomb, limit: 1 << 26) }
        let error = #expect(throws: SkeletonError.self) { try SWC.parse(bomb, options: .init(limit: 1 << 26)) }
        #expect(error?.description == "the compressed data grow beyond the limit of 67108864 bytes")
        #expect(try Self.peakMemory() - before < 1 << 29)
    }

    @Test(.enabled(if: Repository.isLongRun, "takes seconds; scripts/test --long runs it"))
    func aBombOfMoreThanFourGigabytesIsRefusedByDefault() throws {
        let bomb = Self.bomb(doublings: 21)
        let before = try Self.peakMemory()
        #expect(throws: SkeletonError.tooLarge(limit: 4 << 30)) { try Gzip.decompress(bomb) }
        #expect(try Self.peakMemory() - before < 1 << 30)
    }

    private static func peakMemory() throws -> Int {
        let status = String(decoding: try AtomicFile.read("/proc/self/status"), as: UTF8.self)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.split { $0 == " " || $0 == "\t" }[1])) << 10
    }

    @Test func aLyingSizeFieldDoesNoHarm() throws {
        for lie: [UInt8] in [[0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0]] {
            var packed = Gzip.compress(Self.bytes)
            packed.replaceSubrange((packed.count - 4)..., with: lie)
            let error = #expect(throws: SkeletonError.self) { try Gzip.decompress(packed) }
            #expect(error?.code == "bad_gzip")
        }
    }

    @Test func damagedAndCutDataAreRefused() {
        let packed = Gzip.compress(Self.bytes)
        for length in stride(from: 0, to: packed.count, by: packed.count / 50) {
            let error = #expect(throws: SkeletonError.self) { try Gzip.decompress(Array(packed[..<length])) }
            #expect(error?.code == "bad_gzip")
        }
        var damaged = packed
        damaged[packed.count / 2] ^= 0x55
        #expect(throws: SkeletonError.self) { try Gzip.decompress(damaged) }
        let garbage = #expect(throws: SkeletonError.self) { try Gzip.decompress(packed + [7]) }
        #expect(garbage?.code == "bad_gzip")
        let text = #expect(throws: SkeletonError.self) { try Gzip.decompress([1, 2, 3]) }
        #expect(text?.description == "damaged gzip data: the data do not start as gzip does")
    }
}
