public import SkeletonModel

extension SkeletonPayload {
    /// The arrays, in nanometres; of an SWC answer that came as bytes, in the order and unit of its text.
    public func arrays() throws(ServiceError) -> SkeletonArrays {
        switch content {
        case .arrays(let arrays): return arrays
        case .bytes(let bytes):
            do { return try decoded(bytes) } catch { throw damaged(error) }
        case .text(_, let skeleton): return skeleton.arrays()
        }
    }

    /// The bytes of the form that was asked for, not compressed.
    ///
    /// JSON text, SWC text, the precomputed form or an HDF5 image. The wire sends the dictionary, and the cache keeps HDF5, as gzip files of exactly these bytes.
    public func bytes() throws(ServiceError) -> [UInt8] {
        switch content {
        case .bytes(let bytes), .text(let bytes, _): return bytes
        case .arrays(let arrays):
            do { return try encoded(arrays) } catch { throw damaged(error) }
        }
    }

    /// The skeleton: of SWC what its text says, in micrometres, and otherwise in nanometres.
    public func skeleton() throws(ServiceError) -> Skeleton {
        if case .text(_, let skeleton) = content { return skeleton }
        if format == .swc {
            let text = try bytes()
            do { return try Self.skeleton(ofServiceText: text) } catch { throw damaged(error) }
        }
        let arrays = try arrays()
        do { return try Skeleton(arrays) } catch { throw damaged(error) }
    }

    private func encoded(_ arrays: SkeletonArrays) throws(SkeletonError) -> [UInt8] {
        switch format {
        case .dict: FlatDict.encode(arrays, version: version.rawValue)
        case .swc: try SWC.serviceText(arrays)
        case .precomputed: Precomputed.encode(arrays, version: version.rawValue)
        case .h5: try CacheHDF5.encode(arrays)
        }
    }

    private func decoded(_ bytes: [UInt8]) throws(SkeletonError) -> SkeletonArrays {
        switch format {
        case .dict: try FlatDict.decode(bytes)
        case .swc: try Self.skeleton(ofServiceText: bytes).arrays()
        case .precomputed: try Precomputed.decode(bytes).arrays
        case .h5: try CacheHDF5.decode(bytes)
        }
    }

    /// The service's text has no header that could say so, but its unit is the micrometre.
    private static func skeleton(ofServiceText bytes: [UInt8]) throws(SkeletonError) -> Skeleton {
        try SWC.parse(bytes).declared(in: .micrometres)
    }

    private func damaged(_ error: SkeletonError) -> ServiceError {
        .damaged(what: "the \(format.rawValue) answer for root id \(rootID)", problem: error.description)
    }
}
