import ArgumentParser
import Glibc
import Logging
import Routes
import SkeletonAPI
import SkeletonModel
import SkeletonService

/// `karst serve`.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serves the embedded service over HTTP, as the hosted one answers.",
        discussion: """
            Prints 'listening on ADDRESS' when it takes requests. Unmodified caveclient, Neuroglancer and karst itself \
            take that address; the lines to paste into each are on standard error. SIGTERM and Ctrl-C let requests that \
            are under way end.
            """
    )

    @OptionGroup var folder: ServiceFolder

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "host"))
    var host = "127.0.0.1"

    @Option(help: ArgumentHelp("The port to listen on; 0 takes a free one.", valueName: "n"))
    var port = 8000

    @Option(help: ArgumentHelp("How many skeletons are made at a time (default: one per processor).", valueName: "n"))
    var workers: Int?

    @OptionGroup(title: "Access") var access: ServeAccess

    @OptionGroup(title: "Behaviour") var behaviour: ServeBehaviour

    @OptionGroup(title: "Messages") var log: LogOptions

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port must be 0 to 65535, got \(port)") }
        if let workers, !(0...1000).contains(workers) {
            throw ValidationError("--workers must be 0 to 1000, got \(workers)")
        }
    }

    func run() throws {
        var options = ServeOptions(host: host, port: port)
        try access.apply(to: &options)
        try behaviour.apply(to: &options)
        let folder = folder.path
        let (settings, logger, workers) = (options, log.logger, options.isReadOnly ? 0 : workers)
        let banner = ServeBanner(isQuiet: log.quiet, data: folder, needsToken: settings.access != nil)
        try Interruptible.run {
            let service = try EmbeddedService.open(folder, workers: workers)
            do {
                try await Self.serve(service, settings, logger, banner)
            } catch {
                await service.close()
                throw error
            }
            await service.close()
        }
    }

    private static func serve(
        _ service: EmbeddedService,
        _ options: ServeOptions,
        _ logger: Logger,
        _ banner: ServeBanner
    ) async throws {
        let server = try HTTPServer(service, options: options, logger: logger)
        let datastacks = try await service.datastacks()
        try await server.run { address in
            Console.write("listening on \(address)\n")
            fflush(nil)
            banner.say(address, datastacks)
            logger.info("started", metadata: ["address": "\(address)", "data": "\(service.path)"])
        }
        logger.info("stopped")
    }
}

/// Who may ask, and how often.
struct ServeAccess: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The tokens that may ask: lines of TOKEN [DATASTACK,…], or JSON.",
            valueName: "file"
        ),
        completion: .file()
    )
    var token: String?

    @Flag(help: "Let anybody ask from other machines too.")
    var open = false

    @Option(help: ArgumentHelp("A limit such as get_skeletons_bulk=60/min; may be repeated.", valueName: "rate"))
    var limit: [String] = []

    @Flag(help: "Show what is there, and make nothing.")
    var readOnly = false

    func apply(to options: inout ServeOptions) throws {
        options.isOpen = open
        options.isReadOnly = readOnly
        options.limits = try limit.map { try RateLimit($0) }
        if let token { options.access = try AccessList(AtomicFile.read(token), path: token) }
    }
}

/// What answers are like.
struct ServeBehaviour: ParsableArguments {
    @Flag(help: "Answer the reference's own faults too.")
    var quirks = false

    @Option(help: ArgumentHelp("How long a request waits for a skeleton that is made.", valueName: "seconds"))
    var wait = 600.0

    @Option(
        help: ArgumentHelp(
            "What goes wrong on purpose: delay=SECONDS, drop=SHARE, status=CODE, truncate=SHARE, rate=SHARE.",
            valueName: "plan"
        )
    )
    var fault: String?

    func validate() throws {
        guard (0...86400).contains(wait) else {
            throw ValidationError("--wait must be 0 to 86400 seconds, got \(wait)")
        }
    }

    func apply(to options: inout ServeOptions) throws {
        options.isQuirky = quirks
        options.longestWait = .seconds(wait)
        options.fault = try fault.map { try FaultPlan($0) }
    }
}
