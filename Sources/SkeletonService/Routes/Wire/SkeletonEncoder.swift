import HTTPTypes
import NIOCore
import SkeletonAPI
import SkeletonModel

/// Puts skeletons into the forms of the wire.
struct SkeletonEncoder: Sendable {
    /// Whether the reference's faults are answered.
    let isQuirky: Bool

    /// The answer to a request for one skeleton.
    func answer(_ payload: SkeletonPayload, _ key: AnswerStore.Key) throws -> Answer {
        let arrays = try payload.arrays()
        if isQuirky, let fault = fault(arrays, key) { return fault }
        let bytes = try bytes(arrays, key)
        var answer = Answer(key.format.isGzipFile ? Gzip.compress(bytes) : bytes, type: key.format.contentType)
        if key.format == .swc {
            let name = CacheFileName(rootID: key.rootID, datastack: key.datastack).stem + ".swc"
            answer.headers[.contentDisposition] = "attachment; filename=\(name)"
            answer.headers[.cacheControl] = "no-cache"
        } else {
            answer.markAsSkeleton()
        }
        if key.wrapping == .compressed { answer.compress() }
        return answer
    }

    /// The value of a skeleton in a bulk answer: the hexadecimal digits of a gzip file, or, of SWC, of its plain text.
    func hex(_ payload: SkeletonPayload, _ key: AnswerStore.Key) throws -> Answer {
        let arrays = try payload.arrays()
        if isQuirky, fault(arrays, key) != nil { throw Declined(.internalError) }
        let bytes = try bytes(arrays, key)
        return Answer(Self.hex(key.format == .swccompressed ? bytes : Gzip.compress(bytes)), type: "text/plain")
    }

    private func bytes(_ stored: SkeletonArrays, _ key: AnswerStore.Key) throws -> [UInt8] {
        let version = key.version
        let arrays = isQuirky ? stored : stored.served(as: version)
        switch key.format {
        case .flatdict: return FlatDict.encode(arrays, version: version.rawValue)
        case .json, .jsoncompressed: return MeshPartyJSON.encode(arrays, version: version, style: style(key.format))
        case .arrays, .arrayscompressed:
            return MeshPartyJSON.encodeArrays(arrays, version: version, style: style(key.format))
        case .swc, .swccompressed: return try SWC.serviceText(arrays)
        case .precomputed: return precomputed(arrays, version)
        case .h5: return try CacheHDF5.encode(stored)
        case .none: return []
        }
    }

    private func style(_ format: WireFormat) -> MeshPartyJSON.Style {
        MeshPartyJSON.Style(isSorted: !format.isGzipFile, writesInfinity: isQuirky)
    }

    /// The reference writes the compartments twice.
    private func precomputed(_ arrays: SkeletonArrays, _ version: SkeletonVersion) -> [UInt8] {
        let bytes = Precomputed.encode(arrays, version: version.rawValue)
        guard isQuirky, version != .one else { return bytes }
        return bytes + bytes.suffix(arrays.vertices.count * (version == .two ? 4 : 1))
    }

    /// What the reference answers for a skeleton without compartments, or, as SWC, without radii.
    private func fault(_ arrays: SkeletonArrays, _ key: AnswerStore.Key) -> Answer? {
        let lacksCompartments = arrays.compartment == nil
        switch key.format {
        case .precomputed where lacksCompartments && key.version != .one:
            // Version 2 looks for it in a table, the later ones in an object.
            let problem = key.version == .two ? "'compartment'" : "'Skeleton' object has no attribute 'compartment'"
            return .error(problem, status: .internalServerError)
        case .swc, .swccompressed: return lacksCompartments || arrays.radius == nil ? Answer(.null) : nil
        default: return lacksCompartments && key.version == .two ? Answer(.null) : nil
        }
    }

    static func hex(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }
}
