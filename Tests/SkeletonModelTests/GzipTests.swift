import SkeletonModel
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
