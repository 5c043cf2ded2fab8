import SkeletonAPI
import SkeletonModel

/// A skeleton as it came over the wire, read and found to be one.
struct Received: Sendable {
    let payload: SkeletonPayload
    /// The bytes to keep: those that came, when they came compressed.
    let content: [UInt8]

    /// Reads bytes that came for an id; compressed or not, whatever the service calls them.
    init(
        _ bytes: [UInt8],
        of id: RootID,
        version: SkeletonVersion,
        format: OutputFormat
    ) throws(BadAnswer) {
        do {
            let plain = Gzip.isGzip(bytes) ? try Gzip.decompress(bytes) : bytes
            guard plain.first != nil else { throw BadAnswer("the answer for root id \(id) is empty") }
            payload = try SkeletonPayload(reading: plain, rootID: id, version: version, format: format)
            content = bytes
            try Self.check(payload)
        } catch let error as BadAnswer {
            throw error
        } catch let error as any UserFacingError {
            throw BadAnswer(error.description)
        } catch {
            throw BadAnswer("the answer for root id \(id) cannot be read")
        }
    }

    /// A skeleton that says whose it is must be that neuron's.
    private static func check(_ payload: SkeletonPayload) throws {
        guard payload.format == .dict || payload.format == .h5,
            let id = try payload.arrays().meta["root_id"]?.integerValue, id != payload.rootID.value
        else { return }
        throw BadAnswer("it is of root id \(id), and \(payload.rootID) was asked for")
    }

    private init(_ payload: SkeletonPayload, _ content: [UInt8]) {
        (self.payload, self.content) = (payload, content)
    }

    /// The same skeleton in a form that bulk answers do not have.
    func converted(to format: OutputFormat) throws(BadAnswer) -> Received {
        do throws(ServiceError) {
            let arrays = try payload.arrays()
            let other = SkeletonPayload(
                stored: arrays,
                rootID: payload.rootID,
                version: payload.version,
                format: format
            )
            return Received(other, try other.bytes())
        } catch {
            throw BadAnswer(error.description)
        }
    }
}
