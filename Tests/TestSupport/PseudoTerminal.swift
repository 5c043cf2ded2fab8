import Glibc

/// A program at a terminal of its own: keys in, text out, as a person sits before it.
public final class PseudoTerminal {
    /// The process id of the program.
    public let pid: Int32
    /// Everything that was shown, escape sequences and all.
    public private(set) var shown: [UInt8] = []
    private let descriptor: Int32
    private let home: TemporaryFolder?
    private var plain = PlainText()
    private var searchedTo = 0
    private var ended: Ending?
    /// How long one `expect` waits.
    public var seconds = 20.0

    /// Starts the program at a new terminal of the given size.
    public init(_ program: Program, columns: UInt16 = 100, rows: UInt16 = 40) throws(SpawnError) {
        home = program.home
        descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var locked: Int32 = 0
        var number: UInt32 = 0
        // TIOCSPTLCK and TIOCGPTN: Glibc's module shows neither them nor the functions that wrap them.
        guard descriptor >= 0, ioctl(descriptor, 0x4004_5431, &locked) == 0,
            ioctl(descriptor, 0x8004_5430, &number) == 0
        else {
            throw SpawnError(description: "no pseudo-terminal")
        }
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
        pthread_mutex_lock(Spawn.lock)
        defer { pthread_mutex_unlock(Spawn.lock) }
        pid = try Spawn(
            executable: program.executable,
            arguments: program.arguments,
            environment: program.environment,
            folder: program.folder,
            terminal: "/dev/pts/\(number)"
        ).start()
    }

    deinit {
        if ended == nil {
            kill(-pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
        close(descriptor)
    }

    /// Types the text.
    ///
    /// Control characters stand for their keys: `\u{3}` is Ctrl-C, `\r` Return.
    public func type(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Gives the terminal another size, as dragging its window does.
    public func resize(columns: UInt16, rows: UInt16 = 40) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    /// Waits until the text appears after what was last expected.
    ///
    /// What is shown is compared without escape sequences.
    public func expect(_ text: String) -> Bool {
        let until = monotonicSeconds() + seconds
        while true {
            if let end = PseudoTerminal.find(Array(text.utf8), in: plain.bytes, from: searchedTo) {
                searchedTo = end
                return true
            }
            guard monotonicSeconds() < until, readMore() else { return false }
        }
    }

    /// Waits for the program's end and gives how it ended.
    public func finish() -> Ending {
        let until = monotonicSeconds() + seconds
        while ended == nil, monotonicSeconds() < until {
            _ = readMore()
            var status: Int32 = 0
            if waitpid(pid, &status, WNOHANG) == pid { ended = Ending(waitStatus: status) }
        }
        while readMore(milliseconds: 10) {}
        if ended == nil { kill(-pid, SIGKILL) }
        return ended ?? .timedOut
    }

    /// What was shown, without escape sequences and carriage returns.
    public var visibleText: String {
        String(decoding: plain.bytes, as: UTF8.self)
    }

    /// What was shown since the last text that was expected.
    public var rest: String {
        String(decoding: plain.bytes.dropFirst(searchedTo), as: UTF8.self)
    }

    /// False when the program closed the terminal.
    private func readMore(milliseconds: Int32 = 50) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&polled, 1, milliseconds) > 0 else { return milliseconds > 10 }
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return false }
        shown += buffer[..<count]
        for byte in buffer[..<count] { plain.take(byte) }
        return true
    }

    private static func find(_ text: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= text.count, start <= bytes.count - text.count else { return nil }
        for first in start...(bytes.count - text.count)
        where bytes[first..<(first + text.count)].elementsEqual(text) {
            return first + text.count
        }
        return nil
    }
}

/// What a terminal shows, without CSI and OSC sequences, two-byte escapes, carriage returns and bells.
private struct PlainText {
    private enum State {
        case text, escape, sequence, title
    }

    private(set) var bytes: [UInt8] = []
    private var state = State.text

    mutating func take(_ byte: UInt8) {
        switch state {
        case .text: takeText(byte)
        case .escape:
            state = byte == UInt8(ascii: "[") ? .sequence : byte == UInt8(ascii: "]") ? .title : .text
        case .sequence: if (0x40...0x7e).contains(byte) { state = .text }
        case .title: if byte == 0x07 { state = .text }
        }
    }

    private mutating func takeText(_ byte: UInt8) {
        switch byte {
        case 0x1b: state = .escape
        case 0x0d, 0x07: break
        default: bytes.append(byte)
        }
    }
}

@available(*, unavailable)
extension PseudoTerminal: Sendable {}
