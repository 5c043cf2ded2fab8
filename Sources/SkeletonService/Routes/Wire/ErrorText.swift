import HTTPTypes
import SkeletonAPI
import SkeletonModel

/// The reference's sentences, which people and scripts search for.
enum ErrorText {
    static func refused(_ id: RootID) -> String { "Problematic root id: \(id) is in the refusal list" }

    static func wrongLayer(_ id: RootID) -> String {
        "Invalid root id: \(id) (perhaps this is an id corresponding to a different level of the PCG, e.g., a supervoxel id)"
    }

    static func invalid(_ id: String) -> String {
        "Invalid root id: \(id) (perhaps it doesn't exist; the error is unclear)"
    }

    static func tooMany(_ count: Int, limit: Int) -> String {
        "Too many root IDs requested: \(count). Maximum allowed is \(limit)."
    }
}

extension Answer {
    /// What a failure of the service looks like over HTTP.
    ///
    /// - Parameter isQuirky: Whether the caller's own mistakes give the reference's 500.
    init(_ error: ServiceError, isQuirky: Bool) {
        switch error {
        case .refused(let id): self = .error(ErrorText.refused(id), status: .badRequest)
        case .wrongLayer(let id): self = .error(ErrorText.wrongLayer(id), status: .badRequest)
        case .invalid(let id, _): self = .error(ErrorText.invalid(id.description), status: .badRequest)
        case .tooManyIDs(let count, let limit):
            self = .error(ErrorText.tooMany(count, limit: limit), status: .badRequest)
        case .unknownVersion, .unknownFormat, .badPrefix, .badLimit, .unknownDatastack, .badDatastackName:
            self = isQuirky ? .internalError : .error(error.description, status: .badRequest)
        case .timedOut: self = .error(error.description, status: .gatewayTimeout)
        case .busy, .closed, .cancelled:
            self = .error(error.description, status: .serviceUnavailable)
            headers[.retryAfter] = "1"
        case .request: self = .error(error.description, status: .badGateway)
        case .generationFailed(_, let reason, _): self = .error(reason, status: .internalServerError)
        case .conflict, .badImport, .damaged, .storage:
            self = .error(error.description, status: .internalServerError)
        }
    }
}
