import Dispatch
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A connection that sends just what a test says, also what no client would.
final class RawConnection: Sendable {
    private let descriptor: Int32
    private static let queue = DispatchQueue(label: "karst.test.connections", attributes: .concurrent)

    struct Failed: Error {
        let call: String
        let code: Int32
    }

    /// Connects to a server on this machine.
    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failed(call: "socket", code: errno) }
        // A server that answers nothing fails the test instead of holding it.
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failed(call: "connect", code: errno) }
    }

    deinit { close(descriptor) }

    /// Sends bytes; what the server does not take any more is left.
    func send(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Everything up to the end of the connection, or up to the time limit.
    func readToEnd() async -> String { await read { _ in false } }

    /// Everything up to and with a number of whole answers.
    func readAnswers(_ count: Int) async -> String {
        await read { text in
            text.split(separator: "HTTP/1.1 ", omittingEmptySubsequences: false).count > count && Self.isWhole(text)
        }
    }

    private static func isWhole(_ text: String) -> Bool {
        guard let last = text.split(separator: "HTTP/1.1 ", omittingEmptySubsequences: false).last else { return false }
        let parts = last.split(separator: "\r\n\r\n", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return false }
        let length = parts[0].lowercased().split(separator: "content-length: ", omittingEmptySubsequences: false).last?
            .prefix { $0.isNumber }
        return parts[1...].joined(separator: "\r\n\r\n").utf8.count >= length.flatMap { Int($0) } ?? 0
    }

    /// Reading blocks, so it is done on a thread of its own.
    private func read(until isDone: @escaping @Sendable (String) -> Bool) async -> String {
        await withCheckedContinuation { continuation in
            Self.queue.async { [descriptor] in
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 65536)
                while !isDone(String(decoding: bytes, as: UTF8.self)) {
                    let count = recv(descriptor, &buffer, buffer.count, 0)
                    guard count > 0 else { break }
                    bytes += buffer[..<count]
                }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}
