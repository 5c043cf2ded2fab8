import FoundationEssentials
import SkeletonAPI

extension ServiceClient {
    /// How a client reaches its server.
    public struct Options: Sendable {
        /// Where skeletons are kept on this disk.
        public enum Cache: Sendable, Hashable {
            /// In the user's cache folder, but nothing of servers on this machine.
            case automatic
            /// Nowhere.
            case none
            /// In this folder.
            case folder(String)
        }

        /// The server that knows the datastacks; nil for the one that was noted for the datastack, or the default.
        public var serverAddress: String?
        /// The token itself, instead of one that is looked for.
        public var token: String?
        /// The file that holds the token, instead of the usual ones.
        public var tokenFile: String?
        /// The token's name in its file.
        public var tokenKey = "token"
        /// Whether `serverAddress` is noted as the datastack's for all clients that name none, also Python's.
        public var notesServer = false
        /// How many requests at a time.
        public var connections = 8
        /// How long a connection may take.
        public var connectTimeout: Duration = .seconds(10)
        /// The longest silence of the server.
        public var idleTimeout: Duration = .seconds(60)
        /// The longest silence while a skeleton is being made; servers are known to give up after 120 s.
        public var generationTimeout: Duration = .seconds(180)
        /// How long one attempt may take altogether.
        public var totalTimeout: Duration = .seconds(600)
        /// How long failures that may pass are tried again.
        public var retryTime: Duration = .seconds(300)
        /// A file or folder of certificates to trust instead of the system's.
        public var certificates: String?
        /// Where skeletons are kept.
        public var cache = Cache.automatic
        /// How many bytes the kept skeletons may take; the least recently used go first.
        public var cacheLimit = 4 << 30
        /// Answers come from this disk alone.
        public var isOffline = false
        /// Where buckets are read.
        public var bucketServer = "https://storage.googleapis.com"
        /// Takes a line for each exchange; no line holds a token.
        public var trace: (@Sendable (String) -> Void)?
        /// Takes sentences about what did not work and was not needed.
        public var report: (@Sendable (String) -> Void)?
        /// Why a server may not be talked to, nil when it may; asked of each server that others name too.
        public var objection: (@Sendable (String) -> String?)?
        /// The environment in which tokens, proxies, certificates and folders are looked for.
        public var environment = ProcessInfo.processInfo.environment

        var retry = RetryPolicy()

        /// The defaults.
        public init() {}

        /// Throws `forbidden` when there is an objection to the server.
        func check(_ server: ServerAddress) throws(ServiceError) {
            guard let problem = objection?(server.description) else { return }
            throw .request(RequestFailure(.forbidden, url: server.description, message: problem))
        }

        var session: Session.Settings {
            var settings = Session.Settings()
            settings.connections = connections
            settings.idle = idleTimeout
            settings.generationIdle = generationTimeout
            settings.total = totalTimeout
            settings.retry = retry
            settings.retry.patience = retryTime
            settings.retry.generationPatience = max(retry.generationPatience, retryTime)
            return settings
        }

        var network: NetworkTransport.Settings {
            var settings = NetworkTransport.Settings()
            settings.connectTimeout = connectTimeout
            settings.connections = connections
            settings.proxies = ProxySettings(environment)
            let named = ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"]
            settings.certificates =
                certificates ?? named.lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
            return settings
        }
    }
}
