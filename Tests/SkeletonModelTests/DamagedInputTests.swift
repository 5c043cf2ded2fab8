import FoundationEssentials
import SkeletonModel
import TestSupport
import Testing

/// Damaged copies of the files in `Tests/Fuzz/Corpus`: each is read or refused, and the process lives on.
///
/// `scripts/fuzz` does the same for as long as one likes, guided by the code that an input reaches.
struct DamagedInputTests {
    private static func files(_ reader: String) throws -> [[UInt8]] {
        let folder = Repository.root.appending(path: "Tests/Fuzz/Corpus/\(reader)").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try names.map { try AtomicFile.read("\(folder)/\($0)") }
    }

    /// Hands over damaged copies of all files of a reader, the same in every run.
    private static func forEachDamaged(_ reader: String, copies: Int, _ read: ([UInt8]) -> Void) throws {
        let files = try files(reader)
        try #require(files.count > 4)
        var random = SeededGenerator(seed: 11)
        for original in files where !original.isEmpty {
            for _ in 0..<copies {
                read(damaged(original, with: files[Int.random(in: files.indices, using: &random)], &random))
            }
        }
    }

    private static func damaged(
        _ original: [UInt8],
        with other: [UInt8],
        _ random: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.removeSubrange(place..<min(place + Int.random(in: 1...9, using: &random), bytes.count))
            case 3: bytes.insert(contentsOf: bytes[place..<min(place + 12, bytes.count)], at: place)
            case 4: bytes.replaceSubrange(place..., with: other.suffix(other.count / 2))
            default: bytes.replaceSubrange(place..<min(place + 4, bytes.count), with: [255, 255, 255, 255])
            }
        }
        return bytes
    }

    @Test func swcTextIsReadOrRefusedAndWhatWasReadSurvivesWriting() throws {
        var readCount = 0
        try Self.forEachDamaged("swc", copies: 40) { bytes in
            _ = SWC.lint(bytes, limit: 1 << 20)
            guard let skeleton = try? SWC.parse(bytes, options: .init(limit: 1 << 20)) else { return }
            readCount += 1
            let again = try? SWC.parse(SWC.text(skeleton))
            #expect(again?.swcContent == skeleton.swcContent)
            #expect(again?.header == skeleton.header)
        }
        #expect(readCount > 200)
    }

    @Test func precomputedSkeletonsAreReadOrRefused() throws {
        let everyType = Precomputed.Info(
            attributes: Precomputed.DataType.allCases.map { Precomputed.Attribute($0.rawValue, $0, components: 2) }
        )
        try Self.forEachDamaged("precomputed", copies: 200) { bytes in
            if let read = try? Precomputed.decode(bytes) { _ = try? Skeleton(read.arrays) }
            if let read = try? Precomputed.decode(bytes, everyType) { _ = try? Skeleton(read.arrays) }
            _ = try? Precomputed.Info(bytes)
        }
    }

    @Test func jsonIsReadOrRefused() throws {
        try Self.forEachDamaged("json", copies: 200) { bytes in
            guard let arrays = try? FlatDict.decode(bytes) else { return }
            _ = try? Skeleton(arrays)
            let again = try? FlatDict.decode(FlatDict.encode(arrays, version: 4))
            #expect(again?.vertices == arrays.vertices)
            #expect(again?.edges == arrays.edges)
        }
    }

    @Test func hdf5FilesAreReadOrRefused() throws {
        try Self.forEachDamaged("hdf5", copies: 40) { bytes in
            if let arrays = try? CacheHDF5.decode(bytes) { _ = try? Skeleton(arrays) }
        }
    }
}
