import Glibc
import Synchronization

/// The signals that end a script in good order.
///
/// SIGINT belongs to the engine, which interrupts the script. SIGTERM, SIGHUP and a SIGPIPE of standard output are noted and
/// then handled as if they were SIGINT: the script unwinds and closes what it has open, within two seconds.
enum Signals: Sendable {
    private static let noted = Atomic<Int32>(0)

    /// The signal that is ending the program, or 0.
    static var received: Int32 { noted.load(ordering: .acquiring) }

    /// Installs the handlers; the engine's own must be in place.
    static func install() {
        noted.store(0, ordering: .relaxed)
        for number in [SIGTERM, SIGHUP, SIGPIPE] {
            handle(number) { number in Signals.note(number) }
        }
        handle(SIGALRM) { _ in Signals.end(by: Signals.received) }
    }

    /// Ends the process as the signal does by default, so that a shell sees which one it was.
    static func end(by number: Int32) {
        handle(number, SIG_DFL)
        var mask = sigset_t()
        unsafe sigemptyset(&mask)
        unsafe sigaddset(&mask, number)
        unsafe sigprocmask(SIG_UNBLOCK, &mask, nil)
        kill(getpid(), number)
        // The default of every signal that is passed here ends the process.
        _exit(128 + number)
    }

    /// In a handler: only what POSIX allows there.
    private static func note(_ number: Int32) {
        let saved = errno
        if number != SIGPIPE || isOutputBroken {
            let (first, _) = noted.compareExchange(expected: 0, desired: number, ordering: .acquiringAndReleasing)
            if first {
                alarm(2)
                raise(SIGINT)
            }
        }
        errno = saved
    }

    private static var isOutputBroken: Bool {
        var polled = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&polled, 1, 0) > 0 && polled.revents & Int16(POLLERR) != 0
    }

    private static func handle(_ number: Int32, _ handler: __sighandler_t?) {
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = handler
        action.sa_flags = SA_RESTART
        unsafe sigaction(number, &action, nil)
    }
}
