import FoundationEssentials
import SkeletonAPI
import SkeletonModel
import SkeletonService
import TestSupport
import Testing

/// The service that the recordings in `client` were made with: a few skeletons of nine vertices, neurons without one,
/// and a refused one.
final class StandInService: Sendable {
    static let datastack = "demo_stack"
    static let token = "0123456789abcdef0123456789abcdef"

    /// Those that were there at one time or another of the recording, and are not asked for as missing.
    static let cached: [Int64] = [1, 2, 3, 22, 31, 95]
    /// Those that exist and have no skeleton.
    static let missing: [Int64] = [32, 41, 42, 43, 50, 61] + (9000...9016)

    let service: EmbeddedService
    private let folder: TemporaryFolder

    /// One for all tests that change nothing in it that others could see.
    static func shared() async throws -> StandInService { try await making.value }

    private static let making = Task { try await StandInService() }

    init() async throws {
        folder = try TemporaryFolder()
        // Nobody makes anything: what is missing stays missing.
        service = try EmbeddedService.open(folder("data"), workers: 0)
        var files: [String] = []
        for number in Self.cached { files.append(try folder.write(Self.skeleton(number), to: "\(number).json")) }
        files.append(try folder.write(Self.missing.map(Self.graph).joined(), to: "missing.l2.jsonl"))
        try await service.importFiles(files, datastack: Self.datastack)
        try await service.refuse([Self.id(777)], datastack: Self.datastack)
    }

    /// Puts one stored file in another's place, as a careless copy does.
    func replaceSkeleton(_ number: Int64, by other: Int64) throws {
        func file(_ number: Int64) -> URL {
            let name = CacheFileName(rootID: Self.id(number), datastack: Self.datastack)
            return URL(filePath: folder("data/skeletons/\(Self.datastack)/4/\(name)"))
        }
        try Data(contentsOf: file(other)).write(to: file(number), options: .atomic)
    }

    /// Takes the data away from under the service.
    func removeFolder() throws { try FileManager.default.removeItem(atPath: folder("data")) }

    static func id(_ number: Int64) -> RootID {
        guard let id = RootID(864_691_135_000_000_000 + number) else { preconditionFailure("no root id") }
        return id
    }

    /// As the service answered it, or, where it was never answered whole, the first one's under another id.
    private static func skeleton(_ number: Int64) throws -> String {
        let recording =
            switch number {
            case 31: "get_skeleton_blocking_generation"
            case 95: "get_skeleton_dict_no_compartment"
            default: "raw_format_flatdict"
            }
        if number == 2 { return try secondSkeleton() }
        let body = try #require(try Exchange.client(recording).last { $0.path.contains("/flatdict") }?.body)
        let text = String(decoding: try Gzip.decompress(body), as: UTF8.self)
        let recorded: Int64 = number == 31 || number == 95 ? number : 1
        return text.replacing("\"root_id\":\(id(recorded))", with: "\"root_id\":\(id(number))")
    }

    /// Recorded as a value of a bulk answer.
    private static func secondSkeleton() throws -> String {
        let body = try #require(try Exchange.client("get_bulk_skeletons_dict").last?.body)
        let digits = try #require(try JSONValue.parse(body).objectValue?[id(2).description]?.stringValue)
        let bytes = stride(from: 0, to: digits.utf8.count, by: 2).map { place -> UInt8 in
            let start = digits.index(digits.startIndex, offsetBy: place)
            return UInt8(digits[start..<digits.index(start, offsetBy: 2)], radix: 16) ?? 0
        }
        return String(decoding: try Gzip.decompress(bytes), as: UTF8.self)
    }

    /// The smallest neuron there is.
    static func graph(_ number: Int64) -> String { smallestGraph(id(number)) }

    static func smallestGraph(_ id: RootID) -> String {
        """
        {"t":"header","format":"l2graph","version":1,"root_id":\(id)}
        {"t":"n","id":144117251203661825,"p":[1.0,2.0,3.0],"v":1000}

        """
    }
}
